// Runs the built command as a user would, with state, cache and results of the test's own.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** Set where the machine truly cannot run an engine. */
export const withoutEngine = process.env['DRIFTLAB_WITHOUT_ENGINE'] === '1';

/** A new folder `name` in `folder` for one test to work in. */
export function workplaceIn(folder: string, name: string): string {
  const cwd = join(folder, name);
  mkdirSync(cwd);
  return cwd;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
}

const started = new Set<ChildProcess>();

/** Kills what a failed test left running; engines go with it. */
export function endStarted(): void {
  for (const child of started) child.kill('SIGKILL');
  started.clear();
}

/**
 * Starts `driftlab ...args` in `cwd`; engines and scratch folders are below `cwd`, built images are shared by
 * all tests.
 */
export function startDriftlab(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  const [state, temporary] = [join(cwd, 'state'), join(cwd, 'tmp')];
  for (const folder of [state, temporary]) mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...args], {
    cwd,
    env: {
      ...process.env,
      DRIFTLAB_STATE: state,
      TMPDIR: temporary,
      XDG_CACHE_HOME: join(root, 'node_modules', '.cache'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString();
  });
  const ended = new Promise<Ran>((resolve) =>
    child.once('close', (code) => {
      started.delete(child);
      resolve({ code, ...said });
    }),
  );
  return { child, ended };
}

export function driftlab(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return startDriftlab(cwd, args, env).ended;
}

/** Resolves when the trial's journal holds a line with this text; fails when the campaign ends before. */
export async function untilJournal({ child, ended }: Started, path: string, text: string): Promise<void> {
  while (!(existsSync(path) && readFileSync(path, 'utf8').includes(text))) {
    if (child.exitCode !== null)
      throw new Error(`the campaign ended before ${text}: ${(await ended).stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
