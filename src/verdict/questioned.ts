// What is asked whether it shows anything: a run of a trial, with what is on record.
import type { JournalProblem } from '../evidence/codec.js';
import type { Evidence } from '../evidence/evidence.js';
import { ofKind } from '../evidence/timeline.js';
import { placeInWords, type SourceOutage } from '../evidence/outages.js';
import type { Phase } from '../evidence/fact.js';
import type { JudgedTrial } from '../plan/plan.js';
import type { Dose } from './verdict.js';

export interface Questioned {
  readonly spec: JudgedTrial;
  readonly run: string;
  /** The whole journal. */
  readonly evidence: readonly Evidence[];
  /** What was seen before the stack was taken down. */
  readonly lines: readonly Evidence[];
  readonly problems: readonly JournalProblem[];
  readonly doses: readonly Dose[];
}

/**
 * When the first of these phases ended, or the run, where it is one of several; Infinity when that is not on
 * record.
 */
export function endOf(lines: readonly Evidence[], run: string, phases: readonly Phase[]): number {
  const ofRun = ofKind(lines, 'run').find((line) => line.run === run && line.mark === 'end');
  return (
    (ofRun ?? ofKind(lines, 'phase').find(({ phase, mark }) => mark === 'end' && phases.includes(phase)))
      ?.atMs ?? Infinity
  );
}

export function inWords(outage: SourceOutage): string {
  const { fromMs, toMs, reason } = outage;
  const until = toMs === Infinity ? 'and never saw again' : `until ${seconds(toMs)} s`;
  return (
    `source ${placeInWords(outage)} lost sight from ${seconds(Math.max(0, fromMs))} s on, ` +
    `${until}: ${reason}`
  );
}

export function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
