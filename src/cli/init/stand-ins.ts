// Programs in place of all images of a recipe, where none can be had: as an overlay for each version, which
// leaves the recipe's own settings, checks and mounts as they are, and what the image has to answer to.
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { stringify } from 'yaml';
import { formatBytes } from '../../base/units.js';
import { visible } from '../../base/visible.js';
import { smallAppBytes, ownBytes, standInName } from '../../capture/stand-in.js';
import { socketBinds } from '../../compose/engine-socket.js';
import { isJob, replicasOf } from '../../compose/policy.js';
import type { Mount, Service, Stack } from '../../compose/stack.js';
import { isImageName } from '../../scenario/images-shape.js';
import { boundBy } from '../preflight/missing-files.js';

export interface StandIns {
  /** As the overlays call them, each once. */
  readonly tags: readonly string[];
  readonly overlays: StandInOverlays;
  /** Paths of the programs that healthchecks call. */
  readonly probes: readonly string[];
  /** Whether a service binds the engine's socket. */
  readonly socket: boolean;
  /** Of all tasks that are to run at a time. */
  readonly memoryBytes: number;
  /** What else is not as the recipe has it, each in a sentence. */
  readonly said: readonly string[];
}

/** One for both versions where the same does, since an overlay must not name a service that is not there. */
export type StandInOverlays =
  { readonly both: string } | { readonly base: string | null; readonly head: string };

const mib = 1024 ** 2;
/** How long it boots, and how long a job takes. */
const [bootMs, jobMs] = [1000, 2000];

export function standInsFor(recipe: string, base: Stack | null, head: Stack): StandIns {
  const stacks = base === null ? [head] : [base, head];
  const services = stacks.flatMap((stack) => [...stack.services.values()].map((one) => ({ stack, one })));
  const names = namesOf(services.map(({ one }) => one));
  const texts = { base: base && overlayText(recipe, base, names), head: overlayText(recipe, head, names) };
  const held = Math.max(
    ...stacks.map(({ services: of }) =>
      [...of.values()].reduce((sum, one) => sum + heldBy(one) * replicasOf(one), 0),
    ),
  );
  return {
    tags: [...new Set(names.values())].sort(),
    overlays: texts.base === texts.head ? { both: texts.head } : texts,
    probes: [...new Set(services.flatMap(({ one }) => probeOf(one) ?? []))].sort(),
    socket: stacks.some((stack) => socketBinds(stack).some(({ isSocket }) => isSocket)),
    memoryBytes: held,
    said: [
      ...new Set(
        services.flatMap(({ stack, one }) =>
          notGiven(one, stack).map(
            ({ source, target }) =>
              `${one.name} has an empty folder in place of ${source ?? ''} at ${target}`,
          ),
        ),
      ),
    ],
  };
}

/** Image and service -> what its stand-in is called: the service's name where the image's is none. */
function namesOf(services: readonly Service[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const service of services) {
    const key = keyOf(service);
    if (names.has(key)) continue;
    const wanted = standInName(service.image?.value ?? '');
    const name = isImageName(wanted) ? wanted : `stand-in-for/${service.name.toLowerCase()}`;
    const taken = new Set(names.values());
    names.set(key, taken.has(name) ? `${untagged(name)}:another-${String(taken.size)}` : name);
  }
  return names;
}

function keyOf({ name, image }: Service): string {
  return image === null || image.value === '' ? `the image of ${name}` : image.value;
}

function untagged(name: string): string {
  return name.replace(/:[^/]*$/, '');
}

function overlayText(recipe: string, stack: Stack, names: ReadonlyMap<string, string>): string {
  const services = [...stack.services.values()].map((service) => [service.name, part(service, stack, names)]);
  const head = [
    `Overlay for ${recipe}, by driftlab init --stand-ins: a program in place of every image, which serves`,
    'nothing, holds the memory that is named here, and answers whatever healthcheck the recipe has.',
  ];
  const version = stack.version === null ? {} : { version: stack.version.value };
  const lines = head.map((line) => `# ${visible(line)}\n`).join('');
  return `${lines}${stringify({ ...version, services: Object.fromEntries(services) as unknown }, { lineWidth: 0 })}`;
}

function part(service: Service, stack: Stack, names: ReadonlyMap<string, string>): object {
  const mounts = notGiven(service, stack).map(({ target }) => ({ type: 'tmpfs', target: escaped(target) }));
  return {
    image: names.get(keyOf(service)),
    entrypoint: ['/.stand-in/bash', '/.stand-in/start'],
    command: [
      `HEAP_MIB=${String(Math.max(0, Math.round((heldBy(service) - ownBytes) / mib)))}`,
      `BOOT_MS=${String(bootMs)}`,
      ...(isJob(service) ? [`EXIT_AFTER_MS=${String(jobMs)}`, 'EXIT_CODE=0'] : []),
    ],
    // A name would have to be among the image's own users.
    user: '0',
    ...(mounts.length === 0 ? {} : { volumes: mounts }),
  };
}

/** An ordinary small app, and no more than half of what it may have. */
function heldBy({ memoryLimit }: Service): number {
  return memoryLimit === null ? smallAppBytes : Math.min(smallAppBytes, memoryLimit.value / 2);
}

/** Mounts of this machine's folders that it has not, or that no recipe under test may have. */
function notGiven(service: Service, stack: Stack): readonly Mount[] {
  const withSocket = new Set(
    socketBinds(stack).flatMap(({ service: of, target, isSocket }) =>
      of === service.name && !isSocket ? [target] : [],
    ),
  );
  return service.mounts.filter((mount) => {
    const source = boundBy(mount, stack)?.value ?? '';
    if (withSocket.has(mount.target)) return true;
    return posix.isAbsolute(source) && !source.endsWith('.sock') && !existsSync(source);
  });
}

/** Null where there is no check, or one that no file of an image could be. */
function probeOf({ health }: Service): string | null {
  const [kind, program = ''] = health?.test.map(({ value }) => value) ?? [];
  if (kind === 'CMD-SHELL') return '/bin/sh';
  if (kind !== 'CMD' || !/^[\w.+/-]+$/.test(program) || program.endsWith('/')) return null;
  return program.includes('/') ? posix.join('/', program) : `/usr/local/bin/${program}`;
}

function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** For the head of the scenario. */
export function standInWords({ said, memoryBytes, tags }: StandIns): readonly string[] {
  return [
    `Every image is a stand-in (${String(tags.length)} of them), and none is the real app: it boots for ` +
      `${String(bootMs / 1000)} s and answers every healthcheck. What holds here need not hold there.`,
    `All of them together hold ${formatBytes(memoryBytes)}; how much each does is in its overlay (HEAP_MIB, BOOT_MS).`,
    ...said.map((one) => `${one}.`),
  ];
}
