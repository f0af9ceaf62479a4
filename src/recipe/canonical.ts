// The canonical tree of a recipe, as an operator keeps it for all deploys: a full clone of the upstream, and
// the mirror's refs apart from it. Made once, packed, and never changed after: clone kinds copy or clone it.
import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LabError, messageOf } from '../base/lab-error.js';
import { scratchPrefix } from '../base/scratch.js';
import type { RecipeSettings } from '../scenario/scenario.js';
import type { FixtureRepositories } from './fixture/fixture.js';
import { gitConfigFor } from './git-config.js';
import { gitIn } from './git.js';
import { readable } from './readable.js';
import { repositoriesOf } from './repositories.js';

/** A finished canonical tree and where it came from. */
export interface Canonical {
  readonly dir: string;
  readonly repositories: FixtureRepositories;
}

export interface CanonicalRequest {
  readonly recipe: RecipeSettings;
  readonly scenarioDir: string;
  readonly console: (text: string) => void;
}

/**
 * Where the canonical tree keeps the mirror's refs, tags and pull requests among them: `refs/X` is
 * `refs/remotes/mirror/X`.
 */
export const mirrorRefs = 'refs/remotes/mirror/';

/**
 * The recipe's canonical tree, made first when it is not there. That of a fixture stays in the cache; that of
 * given repositories shows them as they were when this process first asked, and goes when it ends. Safe in
 * concurrent trials. Throws `tree` or `timeout` when a repository cannot be read.
 */
export async function canonicalOf(
  { recipe, scenarioDir, console }: CanonicalRequest,
  signal: AbortSignal,
): Promise<Canonical> {
  const repositories = await repositoriesOf(recipe, scenarioDir, signal);
  const ofFixture = recipe.fixture !== null;
  const place = ofFixture ? join(dirname(repositories.mirror), 'canonical') : ownPlace(repositories);
  const canonical: Canonical = { dir: join(place, 'tree'), repositories };
  if (await exists(place)) return canonical;
  const making = await newFolder(`${place}-making-`);
  if (!ofFixture && !process.listeners('exit').includes(removeOwn)) process.once('exit', removeOwn);
  try {
    await makeCanonical({ repositories, making, console }, signal);
    await rename(making, place);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    if (!(await exists(place))) throw error;
  }
  return canonical;
}

/**
 * With the process in its name, which tells whoever cleans up whose it was; the time keeps a pid that is used
 * again apart.
 */
function ownPlace({ mirror, upstream }: FixtureRepositories): string {
  const key = createHash('sha256')
    .update(`${mirror}\0${upstream}\0${String(performance.timeOrigin)}`)
    .digest('hex');
  return join(tmpdir(), `${ownPrefix()}${key.slice(0, 16)}`);
}

function ownPrefix(): string {
  return scratchPrefix('canonical');
}

/** Everything that this process made in the temporary folder, finished or not. */
function removeOwn(): void {
  const own = readdirSync(tmpdir()).filter((name) => name.startsWith(ownPrefix()));
  for (const name of own) rmSync(join(tmpdir(), name), { recursive: true, force: true });
}

async function newFolder(prefix: string): Promise<string> {
  try {
    return await mkdtemp(prefix);
  } catch (error) {
    throw new LabError('tree', `no canonical tree can be kept in ${dirname(prefix)}: ${messageOf(error)}`, {
      hint: 'set TMPDIR, and XDG_CACHE_HOME where the recipe is a fixture, to folders that can be written',
      phase: 'tree',
      cause: error,
    });
  }
}

interface Making {
  readonly repositories: FixtureRepositories;
  /**
   * A folder that only its owner can read: URLs of private repositories are kept in the tree's own
   * configuration.
   */
  readonly making: string;
  readonly console: (text: string) => void;
}

async function makeCanonical({ repositories, making, console }: Making, signal: AbortSignal): Promise<void> {
  const { mirror, upstream } = repositories;
  const configFile = join(making, 'gitconfig');
  await writeFile(configFile, await gitConfigFor(repositories, signal), { mode: 0o600 });
  const dir = join(making, 'tree');
  const outside = gitIn({ dir: making, configFile, console, signal });
  await readable('upstream', upstream, () => outside(['clone', '--quiet', '--', upstream, dir]));
  const git = gitIn({ dir, configFile, console, signal });
  const fetch = [
    '-c',
    'core.logAllRefUpdates=false',
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
  ];
  await readable('mirror', mirror, () => git([...fetch, '--', mirror, `+refs/*:${mirrorRefs}*`]));
  // One pack and one file of refs: what is copied or linked for each trial is then a few files, however long
  // the history.
  await git(['repack', '-a', '-d', '-q']);
  await git(['pack-refs', '--all']);
  await rm(configFile);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
