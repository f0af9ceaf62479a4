// What a campaign is run with and on: asked of the tools themselves, once, before the first trial.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { ExistingCheck } from '../engine/index.js';
import type { HostFacts, ToolFacts } from '../store/index.js';
import { packageRoot } from './package-root.js';

const askMsMax = 10_000;

/** First line of what a tool prints; null when it is missing or fails. */
async function ask(command: string, args: readonly string[], cwd?: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { timeout: askMsMax, ...(cwd === undefined ? {} : { cwd }) });
    return stdout.split('\n')[0]?.trim() ?? null;
  } catch {
    return null;
  }
}

/** Of existing engines what they said of themselves, and where they are. */
export async function toolFacts(existing: readonly ExistingCheck[]): Promise<Omit<ToolFacts, 'abra'>> {
  const [here, docker, git] = await Promise.all([ask('dockerd', ['--version']), ask('docker', ['--version']), ask('git', ['--version'])]);
  const engine = existing.length === 0 ? here : existing.map(({ name, survey: { version } }) => `${version}, ${name}`).join('; ');
  return { engine, docker, git, node: process.version };
}

export function hostFacts(): HostFacts {
  const cgroupVersion = existsSync('/sys/fs/cgroup/cgroup.controllers') ? 2 : existsSync('/sys/fs/cgroup/memory') ? 1 : null;
  return { kernel: release(), cores: cpus().length, memoryBytes: totalmem(), cgroupVersion };
}

/** Commit of the working copy that driftlab runs from; null in an installed package. */
export function ownCommit(): Promise<string | null> {
  return existsSync(`${packageRoot}/.git`) ? ask('git', ['rev-parse', 'HEAD'], packageRoot) : Promise.resolve(null);
}
