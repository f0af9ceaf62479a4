// A short campaign for one kill: its place on disk, how it is begun, how far it is, and what it has finished.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { campaignsIn } from '../../src/store/index.js';
import { driftlab, root, startDriftlab, type Ran, type Started } from '../cli/driftlab.js';

export interface Campaign {
  readonly place: string;
  readonly start: () => Started;
  /** Runs another command of the lab in the same place. */
  readonly driftlab: (...args: readonly string[]) => Promise<Ran>;
}

export interface CampaignRequest {
  readonly folder: string;
  readonly name: string;
  /** As in a scenario. */
  readonly engine: string;
  readonly trials: number;
  readonly env: NodeJS.ProcessEnv;
}

/** The control that holds, under a small load and watched as shortly as swarm allows. */
export function campaignIn({ folder, name, engine, trials, env }: CampaignRequest): Campaign {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  const controls = join(root, 'scenarios', 'controls');
  const text = readFileSync(join(controls, 'must-hold.yml'), 'utf8')
    .replaceAll(' ../', ` ${controls}/../`)
    .replace(/^engine: .*$/m, `engine: ${engine}`)
    .replace(/^expect: .*\n/m, '')
    .replace(/^trials: .*$/m, `trials: { each: ${String(trials)} }`);
  const more =
    `overlays: [${join(root, 'scenarios', 'overlays', 'short-monitor.yml')}]\nload: [{ memory: 20MiB, ` +
    'during: whole }]\nobserve: { settle: 500ms }\n';
  writeFileSync(join(place, 'kills.yml'), text + more);
  return {
    place,
    start: () => startDriftlab(place, ['run', 'kills.yml', '--jobs', '1'], env),
    driftlab: (...args) => driftlab(place, args, env),
  };
}

/**
 * Whether there is a campaign to resume. A lab that is killed while it makes the campaign's folder leaves one
 * without a plan, which is no campaign.
 */
export function isBegun(place: string): boolean {
  return campaignsIn(join(place, 'results')).length > 0;
}

const trialsIn = (place: string): string => join(place, 'results', 'latest', 'trials');

/** The phase that the last trial is in, or where else the campaign is. */
export function phaseOf(place: string): string {
  const journals = [...names(trialsIn(place))]
    .sort()
    .map((trial) => join(trialsIn(place), trial, 'evidence.jsonl'))
    .filter(existsSync);
  const last = journals.at(-1);
  if (last === undefined)
    return existsSync(join(place, 'results')) ? 'between trials' : 'before the campaign';
  const text = readFileSync(last, 'utf8');
  return text.includes('"kind":"trial-end"')
    ? 'between trials'
    : ([...text.matchAll(/"phase":"([a-z]+)","mark":"begin"/g)].at(-1)?.[1] ?? 'engine');
}

/** Trial -> its verdict as it stands on disk. */
export function verdictsIn(place: string): ReadonlyMap<string, string> {
  const paths = names(trialsIn(place)).map(
    (trial) => [trial, join(trialsIn(place), trial, 'verdict.json')] as const,
  );
  return new Map(
    paths.filter(([, path]) => existsSync(path)).map(([trial, path]) => [trial, readFileSync(path, 'utf8')]),
  );
}

/** What the campaign says of itself; null when it never came so far. */
export function stateIn(place: string): string | null {
  const path = join(place, 'results', 'latest', 'summary.json');
  return existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as { readonly state: string }).state
    : null;
}

function names(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
