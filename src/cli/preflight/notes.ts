// What is worth knowing of an upgrade before it is tried, though nothing speaks against trying it.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatDuration } from '../../base/units.js';
import { ownFile } from '../../compose/app-variables.js';
import type { Service } from '../../compose/stack.js';
import type { RecipeCheck } from '../../recipe/index.js';
import { firstAnswerMs } from '../../plan/patience.js';
import { engineTraits } from '../../scenario/engines/index.js';
import type { Arm, Settings } from '../../scenario/scenario.js';
import { sweep, worthBeforeTrials } from '../../sweep/index.js';
import type { WayReading } from './chain.js';
import type { SideReading } from './side-problems.js';

export function unsetNotes(base: SideReading, head: SideReading): readonly string[] {
  const names = [...new Set([...base.unset, ...head.unset])];
  if (names.length === 0) return [];
  const them = names.length === 1 ? 'it' : 'them';
  return [`nobody gives ${names.join(', ')}: docker puts nothing in place of ${them} (env: gives variables)`];
}

/** Whether an app that was made from the base has what the head brings is its owner's doing. */
export function sampleNotes({ sides, newInSample }: RecipeCheck, settings: Settings): readonly string[] {
  const texts = (sides?.head.files ?? []).map(({ text }) => text);
  const used = newInSample.filter((name) =>
    texts.some((text) => new RegExp(`\\$(?:${name}\\b|\\{${name}\\b)`).test(text)),
  );
  if (used.length === 0) return [];
  const what = `${sides?.head.what ?? 'head'}: its .env.sample brings ${used.join(', ')}`;
  return settings.sides?.head.sample === false
    ? [`${what}, which the app does not have (head: { sample: true } gives it what is there)`]
    : [
        `${what}, and the app is given what is there; an owner who does not look has none ` +
          '(head: { sample: false })',
      ];
}

/** Of a .env that lies in the recipe's own folder: a sweep of the folder reads it, and a trial cannot. */
export function ownEnvNotes(
  { recipe }: Settings,
  { sides }: RecipeCheck,
  scenarioDir: string,
): readonly string[] {
  if (recipe.fixture !== null || recipe.mirror === null || sides === null) return [];
  const file = join(resolve(scenarioDir, recipe.mirror), ownFile);
  if (!existsSync(file) || [sides.base, sides.head].some(({ paths }) => paths.has(ownFile))) return [];
  return [`${file} is not in the commits, so no trial reads it: write what it gives under env`];
}

/** Deadlines that end every trial before docker has asked a healthcheck for the first time. */
export function deadlineNotes(
  base: SideReading,
  head: SideReading,
  { observe, stopAt }: Settings,
): readonly string[] {
  if (stopAt !== null) return [];
  const late = ({ stack }: SideReading, deadlineMs: number): readonly Service[] =>
    [...(stack?.services.values() ?? [])].filter((one) => (firstAnswerMs(one) ?? 0) >= deadlineMs);
  const told = (one: Service, key: string, deadlineMs: number, then: string): string =>
    `${one.name} is asked whether it is healthy after ${formatDuration(firstAnswerMs(one) ?? 0)} for the ` +
    `first time, and observe: { ${key} } is ${formatDuration(deadlineMs)}: ${then}`;
  return [
    ...late(base, observe.baseDeadlineMs).map((one) =>
      told(one, 'base-deadline', observe.baseDeadlineMs, 'no trial comes to the upgrade'),
    ),
    ...late(head, observe.deadlineMs).map((one) =>
      told(one, 'deadline', observe.deadlineMs, 'no trial sees the end of its update'),
    ),
  ];
}

export interface Upgrade {
  readonly base: SideReading;
  /** Versions on the way from base to head. */
  readonly way: readonly WayReading[];
  readonly head: SideReading;
  readonly arm: Arm;
  readonly sides: NonNullable<RecipeCheck['sides']>;
}

/** Nodes of a swarm of which nobody has said how many it has: enough for any stack. */
const manyNodes = 1000;

/**
 * What a sweep finds in the upgrade, where it may well go wrong. The last of a chain is put over whichever
 * version stands then: what holds over some of them only names those.
 */
export function risks(upgrade: Upgrade): readonly string[] {
  const { base, way, sides } = upgrade;
  const before = [
    { name: sides.base.what, ...standing(base, sides.base) },
    ...way.map(({ ref, side, reading }) => ({ name: ref, ...standing(reading, side) })),
  ];
  const found = before.map((version) => ({ name: version.name, risks: risksOver(upgrade, version) }));
  const all = new Set(found.flatMap(({ risks: ofOne }) => ofOne));
  return [...all].map((risk) => {
    const over = found.filter(({ risks: ofOne }) => ofOne.includes(risk)).map(({ name }) => name);
    return over.length === before.length ? risk : `over ${over.join(', ')}: ${risk}`;
  });
}

interface Standing {
  readonly stack: SideReading['stack'];
  readonly contents: Upgrade['sides']['base']['contents'];
}

function standing({ stack }: SideReading, { contents }: Pick<Standing, 'contents'>): Standing {
  return { stack, contents };
}

function risksOver({ head, arm: { settings }, sides }: Upgrade, over: Standing): readonly string[] {
  // A stamp probe never comes so far.
  if (head.stack === null || settings.stopAt === 'stamp') return [];
  const { engine } = settings;
  const { nodes, envelopeBytes } = engineTraits(engine);
  const swarm = { nodes: nodes?.length ?? manyNodes, memoryBytes: envelopeBytes };
  const before = over.stack === null ? null : { stack: over.stack, contents: over.contents };
  const found = sweep({ stack: head.stack, contents: sides.head.contents, before, swarm });
  return worthBeforeTrials(found).map(
    ({ severity, signature, says, places: [{ file, line, column }] }) =>
      `${severity} ${signature}: ${says} (${file}:${String(line)}:${String(column)})`,
  );
}
