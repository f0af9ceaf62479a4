// What the trials of a campaign are made of besides the scenario's text: the contents of the files and
// folders that it names, and the commits that base and head are. Kept in the manifest, so that trials of
// other things are not added up unseen.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { programOf } from '../../base/own-program.js';
import { actions as actionFamily } from '../../actions/index.js';
import { checks as checkFamily } from '../../checks/index.js';
import { deployers } from '../../deployers/index.js';
import { traitsOf } from '../../scenario/image-kinds.js';
import type { Arm, PinnedCommits, Settings } from '../../scenario/scenario.js';
import { settingsAt } from '../../scenario/sides.js';

/** What it is, as a person is told it -> its hash, or a commit's id; `missing` where nothing is there. */
export type Inputs = Readonly<Record<string, string>>;

const missing = 'missing';

/** Of all arms, sorted. `commits`: arm -> what its base and head are. */
export async function inputsOf(
  arms: readonly Arm[],
  commits: ReadonlyMap<string, PinnedCommits>,
  scenarioDir: string,
): Promise<Inputs> {
  const named = new Map<string, string>();
  for (const { what, path } of arms.flatMap(({ settings }) => bothSteps(settings).flatMap(filesOf))) {
    if (!named.has(`${what} ${path}`))
      named.set(`${what} ${path}`, await contentHash(resolve(scenarioDir, path)));
  }
  for (const { what, program } of arms.flatMap(({ settings }) => programsOf(settings))) {
    const place = placeOf(program, scenarioDir);
    if (place !== null && !named.has(`${what} ${program}`))
      named.set(`${what} ${program}`, await contentHash(place));
  }
  for (const {
    name,
    settings: { recipe },
  } of arms) {
    const own = commits.get(name);
    if (own === undefined) continue;
    const from = recipe.fixture ?? recipe.mirror ?? '';
    named.set(`base ${recipe.base} of ${from}`, own.base);
    named.set(`head ${recipe.head} of ${from}`, own.head);
  }
  return Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What is not the same in both, by name. */
export function changedInputs(before: Inputs, now: Inputs): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => before[name] !== now[name])
    .sort();
}

/** The settings of both steps, which are the same where the sides differ in nothing. */
function bothSteps(settings: Settings): readonly Settings[] {
  return [settingsAt(settings, 'base'), settingsAt(settings, 'upgrade')];
}

function filesOf({
  overlays,
  actions,
  neighbours,
  images,
  recipe,
}: Settings): readonly { readonly what: string; readonly path: string }[] {
  return [
    ...overlays.map((path) => ({ what: 'overlay', path })),
    ...actions
      .flatMap(({ action, options }) => actionFamily[action]?.versions(options) ?? [])
      .flatMap((version) => version.overlays.map((path) => ({ what: 'overlay of an action', path }))),
    ...neighbours.map((path) => ({ what: 'neighbour', path })),
    ...images.flatMap((image) => {
      const { madeOf } = traitsOf(image);
      return madeOf === null ? [] : [{ what: `image ${image.tag} of`, path: madeOf }];
    }),
    ...(recipe.fixture === null ? [] : [{ what: 'fixture', path: recipe.fixture }]),
  ];
}

interface NamedProgram {
  readonly what: string;
  readonly program: string;
}

/** Programs of the author's own. */
function programsOf({ deployer, deployment, checks = [], steps }: Settings): readonly NamedProgram[] {
  return [
    ...(deployers[deployer]?.programs?.(deployment.options) ?? []).map((program) => ({
      what: 'deploy command',
      program,
    })),
    ...checks.flatMap(({ name, check, options }) =>
      (checkFamily[check]?.programs(options) ?? []).map((program) => ({ what: `check ${name}`, program })),
    ),
    ...[steps?.afterBase ?? [], steps?.afterHead ?? []].flatMap(([program]) =>
      program === undefined ? [] : [{ what: 'step', program }],
    ),
  ];
}

/** Null for one of the recipe's tree, which the commits tell of, and for one that is not there. */
function placeOf(program: string, scenarioDir: string): string | null {
  try {
    return programOf({ program, folders: [scenarioDir], path: process.env['PATH'] ?? '', purpose: 'start' });
  } catch {
    return null;
  }
}

/** A hash over names, modes and contents of a folder, or of one file. */
export async function contentHash(path: string): Promise<string> {
  try {
    const hash = createHash('sha256');
    for (const file of await filesUnder(path)) {
      const { mode, size } = await lstat(file);
      const isLink = (mode & 0o170000) === 0o120000;
      hash.update(
        JSON.stringify([relative(path, file), (mode & 0o111) !== 0, isLink ? await readlink(file) : size]),
      );
      if (!isLink) for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    }
    return hash.digest('hex');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return missing;
    throw error;
  }
}

async function filesUnder(path: string): Promise<readonly string[]> {
  if (!(await lstat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
