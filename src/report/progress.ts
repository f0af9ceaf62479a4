// A campaign while it runs: the lines that a terminal redraws, and plain lines for everything else: one a
// finished trial, and one where nothing has been said for a while.
import { formatDuration } from '../base/units.js';
import type { Count } from '../scenario/scenario.js';
import { rateSoFar } from '../statistics/rate.js';
import { countedIn } from '../statistics/event.js';
import { resultOf, type TrialResult } from '../statistics/trial-result.js';
import type { Verdict } from '../verdict/verdict.js';
import { eventWords } from './event-words.js';
import { wrapped } from './layout.js';
import { markInWords, signOf, strip, stripWidth } from './mark-signs.js';
import { causeInShort } from './outcome-words.js';
import type { Paint } from './paint.js';
import { rateInShort } from './words.js';

export interface ProgressState {
  readonly scenario: string;
  /** May be empty. */
  readonly question: string;
  /** `2 arms × 10 trials`, `seed 4211`, …. */
  readonly header: readonly string[];
  /** What the campaign counts. */
  readonly count: Count;
  readonly arms: readonly {
    readonly name: string;
    /** In the order in which they ended. */ readonly finished: readonly TrialResult[];
  }[];
  readonly running: readonly {
    readonly trial: string;
    readonly arm: string;
    readonly phase: string;
    /** How long it has been in this phase. */ readonly sinceMs: number;
  }[];
  readonly elapsedMs: number;
  /** From trials that ended; null while it cannot be told. */
  readonly leftMs: number | null;
  /** With a rule to stop by `leftMs` is the most that it can be. */
  readonly atMost: boolean;
}

export interface ProgressOptions {
  readonly width: number;
  readonly paint: Paint;
}

/** More arms than this do not get a line each. */
const linesMax = 12;

/** Lines of at most `width` columns, to be drawn over the ones before. */
export function progressLines(state: ProgressState, { width, paint }: ProgressOptions): readonly string[] {
  const title = wrapped([state.scenario, ...state.header].join(' · '), width);
  const question = state.question === '' ? [] : wrapped(state.question, width);
  return [
    ...title.map((line, index) => (index === 0 ? paint.strong(line) : line)),
    ...question,
    '',
    ...armLines(state, width, paint),
    ...nowLines(state, width),
  ];
}

/**
 * One line an arm; more than a screen takes are one line together, with counts alone: a rate over unlike arms
 * means nothing.
 */
function armLines({ arms, count }: ProgressState, width: number, paint: Paint): readonly string[] {
  if (arms.length > linesMax) return [tallyLine(arms, count)];
  const past = pastIn(arms, count);
  const nameWidth = nameWidthOf(arms);
  const labelled = arms.map(({ finished }) => countInWords({ count, finished, past }, ' so far'));
  const numbers =
    widthOf(labelled) + nameWidth + 10 <= width
      ? labelled
      : arms.map(({ finished }) => countInWords({ count, finished, past }, ''));
  const numbersWidth = widthOf(numbers);
  const room = Math.max(4, width - nameWidth - numbersWidth - 6);
  const strips = arms.map(({ finished }) => finished.map(({ mark }) => mark));
  const widest = Math.max(0, ...strips.map((marks) => stripWidth(marks, room)));
  return arms.map(({ name, finished }, index) => {
    const marks = strips[index] ?? [];
    const gap = ' '.repeat(finished.length === 0 ? widest + 2 : widest - stripWidth(marks, room) + 2);
    return `  ${name.padEnd(nameWidth)}  ${strip(marks, room, paint)}${gap}${numbers[index] ?? ''}`.trimEnd();
  });
}

/** `  24 arms  12 of 30 drifted, 2 inconclusive`. */
function tallyLine(arms: ProgressState['arms'], count: Count): string {
  const finished = arms.flatMap((arm) => arm.finished);
  const { k, n } = countedIn(count, finished);
  const open = finished.filter(({ mark }) => mark === '?').length;
  const counts =
    `${String(k)} of ${String(n)} ` +
    `${pastIn(arms, count)}${open === 0 ? '' : `, ${String(open)} inconclusive`}`;
  return `  ${String(arms.length)} arms  ${finished.length === 0 ? 'none finished yet' : counts}`;
}

/** As the report will say it of the trials so far. */
function pastIn(arms: ProgressState['arms'], count: Count): string {
  const rated = arms.map(({ finished }) => {
    const [event, drift] = [countedIn(count, finished), countedIn('drift', finished)];
    const counts = rateSoFar(event.k, event.n);
    return { event: counts === null ? null : { ...counts, count }, drift: rateSoFar(drift.k, drift.n) };
  });
  return eventWords(rated).past;
}

function widthOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

interface CountedSoFar {
  readonly count: Count;
  readonly finished: readonly TrialResult[];
  readonly past: string;
}

/**
 * `5 of 8 drifted   63 % [16, 95.6] so far`, which holds whenever one looks; no number before there is one.
 */
