// What a recipe's folder says of itself: its two versions, services, images, variables, and what sweep finds.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, posix, relative, resolve } from 'node:path';
import { LabError } from '../../base/lab-error.js';
import { scratchPrefix } from '../../base/scratch.js';
import { readStack, type StackReading } from '../../compose/read-stack.js';
import { replicasOf } from '../../compose/policy.js';
import type { Service, Stack } from '../../compose/stack.js';
import { composeLike, readRecipe } from '../../recipe/recipe-folder.js';
import { shellWord } from '../terminal/shell-word.js';
import { versionsOf, type Versions } from '../../recipe/versions.js';
import { writeTreeAt } from '../../recipe/tree-at.js';
import { isImageName } from '../../scenario/images-shape.js';
import { patienceOf } from '../../plan/patience.js';
import { sweep, type Finding } from '../../sweep/index.js';
import { ofTheDeployer } from '../preflight/side-problems.js';
import type { Found, FoundSource } from './first-scenario.js';
import { underTest } from './under-test.js';

export interface LookedAt extends Omit<Found, 'overlays' | 'schema'> {
  readonly stack: Stack;
  /** Of the base; null where none of its compose files could be read. */
  readonly before: Stack | null;
  readonly findings: readonly Finding[];
  /** True where the worktree has changes, which no commit has. */
  readonly changed: boolean;
}

export interface LookRequest {
  readonly dir: string;
  readonly base: string | undefined;
  readonly head: string | undefined;
  /** Compose files in their order; those that the recipe names where there are none. */
  readonly files?: readonly string[];
}

/** Throws `bad-input` where the folder holds no recipe, or one whose compose files cannot be read. */
export async function lookAtRecipe(request: LookRequest, signal: AbortSignal): Promise<LookedAt> {
  const dir = resolve(request.dir);
  if (!existsSync(dir))
    throw new LabError('bad-input', `there is no folder ${request.dir}`, {
      hint: 'name a recipe or a stack',
    });
  const { source, before, after, changed } = ['base.yml', 'head.yml'].some((name) =>
    existsSync(join(dir, name)),
  )
    ? folderOf(dir, request)
    : await repositoryOf(dir, request, signal);
  const stack = stackOf(after, 'head', dir);
  const services = [...stack.services.values()];
  const images = [before.stack, stack].flatMap((one) => (one === null ? [] : imagesOf(one)));
  const known = [...new Set(images)].sort();
  return {
    name: nameOf(basename(dir)),
    files: request.files ?? [],
    source,
    changed,
    services: underTest(stack, before.stack),
    images: known.filter(isImageName).map((tag) => ({ tag, host: tag })),
    otherImages: known.filter((image) => !isImageName(image)),
    unset: [...new Set([...before.unset, ...after.unset].map(({ name }) => name))]
      .filter((name) => !ofTheDeployer.includes(name))
      .sort(),
    limitBytes: limitOf(services),
    patience: patienceOf(before.stack, stack),
    unlimited: services.filter(({ memoryLimit }) => memoryLimit === null).map(({ name }) => name),
    stack,
    before: before.stack,
    findings: sweep({
      stack,
      contents: new Map(),
      before: before.stack === null ? null : { stack: before.stack, contents: new Map() },
      swarm: { nodes: 1, memoryBytes: null },
    }),
  };
}

interface TwoVersions {
  readonly source: FoundSource;
  readonly before: StackReading;
  readonly after: StackReading;
  readonly changed: boolean;
}

function folderOf(dir: string, { base, head, files = [] }: LookRequest): TwoVersions {
  const lacking = ['base.yml', 'head.yml'].find(
    (name) => statSync(join(dir, name), { throwIfNoEntry: false })?.isFile() !== true,
  );
  if (lacking !== undefined)
    throw new LabError('bad-input', `${dir} has no file ${lacking}`, {
      hint: 'a folder without a repository has a base.yml and a head.yml, the two versions of its compose file',
    });
  if (files.length > 0)
    throw new LabError('bad-input', `${dir} has its two versions in base.yml and head.yml`, {
      hint: 'leave -c out: each is the one compose file of its version',
    });
  if (base !== undefined || head !== undefined)
    throw new LabError('bad-input', `${dir} has its two versions in base.yml and head.yml`, {
      hint: 'leave --base and --head out',
    });
  return {
    source: { kind: 'folder', path: dir },
    before: readIn(dir, ['base.yml']).reading,
    after: readIn(dir, ['head.yml']).reading,
    changed: false,
  };
}

