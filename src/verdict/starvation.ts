// Whether the machine had too little for this trial. What the engine or the lab does late then is late by
// chance: the same seed ends another way. The bounds are measured (docs/machine.md): they part trials that
// ended as on a quiet machine from those that did not.
import type { Evidence, EvidenceOf } from '../evidence/evidence.js';
import { deployOf, ofKind } from '../evidence/timeline.js';
import type { DrawnLoad, JudgedTrial } from '../plan/plan.js';
import { decidedMs } from './dose-window.js';
import { observedUntilMs, type Finding, type Story } from './story.js';
import type { CauseKind } from './verdict.js';
import { inconclusive } from './whole-run.js';

/** Swarm's own monitor is as long by default, and what it watches has to get on within it. */
const stretchMs = 5000;
/** Of such a stretch, what a thread of the engine may have to wait for processors that others have. */
const waitMsMax = 3000;
/**
 * What the lab's latest beat of a second may be late, on average: loads are put on and taken off by that
 * clock.
 */
const lateShareMax = 1 / 8;

type Sample = EvidenceOf<'processor'>;

/**
 * Why nothing can be said of a trial in which load met an upgrade at a given time, from its begin to swarm's
 * decision; null where there was enough for both, where there is no such load, and in journals that do not
 * tell.
 */
export function starvedUnderLoad(
  spec: Pick<JudgedTrial, 'load' | 'runs' | 'settings'>,
  lines: readonly Evidence[],
): string | null {
  if (!spec.load.some(isTimed)) return null;
  const begins = spec.runs.flatMap(({ run }) => deployOf(lines, run, 'upgrade', 'begin')?.atMs ?? []);
  if (begins.length === 0) return null;
  const samples = samplesIn(lines, Math.min(...begins), decidedMs(spec, lines) ?? observedUntilMs(lines));
  return engineHeldUp(samples) ?? labHeldUp(samples);
}

/** A load that is there throughout, or before the upgrade only, meets it whenever that begins. */
function isTimed({ target, during, afterMs, forMs, shape }: DrawnLoad): boolean {
  return (
    target > 0 &&
    during !== 'base' &&
    (during !== 'whole' || afterMs > 0 || forMs !== null || shape.kind !== 'steady')
  );
}

/**
 * An end that comes of a time that ran out, such as a health check's, says nothing of an engine that was held
 * up meanwhile. Without such an end a delay changes none.
 */
export function withEnoughTime(story: Story, finding: Finding): Finding {
  const isBase = finding.outcome === 'base-failed';
  if (!isBase && finding.outcome !== 'unsettled' && (finding.cause === null || !ranOut[finding.cause.kind]))
    return finding;
  const fromMs = (isBase ? deployOf(story.lines, story.run.run, 'base', 'begin') : story.begin)?.atMs ?? 0;
  const why = engineHeldUp(
    samplesIn(story.lines, fromMs, finding.cause?.atMs ?? observedUntilMs(story.lines)),
  );
  return why === null ? finding : inconclusive(`${why}; it ended ${finding.outcome} (${finding.reason})`);
}

/** Whether it comes of something that was not done in time. */
const ranOut = {
  unhealthy: true,
  'start-timeout': true,
  'oom-kill': false,
  exit: false,
  rejected: false,
  'image-pull': false,
  'foreign-write': false,
  'wrong-tree': false,
  'wrong-stamp': false,
  'deployer-error': false,
  unknown: false,
} as const satisfies Record<CauseKind, boolean>;

function samplesIn(lines: readonly Evidence[], fromMs: number, toMs: number): readonly Sample[] {
  return ofKind(lines, 'processor').filter(({ atMs, spanMs }) => atMs > fromMs && atMs - spanMs < toMs);
}

function engineHeldUp(samples: readonly Sample[]): string | null {
  const worst = samples
    .map((_, index) => stretchFrom(samples, index))
    .reduce((most, one) => (one.waitedMs > most.waitedMs ? one : most), { waitedMs: 0, process: '' });
  if (worst.waitedMs <= waitMsMax) return null;
  return (
    `the machine was starved: within ${seconds(stretchMs)} s the engine had to wait ` +
    `${seconds(worst.waitedMs)} s for processors that others had (${worst.process}), and ` +
    `${seconds(waitMsMax)} s are the bound`
  );
}

/** What was waited for others in the samples from this one on, for as long as a stretch is. */
function stretchFrom(
  samples: readonly Sample[],
  from: number,
): { readonly waitedMs: number; readonly process: string } {
  let [spanMs, waitedMs, mostMs, process] = [0, 0, 0, ''];
  for (const sample of samples.slice(from)) {
    if (spanMs > stretchMs - sample.spanMs / 2) break;
    const waited = waitedForOthers(sample);
    spanMs += sample.spanMs;
    waitedMs += waited;
    if (waited > mostMs) [mostMs, process] = [waited, sample.longest];
  }
  return { waitedMs: waitedMs * Math.min(1, stretchMs / Math.max(1, spanMs)), process };
}

/**
 * Of what the thread waited that waited longest, the share that others had of all that ran: an app that fills
 * the machine itself waits for itself.
 */
function waitedForOthers({ longestMs, ownMs, busyMs, stolenMs }: Sample): number {
  const others = Math.max(0, busyMs - ownMs) + stolenMs;
  return others === 0 ? 0 : (longestMs * others) / (others + ownMs);
}

function labHeldUp(samples: readonly Sample[]): string | null {
  const spanMs = samples.reduce((sum, sample) => sum + sample.spanMs, 0);
  const lateMs = samples.reduce((sum, sample) => sum + sample.labLateMs, 0);
  if (lateMs <= lateShareMax * spanMs) return null;
  const eachSecond = (share: number): string => String(Math.round(share * 1000));
  return (
    `the machine was starved: the lab's own clock ran ${eachSecond(lateMs / spanMs)} ms late in an ` +
    `average second, and ${eachSecond(lateShareMax)} ms are the bound, so that no load was on when it ` +
    'was to be'
  );
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