function countInWords({ count, finished, past }: CountedSoFar, label: string): string {
  const counted = countedIn(count, finished);
  const rate = rateSoFar(counted.k, counted.n);
  if (rate === null) return finished.length === 0 ? '' : 'none valid yet';
  return `${String(rate.k)} of ${String(rate.n)} ${past}   ${rateInShort(rate)}${label}`;
}

/** Trials that run, wrapped, and the time left at the end of the last line. */
function nowLines(state: ProgressState, width: number): readonly string[] {
  const nameWidth = nameWidthOf(state.arms);
  const indent = ' '.repeat(nameWidth + 4);
  const trials = state.running
    .map((one) => `${one.arm} ${one.trial}: ${one.phase} ${seconds(one.sinceMs)}`)
    .join(' · ');
  const left = timeInWords(state);
  const lines = wrapped(trials === '' ? 'nothing runs' : trials, Math.max(20, width - indent.length)).map(
    (line, index) => `${index === 0 ? `  ${'now'.padEnd(nameWidth)}  ` : indent}${line}`,
  );
  const last = lines.at(-1) ?? '';
  const fits = last.length + 2 + left.length <= width;
  return fits
    ? [...lines.slice(0, -1), `${last}${' '.repeat(width - last.length - left.length)}${left}`]
    : [...lines, left.padStart(width)];
}

/** `41 s left`, `at most 41 s left`, or for how long it has run. */
function timeInWords({
  leftMs,
  elapsedMs,
  atMost,
}: Pick<ProgressState, 'leftMs' | 'elapsedMs' | 'atMost'>): string {
  return leftMs === null
    ? `${seconds(elapsedMs)} so far`
    : `${atMost ? 'at most ' : ''}${seconds(leftMs)} left`;
}

/** The label `now` stands in the same column. */
function nameWidthOf(arms: ProgressState['arms']): number {
  if (arms.length > linesMax) return `${String(arms.length)} arms`.length;
  return Math.max('now'.length, ...arms.map((arm) => arm.name.length));
}

/** Whole seconds from ten on: tenths that change at each drawing say nothing. */
function seconds(ms: number): string {
  return formatDuration(ms < 10_000 ? Math.round(ms / 100) * 100 : Math.round(ms / 1000) * 1000);
}

/** More arms than this are counted together where there is one line for all. */
const armsInLine = 4;

/**
 * One line, without newline, where nothing has ended for a while: `12/20  … start-first 5 of 8 drifted, 63 %
 * [16, 95.6] so far · now start-first 009: observe 41 s · 6 min left`.
 */
export function heartbeat(
  state: ProgressState,
  { done, total }: Pick<FinishedTrialEvent, 'done' | 'total'>,
): string {
  const { arms, count } = state;
  const past = pastIn(arms, count);
  const counts =
    arms.length > armsInLine
      ? [tallyLine(arms, count).trim()]
      : arms.flatMap(({ name, finished }) => {
          const words = countInWords({ count, finished, past }, ' so far').replace(/ {2,}/, ', ');
          return words === '' ? [] : [`${name} ${words}`];
        });
  const now = state.running.map(
    ({ arm, trial, phase, sinceMs }) => `${arm} ${trial}: ${phase} ${seconds(sinceMs)}`,
  );
  const running = now.length === 0 ? 'nothing runs' : `now ${now.join(', ')}`;
  return `${doneOf(done, total)}  … ${[...counts, running, timeInWords(state)].join(' · ')}`;
}

function doneOf(done: number, total: number): string {
  return `${String(done).padStart(String(total).length)}/${String(total)}`;
}

export interface FinishedTrialEvent {
  readonly verdict: Verdict;
  readonly tookMs: number;
  /** Trials finished so far, this one included. */
  readonly done: number;
  readonly total: number;
  /** Lost by the lab, so that the trial is made again. */
  readonly again?: boolean;
  /** Until the last trial ends; null while it cannot be told. */
  readonly left: Pick<ProgressState, 'leftMs' | 'atMost'>;
}

/**
 * `3/20  ✗ 003 start-first: rolled-back, oom-kill of the new task (15.2 s) · 4 min left`, without newline.
 */
export function progressEvent(
  { verdict, tookMs, done, total, again = false, left }: FinishedTrialEvent,
  paint: Paint,
): string {
  const { mark, run } = resultOf(verdict);
  const what =
    run === null
      ? markInWords(mark)
      : run.cause === null
        ? run.outcome
        : `${run.outcome}, ${causeInShort(run.cause)}`;
  const why = (mark === '?' || mark === 'b') && run !== null ? `: ${run.reason.replace(/\.$/, '')}` : '';
  const { leftMs } = left;
  const time = leftMs === null || leftMs === 0 ? '' : ` · ${timeInWords({ ...left, elapsedMs: 0 })}`;
  return (
    `${doneOf(done, total)}  ${signOf(mark, paint)} ${verdict.trial} ${verdict.arm}: ` +
    `${what}${why}${again ? '; made again' : ''} (${formatDuration(tookMs)})${time}`
  );
}
