// What the recipe tests share: a scratch folder with a fixture cache of its own, settings, and plain git to look or meddle with.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { vi } from 'vitest';
import type { RecipeSettings, Settings } from '../../src/scenario/scenario.js';
import type { RecipeTree, TreeRequest } from '../../src/trial/ports.js';
import { mirror } from '../../src/recipe/clones/mirror.js';

export const scenarioDir = resolve('scenarios');
export const signal = (): AbortSignal => AbortSignal.timeout(20_000);

export const recipe: RecipeSettings = {
  name: 'discourse', fixture: 'recipes/discourse', mirror: null, upstream: null,
  base: '0.7.0+3.3.1', head: 'upgrade-0.9.0', pr: '1', clone: 'mirror',
};

export function settingsWith(over: Partial<Settings> = {}): Settings {
  return {
    engine: { kind: 'private', memoryBytes: 448 * 1024 ** 2, fresh: false },
    images: [], recipe, deployer: 'stack', env: {}, overlays: [], load: [], service: 'app', domainSuffix: 'driftlab.test',
    observe: { settleMs: 2000, deadlineMs: 60_000, baseDeadlineMs: 60_000 },
    ...over,
  };
}

/** A scratch folder that also holds the fixture cache; `end` removes it. */
export async function openBench(): Promise<{ dir: string; end: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'driftlab-test-'));
  vi.stubEnv('XDG_CACHE_HOME', join(dir, 'cache'));
  return {
    dir,
    end: async () => {
      vi.unstubAllEnvs();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export async function treeIn(dir: string, over: Partial<Settings> = {}, lines: string[] = []): Promise<RecipeTree> {
  const scratchDir = await mkdtemp(join(dir, 'trial-'));
  const request: TreeRequest = {
    settings: settingsWith(over), scenarioDir, scratchDir,
    run: { run: 'r1', stack: 'disc-abc123', domain: 'disc-abc123.driftlab.test' },
    console: (text) => { lines.push(text); },
  };
  return mirror(request, signal());
}

/** Git as a person would run it, with nothing of this machine's configuration. */
export function git(dir: string, ...args: readonly string[]): string {
  const env = {
    PATH: process.env['PATH'], HOME: dir, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b',
  };
  return execFileSync('git', args, { cwd: dir, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}
