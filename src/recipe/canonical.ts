// The canonical tree of a recipe, as an operator keeps it for all deploys: a full clone of the upstream, and the mirror's refs
// apart from it. Made once, packed, and never changed after: clone kinds copy or clone it.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

/** Where the canonical tree keeps the mirror's refs, tags and pull requests among them: `refs/X` is `refs/remotes/mirror/X`. */
export const mirrorRefs = 'refs/remotes/mirror/';

/**
 * The recipe's canonical tree, made first when it is not there. That of a fixture stays in the cache; that of given repositories
 * shows them as they were when this process first asked, and goes when it ends. Safe in concurrent trials.
 * Throws `tree` or `timeout` when a repository cannot be read.
 */
export async function canonicalOf({ recipe, scenarioDir, console }: CanonicalRequest, signal: AbortSignal): Promise<Canonical> {
  const repositories = await repositoriesOf(recipe, scenarioDir, signal);
  const ofFixture = recipe.fixture !== null;
  const dir = ofFixture ? join(dirname(repositories.mirror), 'canonical') : ownPlace(repositories);
  if (await exists(dir)) return { dir, repositories };
  const making = await mkdtemp(`${dir}-making-`);
  try {
    await makeCanonical(repositories, making, console, signal);
    await rename(join(making, 'tree'), dir);
    if (!ofFixture) process.once('exit', () => { rmSync(dir, { recursive: true, force: true }); });
  } catch (error) {
    if (!(await exists(dir))) throw error;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return { dir, repositories };
}

/** With the process in its name, which tells whoever cleans up whose it was; the time keeps a pid that is used again apart. */
function ownPlace({ mirror, upstream }: FixtureRepositories): string {
  const key = createHash('sha256').update(`${mirror}\0${upstream}\0${String(performance.timeOrigin)}`).digest('hex');
  return join(tmpdir(), `driftlab-${String(process.pid)}-canonical-${key.slice(0, 16)}`);
}

async function makeCanonical(repositories: FixtureRepositories, making: string, console: (text: string) => void, signal: AbortSignal): Promise<void> {
  const { mirror, upstream } = repositories;
  const configFile = join(making, 'gitconfig');
  await writeFile(configFile, await gitConfigFor(repositories, signal), { mode: 0o600 });
  const dir = join(making, 'tree');
  const outside = gitIn({ dir: making, configFile, console, signal });
  await readable('upstream', upstream, () => outside(['clone', '--quiet', '--template=', '--', upstream, dir]));
  const git = gitIn({ dir, configFile, console, signal });
  const fetch = ['-c', 'core.logAllRefUpdates=false', 'fetch', '--quiet', '--no-tags', '--no-write-fetch-head'];
  await readable('mirror', mirror, () => git([...fetch, '--', mirror, `+refs/*:${mirrorRefs}*`]));
  // One pack and one file of refs: what is copied or linked for each trial is then a few files, however long the history.
  await git(['repack', '-a', '-d', '-q']);
  await git(['pack-refs', '--all']);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
