// The lines below the answer: why, what it was not, what was masked, the price, and what is not sure. A line
// is there only when the data make it true.
import type { Plan } from '../plan/plan.js';
import { eventOf } from '../statistics/event.js';
import type { CampaignSummary, Rate } from '../statistics/summary.js';
import { type Mark } from '../statistics/trial-result.js';
import { outcomes, type Outcome, type RunVerdict } from '../verdict/verdict.js';
import { driftWithAndWithout, otherAbra } from './abra-notes.js';
import { chainNotes, wentThrough } from './chain-words.js';
import { cleared } from './cleared.js';
import { differsNotes } from './differs-notes.js';
import { edgeNotes } from './dose-edge.js';
import { doseNotes } from './dose-notes.js';
import { eventWords } from './event-words.js';
import { noteGroups, reasonOf, type FinishedTrial, type NoteGroup } from './note-groups.js';
import { causeInWords, outcomeInWords } from './outcome-words.js';
import { price, stillDown, sides, openIn } from './price-notes.js';
import type { Behind } from './report-model.js';
import { saidNotes } from './said-notes.js';
import { headingOf } from './story/endings.js';
import { trustNotes } from './trust-notes.js';
import { counted, listed, tallied, tallyText } from './words.js';

export interface Note {
  readonly label:
    | 'Why'
    | 'Also'
    | 'Runs'
    | 'Versions'
    | 'Said'
    | 'Not'
    | 'Load'
    | 'Masked'
    | 'Price'
    | 'Sides'
    | 'Unsure'
    | 'Rerun'
    | 'Left out'
    | 'Damaged'
    | 'Trust'
    | 'Differs';
  readonly text: string;
}

/** How many different reasons are spelled out. */
const reasonsShown = 3;

/** Notes in reading order. */
export function notesOf(
  summary: CampaignSummary,
  { plan, finished, abra, damage, differing }: Behind,
): readonly Note[] {
  const groups = noteGroups(plan, summary, finished);
  const several = plan.arms.length > 1;
  const decided = summary.answer.decision?.final ?? false;
  const note = (label: Note['label'], texts: readonly string[]): readonly Note[] =>
    texts.map((text) => ({ label, text }));
  const having = (mark: Mark): readonly NoteGroup[] =>
    groups(({ trials }) => trials.some((trial) => trial.mark === mark));
  const failing = (counts: boolean, mark: 'd' | 'x'): readonly string[] => {
    const told = (trial: FinishedTrial): boolean =>
      trial.mark === mark && (eventOf(plan.count, trial) === true) === counts;
    return groups(({ trials }) => trials.some(told)).flatMap((group) =>
      whatHappened(group.trials.filter(told)).map((text) => named(group.name, text, several)),
    );
  };
  return onceEach([
    ...note('Why', [...failing(true, 'd'), ...failing(true, 'x')]),
    ...note('Also', [...failing(false, 'd'), ...failing(false, 'x')]),
    ...note('Runs', groups(severalRuns).flatMap(runsInWords)),
    ...note('Versions', chainNotes(plan, groups(wentThrough))),
    ...note('Said', saidNotes(finished)),
    ...note('Not', [...cleared(plan, finished), ...driftWithAndWithout(plan, finished)]),
    ...note('Load', [...doseNotes(finished), ...edgeNotes(finished)]),
    ...note('Masked', masked(finished)),
    ...note(
      'Price',
      [
        ...groups(({ outageMs }) => (outageMs?.median ?? 0) > 0),
        ...groups(({ outageMs }) => outageMs?.median === 0 && outageMs.max > 0),
      ].flatMap(price),
    ),
    ...note('Price', groups((group) => group.stillDown.count > 0).flatMap(stillDown)),
    ...note(
      'Sides',
      groups((group) => sides(group).length > 0).flatMap((group) =>
        sides(group).map((text) => named(group.name, text, several)),
      ),
    ),
    ...note(
      'Unsure',
      groups((group) => openIn(plan, group).length > 0).flatMap((group) => unsure(plan, group)),
    ),
    ...note('Rerun', reruns(summary)),
    ...note('Left out', [
      ...having('b').flatMap(baseFailed),
      ...having('n').flatMap(noOps),
      ...(decided ? [] : groups(({ planned, trials }) => planned > trials.length)).flatMap(notRun),
    ]),
    ...note('Damaged', damageNotes(damage)),
    ...note('Trust', trustNotes(summary.trust)),
    ...note('Differs', [...differsNotes(differing), ...otherAbra(abra)]),
  ]);
}

function onceEach(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [`${note.label} ${note.text}`, note])).values()];
}

/** Where the runs of a trial came out differently, the one that speaks for it says too little. */
function severalRuns({ trials }: NoteGroup): boolean {
  return trials.some(({ runs }) => new Set(runs.map(headingOf)).size > 1);
}

function runsInWords({ name, trials }: NoteGroup): readonly string[] {
  const runs = trials.flatMap((trial) => trial.runs);
  return [`${name}: of ${counted(runs.length, 'run')}: ${tallyText(runs.map(headingOf))}.`];
}

/** How many damaged files are spelled out. */
const damageShown = 8;

function damageNotes(damage: readonly string[]): readonly string[] {
  const rest = damage.length - damageShown;
  return [...damage.slice(0, damageShown), ...(rest > 0 ? [`And ${String(rest)} more.`] : [])];
}