async function repositoryOf(
  dir: string,
  { base, head, files = [] }: LookRequest,
  signal: AbortSignal,
): Promise<TwoVersions> {
  const versions = await versionsOf(dir, signal);
  const { tags, branch, changed, shallow, named } = versions;
  const to = await named('head', head ?? branch);
  const after = await readAt(dir, { ref: to.commit, files }, signal);
  const first =
    base ?? tags.find((tag) => tag !== head) ?? (await untaggedBase(dir, { versions, after, files }, signal));
  if (first === null)
    throw new LabError(
      'bad-input',
      shallow
        ? `${dir} is a shallow clone, and has neither a tag nor the commit before`
        : `${dir} has one commit and no tag: there is nothing to upgrade from`,
      {
        hint: shallow
          ? 'git fetch --unshallow --tags'
          : 'name two commits with --base and --head, or give a folder with a base.yml and a head.yml',
      },
    );
  const from = await named('base', first);
  if (from.commit === to.commit)
    throw new LabError(
      'bad-input',
      `${first} and ${head ?? branch} are one commit: nothing would be upgraded`,
      {
        hint: 'name two commits with --base and --head',
      },
    );
  return {
    source: { kind: 'repository', path: dir, base: from.written, head: to.written, tags },
    before: (await readAt(dir, { ref: from.commit, files }, signal)).reading,
    after: after.reading,
    changed,
  };
}

interface Untagged {
  readonly versions: Versions;
  readonly after: ReadAt;
  readonly files: readonly string[];
}

/**
 * The commit before what is deployed was changed last, so that the upgrade changes something; the one before
 * where that has no such files yet.
 */
async function untaggedBase(
  dir: string,
  { versions: { previous, beforeLastChangeOf }, after: { paths }, files }: Untagged,
  signal: AbortSignal,
): Promise<string | null> {
  const ref = paths.length === 0 ? null : await beforeLastChangeOf(paths);
  if (ref === null) return previous;
  const { reading } = await readAt(dir, { ref, files }, signal);
  return reading.stack === null || reading.stack.services.size === 0 ? previous : ref;
}

interface At {
  readonly ref: string;
  readonly files: readonly string[];
}

interface ReadAt {
  readonly reading: StackReading;
  /** Its compose files, and those of its configs and secrets. */
  readonly paths: readonly string[];
}

async function readAt(dir: string, { ref, files }: At, signal: AbortSignal): Promise<ReadAt> {
  const into = mkdtempSync(join(tmpdir(), scratchPrefix('init')));
  try {
    await writeTreeAt({ dir, ref, into }, signal);
    return readIn(into, files);
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

function readIn(dir: string, files: readonly string[]): ReadAt {
  const folder = readRecipe(dir, { files, env: {} });
  const reading = readStack(folder.files, folder.env);
  const compose = folder.files.map(({ file }) => relative(dir, file));
  const { stack } = reading;
  const objects = [...(stack?.configs.values() ?? []), ...(stack?.secrets.values() ?? [])];
  const held = objects.flatMap(({ file }) =>
    file === null || posix.isAbsolute(file.value)
      ? []
      : [posix.join(posix.dirname(compose[0] ?? ''), file.value)],
  );
  return {
    reading: { ...reading, faults: [...folder.faults, ...reading.faults] },
    paths: [...compose, ...held.filter((path) => path !== '' && !path.startsWith('..'))],
  };
}

function stackOf({ stack, faults }: StackReading, what: string, dir: string): Stack {
  if (stack !== null && stack.services.size > 0) return stack;
  const [fault] = faults;
  const like = composeLike(dir);
  throw new LabError('bad-input', `${what} has no compose file that can be read`, {
    hint:
      fault?.message.startsWith('there is no file') === true && like.length > 0
        ? `name those that make up the stack, as -c ${shellWord(like[0] ?? '')}; there are ${like.join(', ')}`
        : fault === undefined
          ? 'name the folder of a recipe: it has a compose.yml, docker-compose.yml or docker-stack.yml'
          : fault.message,
  });
}

function imagesOf({ services }: Stack): readonly string[] {
  return [...services.values()].flatMap(({ image }) => (image === null ? [] : [image.value]));
}

function limitOf(services: readonly Service[]): number | null {
  const limits = services.flatMap((service) =>
    service.memoryLimit === null ? [] : [service.memoryLimit.value * replicasOf(service)],
  );
  return limits.length === 0 ? null : limits.reduce((sum, one) => sum + one, 0);
}

/** As a recipe may be called. */
function nameOf(folder: string): string {
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'recipe' : name;
}
