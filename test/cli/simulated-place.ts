// A folder with a scenario in it, in which the real command line runs simulated trials
// (simulated-driftlab.mjs).
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, type Ran } from './driftlab.js';

export interface Simulating {
  /** How long a trial lasts that holds; 15 by default. */
  readonly heldMs?: number;
  /** Arm -> the probability that its upgrade fails; all hold by default. */
  readonly rates?: Readonly<Record<string, number>>;
  /** Arm -> the share of attempts in which the engine dies. */
  readonly lost?: Readonly<Record<string, number>>;
  /** What goes wrong besides. */
  readonly fault?: 'thrown' | 'rejected' | 'slow';
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
}

export interface SimulatedPlace {
  readonly dir: string;
  /** The folder of the results' only campaign, or the one whose name has `part` in it. */
  readonly campaign: (part?: string) => string;
  readonly start: (args: readonly string[], simulating?: Simulating) => Started;
  readonly run: (args: readonly string[], simulating?: Simulating) => Promise<Ran>;
  /** Kills what still runs, and removes the folder. */
  readonly remove: () => void;
}

/** The scenario is `simulated.yml`, with the one arm `only`; `more` are lines at its end. */
export function simulatedPlace(more = ''): SimulatedPlace {
  const dir = mkdtempSync(join(tmpdir(), 'driftlab-place-'));
  const controls = join(root, 'scenarios', 'controls');
  const text = readFileSync(join(controls, 'must-hold.yml'), 'utf8')
    .replaceAll(' ../', ` ${controls}/../`)
    .replace(/^trials: .*\n/m, '')
    .replace(/^expect: .*\n/m, '');
  writeFileSync(join(dir, 'simulated.yml'), `${text}${more}`);
  const children = new Set<ChildProcess>();
  const start = (
    args: readonly string[],
    { heldMs, rates = { only: 0 }, lost = {}, fault }: Simulating = {},
  ): Started => {
    const child = spawn(process.execPath, [join(root, 'test', 'cli', 'simulated-driftlab.mjs'), ...args], {
      cwd: dir,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        SIMULATED: JSON.stringify({
          rates,
          lost,
          endings: join(dir, 'endings'),
          ...(heldMs === undefined ? {} : { heldMs }),
          ...(fault === undefined ? {} : { fault }),
        }),
      },
    });
    children.add(child);
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.stderr += chunk.toString();
    });
    const ended = new Promise<Ran>((resolve) =>
      child.once('close', (code) => {
        children.delete(child);
        resolve({ code, ...said });
      }),
    );
    return { child, ended };
  };
  const campaign = (part = ''): string => {
    const found = readdirSync(join(dir, 'results')).find((name) => name !== 'latest' && name.includes(part));
    if (found === undefined) throw new Error(`there is no campaign ${part}`);
    return join(dir, 'results', found);
  };
  const remove = (): void => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  return { dir, campaign, start, run: (args, simulating) => start(args, simulating).ended, remove };
}