function named(arm: string, text: string, several: boolean): string {
  return several ? `${arm}: ${text}.` : `${text}.`;
}

/** `swarm rolled back 6 times: the new task was OOM-killed (5), …`, for each outcome among these trials. */
function whatHappened(trials: readonly FinishedTrial[]): readonly string[] {
  const runs = trials.flatMap((trial) => trial.run ?? []);
  const found = outcomes.filter((outcome) => runs.some((run) => run.outcome === outcome));
  if (found.length === 0) return [];
  const text = found
    .map((outcome) =>
      outcomeWithCauses(
        outcome,
        runs.filter((run) => run.outcome === outcome),
      ),
    )
    .join('; ');
  return [runs.every(({ drift }) => drift === false) ? `no drift, but ${text}` : text];
}

function outcomeWithCauses(outcome: Outcome, runs: readonly RunVerdict[]): string {
  const causes = runs.flatMap((run) => (run.cause === null ? [] : [causeInWords(run.cause)]));
  const what = outcomeInWords(outcome, runs);
  if (causes.length === 0) return what;
  const same = causes.length === runs.length && new Set(causes).size === 1;
  return same
    ? `${what}: ${causes[0] ?? ''}${runs.length === 1 ? '' : ' each time'}`
    : `${what}: ${tallyText(causes)}`;
}

function masked(finished: readonly FinishedTrial[]): readonly string[] {
  const failed = finished.filter((trial) => trial.mark === 'd' || trial.mark === 'x');
  const misled = failed.filter((trial) => trial.masked);
  const such = (is: (run: RunVerdict) => boolean): number =>
    misled.filter(({ run }) => run !== null && is(run)).length;
  const passed = such(({ naive }) => naive?.pass === true);
  const early = such(({ naive }) => naive !== null && !naive.pass && !naive.healthy);
  const parts = [
    ...(passed > 0 ? [`passed in ${String(passed)}`] : []),
    ...(early > 0 ? [`passed at first, while the old task answered, in ${String(early)}`] : []),
    ...(misled.length > passed + early
      ? [`blamed the wrong thing in ${String(misled.length - passed - early)}`]
      : []),
  ];
  if (parts.length === 0) return [];
  return [
    `a naive check (wait for health, then compare the version label) would have ${listed(parts)} of ` +
      `${counted(failed.length, 'trial')} that did not hold.`,
  ];
}

function unsure(plan: Plan, arm: NoteGroup): readonly string[] {
  const open = openIn(plan, arm);
  const bounds = arm.event === null ? '' : ` ${boundsInWords(arm, arm.event, open.length)}`;
  return [
    `${counted(open.length, 'trial')} of ${arm.name} ${open.length === 1 ? 'is' : 'are'} ` +
      `inconclusive: ${reasons(open)}.${bounds}`,
  ];
}

/** In counts, since a rate of these would need an interval of its own. */
function boundsInWords(arm: NoteGroup, { k, n }: Rate, open: number): string {
  const all = String(n + open);
  return (
    `Counted as held: ${String(k)} of ${all} ${eventWords([arm]).past}; counted as failed: ` +
    `${String(k + open)} of ${all}.`
  );
}

/** Attempts that do not count, by why they were made again. */
function reruns({ reruns: made }: CampaignSummary): readonly string[] {
  if (made.length === 0) return [];
  const why = tallied(made.map(({ reason }) => reason));
  const parts = why
    .slice(0, reasonsShown)
    .map(
      ([reason]) =>
        `${listed(made.filter((one) => one.reason === reason).map(({ attempt }) => attempt))}: ${reason}`,
    );
  const rest = why.length > reasonsShown ? '; others, all in summary.json' : '';
  return [
    `${counted(made.length, 'attempt')} lost by the lab and made again, with the same seed and load: ` +
      `${parts.join('; ')}${rest}.`,
  ];
}

function baseFailed(arm: NoteGroup): readonly string[] {
  const failed = arm.trials.filter((trial) => trial.mark === 'b');
  return [`${counted(failed.length, 'trial')} of ${arm.name} never came to the upgrade: ${reasons(failed)}.`];
}

function noOps(arm: NoteGroup): readonly string[] {
  return [
    `${counted(arm.trials.filter((trial) => trial.mark === 'n').length, 'trial')} of ${arm.name}, in ` +
      'which the head changes nothing that swarm would monitor.',
  ];
}

/**
 * Of an arm by itself without any valid trial, the answer has said so; trials that a stop rule made needless
 * are not missed.
 */
function notRun(arm: NoteGroup): readonly string[] {
  return arm.pooled || arm.event !== null
    ? [`${counted(arm.planned - arm.trials.length, 'trial')} of ${arm.name} not run.`]
    : [];
}

function reasons(trials: readonly FinishedTrial[]): string {
  const all = tallied(trials.map(reasonOf));
  const rest = all.slice(reasonsShown).reduce((sum, [, count]) => sum + count, 0);
  const shown = all
    .slice(0, reasonsShown)
    .map(([reason, count]) => (trials.length === 1 ? reason : `${reason} (${String(count)})`));
  return [...shown, ...(rest > 0 ? [`other reasons (${String(rest)})`] : [])].join('; ');
}
