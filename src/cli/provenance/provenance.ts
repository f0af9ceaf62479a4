// What a campaign is run with and on: asked of the tools themselves, once, before the first trial.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ExistingCheck } from '../../engine/index.js';
import type { HostFacts, ToolFacts } from '../../store/index.js';
import { contentHash } from './inputs.js';
import { codeRoot, packageRoot } from '../package-root.js';

const askMsMax = 10_000;

/** First line of what a tool prints; null when it is missing or fails. */
async function ask(command: string, args: readonly string[], cwd?: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(command, args, {
      timeout: askMsMax,
      ...(cwd === undefined ? {} : { cwd }),
    });
    return stdout.split('\n')[0]?.trim() ?? null;
  } catch {
    return null;
  }
}

/**
 * Of existing engines what they said of themselves and where they are; of private ones what their programs
 * say, as `programsOf` gives them.
 */
export async function toolFacts(
  existing: readonly ExistingCheck[],
  programs: readonly (string | null)[],
): Promise<Omit<ToolFacts, 'abra'>> {
  const [own, clients, git] = await Promise.all([
    ofEach(programs, 'dockerd'),
    ofEach(programs.length === 0 ? [null] : programs, 'docker'),
    ask('git', ['--version']),
  ]);
  const there = existing.map(({ name, survey: { version } }) => `${version}, ${name}`);
  return { engine: inOne([...own, ...there]), docker: inOne(clients), git, node: process.version };
}

/** The version of a program of each folder, and the folder; what a folder lacks is that of the PATH. */
async function ofEach(
  programs: readonly (string | null)[],
  name: string,
): Promise<readonly (string | null)[]> {
  return Promise.all(
    programs.map(async (folder) => {
      const path = folder === null ? null : join(folder, name);
      if (path === null || !existsSync(path)) return ask(name, ['--version']);
      const version = await ask(path, ['--version']);
      return version === null ? null : `${version}, from ${folder ?? ''}`;
    }),
  );
}

function inOne(versions: readonly (string | null)[]): string | null {
  return [...new Set(versions.filter((version) => version !== null))].join('; ') || null;
}

export function hostFacts(): HostFacts {
  const cgroupVersion = existsSync('/sys/fs/cgroup/cgroup.controllers')
    ? 2
    : existsSync('/sys/fs/cgroup/memory')
      ? 1
      : null;
  return { kernel: release(), cores: cpus().length, memoryBytes: totalmem(), cgroupVersion };
}

/** Of the program's own files, which a commit does not tell of in a working copy with changes. */
export function ownHash(): Promise<string> {
  return contentHash(codeRoot);
}

/** Commit of the working copy that driftlab runs from; null in an installed package. */
export function ownCommit(): Promise<string | null> {
  return existsSync(`${packageRoot}/.git`)
    ? ask('git', ['rev-parse', 'HEAD'], packageRoot)
    : Promise.resolve(null);
}
