// When a base stands, so that the upgrade may begin: every service has all its tasks, they can be taken to
// stay, and it is known of each service beside the one under test whether it serves or runs once. Where its
// spec leaves that open, a base that is watched for a moment longer tells; one that the head cuts short does
// not.
import { meantTo } from '../evidence/meant-to-end.js';
import { steadyFromMs, steadyMomentMs } from '../evidence/steady.js';
import { latestSpec, servicesOf, tasksOf } from '../evidence/timeline.js';
import type { RunSpec } from '../plan/plan.js';
import type { Recorder } from './recorder.js';
import type { ReadyTrial } from './trial-state.js';

/** A one-shot that takes longer stays in doubt, and is said to. */
const oneShotMs = 5000;

/**
 * Resolves with whether the base stands within its deadline. For what services beside the one under test are
 * there is waited for a moment only: a one-shot that fails meanwhile is started again, and the base has to
 * stand once more.
 */
export async function untilBaseStands(
  { recorder, spec }: Pick<ReadyTrial, 'recorder' | 'spec'>,
  { runs, stands }: { readonly runs: readonly RunSpec[]; readonly stands: () => boolean },
  signal: AbortSignal,
): Promise<boolean> {
  const { settings } = spec;
  // Who races others on one stack is not held up.
  const isRace = settings.stacks.share === 'stack';
  const { baseDeadlineMs } = settings.observe;
  if (!(await recorder.until(stands, baseDeadlineMs, signal))) return false;
  if (isRace) return true;
  const isKnown = (): boolean => runs.every(({ stack }) => isKnownIn(recorder, stack, settings.service));
  if (!isKnown()) await recorder.until(isKnown, oneShotMs, signal);
  return untilSteady({ recorder, runs, stands, baseDeadlineMs }, signal);
}

interface Standing {
  readonly recorder: Pick<Recorder, 'lines' | 'nowMs' | 'until'>;
  readonly runs: readonly RunSpec[];
  readonly stands: () => boolean;
  readonly baseDeadlineMs: number;
}

/** Resolves with whether the base stands and can be taken to stay, before its deadline. */
async function untilSteady(
  { recorder, runs, stands, baseDeadlineMs }: Standing,
  signal: AbortSignal,
): Promise<boolean> {
  const { lines, nowMs, until } = recorder;
  const deadlineAt = nowMs() + baseDeadlineMs;
  const left = (): number => Math.max(0, deadlineAt - nowMs());
  const steadyFrom = (): number => Math.max(...runs.map(({ stack }) => steadyFromMs(lines, stack)));
  for (;;) {
    if (!(await until(stands, left(), signal))) return false;
    const missingMs = steadyFrom() - nowMs();
    if (missingMs <= 0) return true;
    if (missingMs > Math.max(left(), steadyMomentMs)) return false;
    await until(() => !stands(), missingMs, signal);
  }
}

function isKnownIn({ lines }: Pick<Recorder, 'lines'>, stack: string, underTest: string): boolean {
  return servicesOf(lines, stack).every((service) => {
    const live = latestSpec(lines, service);
    if (live?.exists !== true || service === `${stack}_${underTest}`) return true;
    return meantTo(live.spec, { spec: null, tasks: tasksOf(lines, service) }) !== 'unknown';
  });
}
