// What a story comes to, after its last moment: outcome, cause, the end state in lines of one slot or service
// each, and what words mean that a reader cannot know.
import { formatDuration } from '../../base/units.js';
import { isUnjudged, isWell } from '../../verdict/standing.js';
import type { FailedLater, RunVerdict } from '../../verdict/verdict.js';
import { whereItStands } from '../chain-words.js';
import { causeInShort, failedLaterInWords } from '../outcome-words.js';
import { recordBegan } from '../words.js';
import { linesInWords, type Moment } from './moment.js';
import type { RunContext } from './run-context.js';
import { slotsInWords } from './slots.js';

/** `failed-later · exit of the new task`. */
export function headingOf(run: RunVerdict): string {
  return run.cause === null ? run.outcome : `${run.outcome} · ${causeInShort(run.cause)}`;
}

/** `zeroMs` is the moment from which the story counts its seconds. */
export function endingOf(run: RunVerdict, context: RunContext, zeroMs: number): readonly string[] {
  const stands = whereItStands(run, context.spec);
  const cause = run.cause === null ? [] : [`cause: ${run.cause.detail}${cited(run.cause.evidence)}`];
  return [
    `${run.outcome}${howLater(run.failedLater)}: ${run.reason}`,
    ...(stands === null ? [] : [`version at the end: ${stands}`]),
    ...cause,
    ...sidesInWords(run, context),
    ...(isUnjudged(run.outcome) ? [] : slotsInWords(context)),
    ...downInWords(run, zeroMs),
  ];
}

function howLater(failedLater: FailedLater | null): string {
  return failedLater === null ? '' : ` (${failedLaterInWords(failedLater)})`;
}

function cited(lines: readonly number[]): string {
  return lines.length === 0 ? '' : ` (${linesInWords(lines)})`;
}

/** A line for each side service that did not hold. */
function sidesInWords({ sides }: RunVerdict, context: RunContext): readonly string[] {
  return sides
    .filter(({ outcome }) => !isWell(outcome))
    .map(({ service, outcome, reason, cause, failedLater }) => {
      const name = service.startsWith(`${context.run.stack}_`)
        ? service.slice(context.run.stack.length + 1)
        : service;
      const why = cause === null ? '' : `; cause: ${cause.detail}${cited(cause.evidence)}`;
      return `${name}: ${outcome}${howLater(failedLater)}: ${reason}${why}`;
    });
}

function downInWords({ downFromMs }: RunVerdict, zeroMs: number): readonly string[] {
  return downFromMs === null
    ? []
    : [
        `down from ${formatDuration(downFromMs)} after ${recordBegan} on ` +
          `(${((downFromMs - zeroMs) / 1000).toFixed(2)} s above), still down at the end`,
      ];
}

const naiveCheck =
  'naive check: what a script would have said that waits for health and then compares the version label';

/** Where the lines are that a story names: a watched upgrade has a journal with a name of its own. */
const lineNumbers = (watched: boolean): string =>
  `line, lines: of ${watched ? 'its journal' : 'evidence.jsonl, the record of the trial'}`;

export interface ToldStory {
  readonly moments: readonly Moment[];
  readonly ending: readonly string[];
  /** It is no trial of the lab's, but an upgrade that somebody else made. */
  readonly watched: boolean;
}

/** What the lab's own words mean, for those that the story uses. */
export function footnotesOf({ moments, ending, watched }: ToldStory): readonly string[] {
  const refers =
    moments.some(({ cited: isCited }) => isCited) || ending.some((text) => /\(lines? \d/.test(text));
  return [...(refers ? [lineNumbers(watched)] : []), ...dirtyFootnote(moments), ...naiveFootnote(moments)];
}

/** `+U` on a stamp, for whoever has not read of abra's. */
function dirtyFootnote(moments: readonly Moment[]): readonly string[] {
  const isTold = moments.some(({ text, aside }) => /[0-9a-f]{8}\+U/.test(`${text} ${aside ?? ''}`));
  return isTold
    ? ['+U: the tree held more than its commit when it was deployed, such as an overlay of the scenario']
    : [];
}

function naiveFootnote(moments: readonly Moment[]): readonly string[] {
  const told = moments.map(({ text }) => text).join('\n');
  if (!/naive check/i.test(told)) return [];
  const checkout = told.includes('re-checkout failed')
    ? '; "re-checkout failed" is its guess that the wrong version was checked out'
    : '';
  return [`${naiveCheck}${checkout}`];
}
