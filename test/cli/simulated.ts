// Runs the real command line on simulated trials (simulated-driftlab.mjs), and reads what it left.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePlan } from '../../src/plan/plan-file.js';
import type { CampaignSummary } from '../../src/statistics/index.js';
import { root, workplaceIn } from './driftlab.js';

export interface Ending {
  readonly trial: string;
  readonly failed: boolean;
}

export interface Campaign {
  readonly code: number | null;
  readonly stdout: string;
  readonly summary: CampaignSummary;
  readonly plan: ReturnType<typeof parsePlan>;
  /** The campaign's folder. */
  readonly folder: string;
  /** Trials in the order in which they ended. */
  readonly endings: readonly Ending[];
}

export interface Simulation {
  /** Arm -> the probability that its upgrade fails. */
  readonly rates: Readonly<Record<string, number>>;
  /** Arm -> the share of attempts in which the engine dies; none by default. */
  readonly lost?: Readonly<Record<string, number>>;
  readonly args: readonly string[];
  /** Lines at the end of the scenario, which has the one arm `only` otherwise. */
  readonly more?: string;
  /** Stands in each text of the evidence that is not the lab's own. */
  readonly foreign?: string;
  /** Names of those texts' fields; all by default. */
  readonly foreignIn?: readonly string[];
  /** What every check of the scenario answers; `good` by default. */
  readonly says?: 'good' | 'bad';
  /** Name of its results' folder; campaigns of the same name are side by side. */
  readonly place: string;
}

/** `simulated` runs in folders of its own, which `remove` removes. */
export function simulatedIn(name: string): {
  readonly simulated: (simulation: Simulation) => Promise<Campaign>;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), `driftlab-${name}-`));
  const places = new Map<string, string>();
  const simulated = async ({
    rates,
    lost = {},
    args,
    more = '',
    foreign = '',
    foreignIn,
    says,
    place,
  }: Simulation): Promise<Campaign> => {
    const cwd = places.get(place) ?? workplaceIn(folder, place);
    places.set(place, cwd);
    const controls = join(root, 'scenarios', 'controls');
    const text = readFileSync(join(controls, 'must-hold.yml'), 'utf8')
      .replaceAll(' ../', ` ${controls}/../`)
      .replace(/^trials: .*\n/m, '')
      .replace(/^expect: .*\n/m, '')
      .replace(/^question: .*\n/m, more.includes('question:') ? '' : '$&');
    writeFileSync(join(cwd, 'simulated.yml'), `${text}${more}`);
    const endings = join(cwd, 'endings.jsonl');
    writeFileSync(endings, '');
    const child = spawn(process.execPath, [join(root, 'test', 'cli', 'simulated-driftlab.mjs'), ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SIMULATED: JSON.stringify({ rates, lost, endings, foreign, foreignIn, says }) },
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    const read = (file: string): string => readFileSync(join(cwd, 'results', 'latest', file), 'utf8');
    return {
      code,
      stdout,
      folder: realpathSync(join(cwd, 'results', 'latest')),
      summary: JSON.parse(read('summary.json')) as CampaignSummary,
      plan: parsePlan(read('plan.json')),
      endings: readFileSync(endings, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Ending),
    };
  };
  return {
    simulated,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
