// One campaign, killed at one moment: then `clean`, what is left by then, and `resume`.
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { PrivateEngine } from '../../src/engine/index.js';
import { childrenOf, kill as end, isAlive, tagOf, type ProcessTag } from '../../src/engine/processes.js';
import type { Started } from '../cli/driftlab.js';
import {
  campaignIn,
  isBegun,
  phaseOf,
  stateIn,
  verdictsIn,
  type Campaign,
  type CampaignRequest,
} from './campaign.js';
import { leftOf, tracesOf, type Traces } from './left.js';
import type { Kill } from './plan-kills.js';
import { everythingOn } from './somebodys.js';

export interface KilledCampaign {
  readonly kill: Kill;
  /** Where the campaign was; `at its end` of one that had ended before. */
  readonly phase: string;
  /** Verdicts that stood by then. */
  readonly finished: number;
  /** Everything that is not as it should be. */
  readonly problems: readonly string[];
}

export interface KillRequest {
  readonly kill: Kill;
  readonly campaign: Omit<CampaignRequest, 'name'>;
  /** What plays somebody's engine; null where the lab has its own. */
  readonly theirs: PrivateEngine | null;
  /** How long a campaign takes that nobody kills. */
  readonly campaignMs: number;
}

const goneMs = 15_000;
const guardianMs = 60_000;

export async function oneKill({
  kill,
  campaign: request,
  theirs,
  campaignMs,
}: KillRequest): Promise<KilledCampaign> {
  const campaign = campaignIn({ ...request, name: `kill-${String(kill.index)}` });
  const { place } = campaign;
  const before = theirs === null ? [] : await everythingOn(theirs);
  const problems: string[] = [];
  const note = (when: string, found: readonly string[]): void => {
    problems.push(...found.map((one) => `${when}: ${one}`));
  };
  const theirsNow = async (): Promise<readonly string[]> =>
    theirs === null ? [] : differences(before, await settledOn(theirs, before));

  const hit = await strike(campaign, kill, kill.at * campaignMs);
  note('the lab', hit.problems);
  if (hit.guardian !== null && kill.isPatient) await ended(hit.guardian, guardianMs);
  if (kill.victims === 'guardian' || (hit.guardian !== null && kill.victims === 'lab' && kill.isPatient))
    note('before clean', await theirsNow());
  const cleaned = await campaign.driftlab('clean');
  if (cleaned.code !== 0) note('clean', [`ended with ${String(cleaned.code)}: ${cleaned.stderr}`]);
  note('after clean', [...(await left(place, hit.traces)), ...(await theirsNow())]);
  note('after clean', lost(hit.verdicts, verdictsIn(place)));
  if (isBegun(place)) note('resume', await resumed(campaign, hit.verdicts));
  note('after resume', [...(await left(place, hit.traces)), ...(await theirsNow())]);
  if (problems.length === 0) await rm(place, { recursive: true, force: true });
  return { kill, phase: hit.phase, finished: hit.verdicts.size, problems };
}

interface Hit {
  readonly phase: string;
  readonly verdicts: ReadonlyMap<string, string>;
  readonly traces: Traces;
  /** One that may be cleaning up. */
  readonly guardian: ProcessTag | null;
  readonly problems: readonly string[];
}

/** Begins the campaign and kills what is to be killed, when it is to be. */
async function strike({ place, start }: Campaign, { victims, thenMs }: Kill, atMs: number): Promise<Hit> {
  const started = start();
  const overBefore = await Promise.race([started.ended.then(() => true), wait(atMs).then(() => false)]);
  const guardian = guardianOf(started);
  const [phase, traces] = [overBefore ? 'at its end' : phaseOf(place), tracesOf(place)];
  if (guardian !== null && (victims === 'guardian' || victims === 'both')) end(guardian);
  if (victims !== 'guardian') started.child.kill('SIGKILL');
  const verdicts = victims === 'guardian' ? new Map<string, string>() : verdictsIn(place);
  const { code, stderr } = await started.ended;
  if (guardian !== null && victims === 'lab, then guardian') {
    await Promise.race([ended(guardian, guardianMs), wait(thenMs)]);
    end(guardian);
  }
  const problems =
    endedWell(code) || (victims !== 'guardian' && code === null)
      ? []
      : [`ended with ${String(code)}: ${stderr}`];
  return { phase, verdicts, traces, guardian, problems };
}

/**
 * With an answer, or with none because the machine was too busy with other things for a trial to tell
 * anything.
 */
export function endedWell(code: number | null): boolean {
  return code === 0 || code === 2;
}

/** Null before there is one, and where trials have engines of the lab's own. */
function guardianOf({ child }: Started): ProcessTag | null {
  const lab = child.pid === undefined ? null : tagOf(child.pid);
  if (lab === null) return null;
  return (
    childrenOf(lab, 'node').find((tag) =>
      readFileSync(`/proc/${tag.split('@')[0] ?? ''}/cmdline`, 'utf8').includes('guardian.js'),
    ) ?? null
  );
}

/** Kills are sudden and ends are not: what goes within a few seconds is gone. */
async function left(place: string, traces: Traces): Promise<readonly string[]> {
  const until = performance.now() + goneMs;
  while (leftOf(place, traces).length > 0 && performance.now() < until) await wait(100);
  return leftOf(place, traces);
}

/** An engine takes a moment to put away the interfaces of what was removed. */
async function settledOn(theirs: PrivateEngine, before: readonly string[]): Promise<readonly string[]> {
  const until = performance.now() + goneMs;
  let now = await everythingOn(theirs);
  while (differences(before, now).length > 0 && performance.now() < until) {
    await wait(200);
    now = await everythingOn(theirs);
  }
  return now;
}

async function resumed(campaign: Campaign, before: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const { code, stderr } = await campaign.driftlab('resume');
  const state = stateIn(campaign.place);
  return [
    ...(endedWell(code) ? [] : [`ended with ${String(code)}: ${stderr}`]),
    ...(state === 'complete' ? [] : [`the campaign is ${state ?? 'not there'}`]),
    ...lost(before, verdictsIn(campaign.place)),
  ];
}

function lost(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): readonly string[] {
  return [...before]
    .filter(([trial, verdict]) => now.get(trial) !== verdict)
    .map(([trial]) => `the verdict of trial ${trial} is ${now.has(trial) ? 'another' : 'lost'}`);
}

function differences(before: readonly string[], now: readonly string[]): readonly string[] {
  return [
    ...before.filter((one) => !now.includes(one)).map((one) => `gone from the engine: ${one}`),
    ...now.filter((one) => !before.includes(one)).map((one) => `new on the engine: ${one}`),
  ];
}

async function ended(tag: ProcessTag, ms: number): Promise<void> {
  const until = performance.now() + ms;
  while (isAlive(tag) && performance.now() < until) await wait(50);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
