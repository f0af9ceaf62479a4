// Commands of the author's between phases: one that was to make ready and failed leaves a trial that is not
// the one that was asked for; what one found at the end is told with the outcome.
import type { Evidence } from '../evidence/evidence.js';
import type { OwnMoment } from '../evidence/fact.js';
import { deployOf, ofKind } from '../evidence/timeline.js';
import type { Questioned } from './questioned.js';
import type { Invalidity } from './verdict.js';

/** Why nothing can be said; null when each step that was due is on record and the base was made ready. */
export function missedStep({ spec, lines, run }: Questioned): string | null {
  const { steps = null } = spec.settings;
  if (steps === null) return null;
  const failed = endOf(lines, run, 'after-base');
  if (failed !== null && failed.exitCode !== 0) return inWords(failed);
  if (deployOf(lines, run, 'upgrade', 'begin') === null) return null;
  const due: readonly (readonly [OwnMoment, readonly string[] | null])[] = [
    ['after-base', steps.afterBase],
    ['after-head', steps.afterHead],
  ];
  const lost = due.find(([moment, words]) => words !== null && endOf(lines, run, moment) === null);
  return lost === undefined ? null : `the end of the step ${lost[0]} is not on record`;
}

/** A step before the upgrade cannot depend on how that ends. */
export function kindOfStep({ lines, run }: Questioned): Invalidity {
  return deployOf(lines, run, 'upgrade', 'begin') === null ? 'lab' : 'unclear';
}

/** What the step at the end found, by its exit code and its last line. */
export function stepsInWords(lines: readonly Evidence[], run: string): readonly string[] {
  const end = endOf(lines, run, 'after-head');
  return end === null ? [] : [inWords(end)];
}

type StepEnd = Extract<Evidence, { readonly kind: 'own-step' }>;

function endOf(lines: readonly Evidence[], run: string, moment: OwnMoment): StepEnd | null {
  return (
    ofKind(lines, 'own-step').find(
      (line) => line.run === run && line.moment === moment && line.mark === 'end',
    ) ?? null
  );
}

function inWords({ moment, command, exitCode, output }: StepEnd): string {
  const said = output.at(-1);
  const words = said === undefined ? '' : `: ${said}`;
  return `${moment} (${command}) ended with exit code ${String(exitCode ?? 'unknown')}${words}`;
}
