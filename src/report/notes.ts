// The lines below the answer: why, what it was not, what was masked, the price, and what is not sure. A line is there
// only when the data make it true.
import { formatDuration } from '../base/units.js';
import type { Plan } from '../plan/plan.js';
import type { CampaignSummary, Rate } from '../statistics/summary.js';
import { isValid, type Mark } from '../statistics/trial-result.js';
import { outcomes, type Outcome, type RunVerdict } from '../verdict/verdict.js';
import { driftWithAndWithout, otherAbra, type AbraRecord } from './abra-notes.js';
import { differsNotes, type Differing } from './differs-notes.js';
import { doseNotes } from './dose-notes.js';
import { noteGroups, type FinishedTrial, type NoteGroup } from './note-groups.js';
import { causeInWords, outcomeInWords } from './outcome-words.js';
import { saidNotes } from './said-notes.js';
import { trustNotes } from './trust-notes.js';
import { counted, listed, tallied, tallyText, times } from './words.js';

export interface Note {
  readonly label: 'Why' | 'Also' | 'Said' | 'Not' | 'Load' | 'Masked' | 'Price' | 'Sides' | 'Unsure' | 'Left out' | 'Trust' | 'Differs';
  readonly text: string;
}

/** How many different reasons are spelled out. */
const reasonsShown = 3;

export interface NoteFacts {
  readonly plan: Plan;
  readonly summary: CampaignSummary;
  /** In launch order. */
  readonly finished: readonly FinishedTrial[];
  readonly abra: AbraRecord;
  readonly differing: Differing;
}

/** Notes in reading order. */
export function notesOf({ plan, summary, finished, abra, differing }: NoteFacts): readonly Note[] {
  const groups = noteGroups(plan, summary, finished);
  const several = plan.arms.length > 1;
  const decided = summary.answer.decision?.final ?? false;
  const note = (label: Note['label'], texts: readonly string[]): readonly Note[] => texts.map((text) => ({ label, text }));
  const having = (mark: Mark): readonly NoteGroup[] => groups(({ trials }) => trials.some((trial) => trial.mark === mark));
  return [
    ...note('Why', having('d').flatMap((group) => whatHappened(group.trials, 'd').map((text) => named(group.name, text, several)))),
    ...note('Also', having('x').flatMap((group) => whatHappened(group.trials, 'x').map((text) => named(group.name, `no drift, but ${text}`, several)))),
    ...note('Said', saidNotes(finished)),
    ...note('Not', [...exonerated(finished), ...driftWithAndWithout(plan, finished)]),
    ...note('Load', doseNotes(finished)),
    ...note('Masked', masked(finished)),
    ...note('Price', [...groups(({ outageMs }) => (outageMs?.median ?? 0) > 0), ...groups(({ outageMs }) => outageMs?.median === 0 && outageMs.max > 0)].flatMap(price)),
    ...note('Sides', groups((group) => sides(group).length > 0).flatMap((group) => sides(group).map((text) => named(group.name, text, several)))),
    ...note('Unsure', having('?').flatMap(unsure)),
    ...note('Left out', [...having('b').flatMap(baseFailed), ...having('n').flatMap(noOps), ...(decided ? [] : groups(({ planned, trials }) => planned > trials.length)).flatMap(notRun)]),
    ...note('Trust', trustNotes(summary.trust)),
    ...note('Differs', [...differsNotes(differing), ...otherAbra(abra)]),
  ];
}

function named(arm: string, text: string, several: boolean): string {
  return several ? `${arm}: ${text}.` : `${text}.`;
}

/** `swarm rolled back 6 times: the new task was OOM-killed (5), …`, for each outcome among the trials with this mark. */
function whatHappened(trials: readonly FinishedTrial[], mark: Mark): readonly string[] {
  const runs = trials.filter((trial) => trial.mark === mark).flatMap((trial) => trial.run ?? []);
  const found = outcomes.filter((outcome) => runs.some((run) => run.outcome === outcome));
  if (found.length === 0) return [];
  return [found.map((outcome) => outcomeWithCauses(outcome, runs.filter((run) => run.outcome === outcome))).join('; ')];
}

function outcomeWithCauses(outcome: Outcome, runs: readonly RunVerdict[]): string {
  const causes = runs.flatMap((run) => (run.cause === null ? [] : [causeInWords(run.cause)]));
  const what = outcomeInWords(outcome, runs);
  if (causes.length === 0) return what;
  const same = causes.length === runs.length && new Set(causes).size === 1;
  return same ? `${what}: ${causes[0] ?? ''}${runs.length === 1 ? '' : ' each time'}` : `${what}: ${tallyText(causes)}`;
}

