// What the recipe tests share: a scratch folder with a fixture cache of its own, settings, and plain git to
// look or meddle with.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { vi } from 'vitest';
import type { Settings } from '../../src/scenario/scenario.js';
import type { RecipeTree, TreeRequest } from '../../src/trial/ports.js';
import { present } from '../../src/base/assert.js';
import { clones } from '../../src/recipe/clones/index.js';
import { settingsWith } from '../scenario/settings.js';

export const scenarioDir = resolve('scenarios');
export const signal = (): AbortSignal => AbortSignal.timeout(20_000);

/** A scratch folder that also holds the fixture cache and what is temporary; `end` removes it. */
export async function openBench(): Promise<{ dir: string; end: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'driftlab-test-'));
  vi.stubEnv('XDG_CACHE_HOME', join(dir, 'cache'));
  vi.stubEnv('TMPDIR', dir);
  return {
    dir,
    end: async () => {
      vi.unstubAllEnvs();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export async function treeIn(
  dir: string,
  over: Partial<Settings> = {},
  lines: string[] = [],
): Promise<RecipeTree> {
  const scratchDir = await mkdtemp(join(dir, 'trial-'));
  const settings = settingsWith(over);
  const request: TreeRequest = {
    settings,
    scenarioDir,
    scratchDir,
    run: { run: 'r1', stack: 'disc-abc123', domain: 'disc-abc123.driftlab.test', startAfterMs: 0 },
    console: (text) => {
      lines.push(text);
    },
  };
  const { make } = present(clones[settings.recipe.clone], settings.recipe.clone);
  return make(request, signal());
}

/** Git as a person would run it, with nothing of this machine's configuration. */
export function git(dir: string, ...args: readonly string[]): string {
  const env = {
    PATH: process.env['PATH'],
    HOME: dir,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@b',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@b',
  };
  return execFileSync('git', args, {
    cwd: dir,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/**
 * A bare repository with this many commits on `main`, made in one go; every hundredth is tagged `0.<n>.0+1`.
 */
export function longHistory(dir: string, commits: number): string {
  const path = join(dir, 'long.git');
  git(dir, 'init', '--quiet', '--bare', '--initial-branch=main', path);
  const parts = Array.from({ length: commits }, (_, index) => {
    const mark = index + 1;
    const who = `A <a@b> ${String(1_700_000_000 + index)} +0000`;
    const content = `services: { app: { image: "x:${String(mark)}" } }\n`;
    const tag =
      mark % 100 === 0
        ? `tag 0.${String(mark / 100)}.0+1\nfrom :${String(mark)}\ntagger ${who}\ndata 2\nv\n`
        : '';
    return (
      `commit refs/heads/main\nmark :${String(mark)}\ncommitter ${who}\ndata 2\nc\n` +
      `M 100644 inline compose.yml\ndata ${String(content.length)}\n${content}\n${tag}`
    );
  });
  execFileSync('git', ['--git-dir', path, 'fast-import', '--quiet', '--done'], {
    input: `${parts.join('')}done\n`,
  });
  return path;
}