/** Deployer and tree are cleared when something drifted and yet every stamp that is known was the right one. */
function exonerated(finished: readonly FinishedTrial[]): readonly string[] {
  const rated = finished.filter(isValid);
  const blamed = rated.some((trial) => trial.runs.some((run) => run.component === 'deployer' || run.component === 'tree'));
  const known = rated.flatMap((trial) => trial.runs).filter(({ stamps }) => stamps.deployed !== null && stamps.intended !== null);
  const right = known.filter(({ stamps }) => stamps.deployed === stamps.intended);
  if (blamed || known.length === 0 || right.length < known.length || !rated.some((trial) => trial.mark === 'd')) return [];
  const total = rated.reduce((sum, trial) => sum + trial.runs.length, 0);
  const where = known.length === total ? '' : ' in which the deployer named a stamp';
  const unit = rated.some((trial) => trial.runs.length > 1) ? 'run' : 'valid trial';
  return [`the deployer, the tree: deployed stamp = intended stamp in ${String(right.length)} of ${counted(known.length, unit)}${where}.`];
}

function masked(finished: readonly FinishedTrial[]): readonly string[] {
  const failed = finished.filter((trial) => trial.mark === 'd' || trial.mark === 'x');
  const misled = failed.filter((trial) => trial.masked);
  const passed = misled.filter((trial) => trial.run?.naive?.pass === true).length;
  const parts = [
    ...(passed > 0 ? [`passed in ${String(passed)}`] : []),
    ...(misled.length > passed ? [`blamed the wrong thing in ${String(misled.length - passed)}`] : []),
  ];
  if (parts.length === 0) return [];
  return [`a naive check (wait for health, then compare the version label) would have ${listed(parts)} of ${counted(failed.length, 'trial')} that did not hold.`];
}

function price(arm: NoteGroup): readonly string[] {
  if (arm.outageMs === null || arm.outageMs.max === 0) return [];
  const { median, max } = arm.outageMs;
  if (median === 0) return [`${arm.name}: in most upgrades always a healthy task, at worst ${formatDuration(max)} without one.`];
  return [`${arm.name}: ${formatDuration(median)} without a healthy task per upgrade (worst ${formatDuration(max)}).`];
}

/** Services of the stack other than the one under test that did not hold, without the stack's name. */
function sides({ trials, services }: NoteGroup): readonly string[] {
  const found = trials.filter(isValid).flatMap((trial) => trial.runs.flatMap((run) => {
    const stack = trial.planned.runs.find((spec) => spec.run === run.run)?.stack ?? '';
    const own = (full: string): string => (full.startsWith(`${stack}_`) ? full.slice(stack.length + 1) : full);
    return Object.entries(run.services).flatMap(([full, outcome]) =>
      services.includes(own(full)) || outcome === 'held' || outcome === 'no-op' ? [] : [`${own(full)} ${outcome}`],
    );
  }));
  if (found.length === 0) return [];
  const parts = tallied([...found].sort()).map(([what, count]) => `${what} ${times(count)}`);
  return [`beside ${listed(services)}, ${listed(parts)}`];
}

function unsure(arm: NoteGroup): readonly string[] {
  const open = arm.trials.filter((trial) => trial.mark === '?');
  if (open.length === 0) return [];
  const bounds = arm.drift === null ? '' : ` ${boundsInWords(arm.drift, open.length)}`;
  return [`${counted(open.length, 'trial')} of ${arm.name} ${open.length === 1 ? 'is' : 'are'} inconclusive: ${reasons(open)}.${bounds}`];
}

/** In counts, since a rate of these would need an interval of its own. */
function boundsInWords({ k, n }: Rate, open: number): string {
  const all = String(n + open);
  return `Counted as held: ${String(k)} of ${all} drifted; counted as drifted: ${String(k + open)} of ${all}.`;
}

function baseFailed(arm: NoteGroup): readonly string[] {
  const failed = arm.trials.filter((trial) => trial.mark === 'b');
  return [`${counted(failed.length, 'trial')} of ${arm.name} never came to the upgrade: ${reasons(failed)}.`];
}

function noOps(arm: NoteGroup): readonly string[] {
  return [`${counted(arm.trials.filter((trial) => trial.mark === 'n').length, 'trial')} of ${arm.name}, in which the head changes nothing that swarm would monitor.`];
}

/** Of an arm by itself without any valid trial, the answer has said so; trials that a stop rule made needless are not missed. */
function notRun(arm: NoteGroup): readonly string[] {
  return arm.pooled || arm.drift !== null ? [`${counted(arm.planned - arm.trials.length, 'trial')} of ${arm.name} not run.`] : [];
}

function reasons(trials: readonly FinishedTrial[]): string {
  const all = tallied(trials.map((trial) => (trial.run?.reason ?? 'no run was judged').replace(/\.$/, '')));
  const rest = all.slice(reasonsShown).reduce((sum, [, count]) => sum + count, 0);
  const shown = all.slice(0, reasonsShown).map(([reason, count]) => (trials.length === 1 ? reason : `${reason} (${String(count)})`));
  return [...shown, ...(rest > 0 ? [`other reasons (${String(rest)})`] : [])].join('; ');
}
