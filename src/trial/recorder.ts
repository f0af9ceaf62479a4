// Puts facts on record in order, with their times, and lets the conductor wait for what the record shows.
import type { Clock } from '../base/clock.js';
import { reasonOf } from '../base/deadline.js';
import { LabError } from '../base/lab-error.js';
import type { Evidence } from '../evidence/evidence.js';
import { bearsOnProgress } from '../evidence/progress.js';
import type { Emit, TrialLog } from './ports.js';

export interface Recorder {
  readonly emit: Emit;
  readonly lines: readonly Evidence[];
  /** Milliseconds since the trial began. */
  readonly nowMs: () => number;
  /**
   * Resolves with true once `holds` returns true, asked after each new line that bears on progress, and every
   * `lookAgainMs` in between for what depends on the time alone; with false at the deadline. Rejects with the
   * signal's reason.
   */
  readonly until: (holds: () => boolean, deadlineMs: number, signal: AbortSignal) => Promise<boolean>;
}

const lookAgainMs = 500;

export function createRecorder(log: TrialLog, clock: Clock): Recorder {
  const startMs = clock.monotonicMs();
  const lines: Evidence[] = [];
  const waiting = new Set<() => void>();
  const nowMs = (): number => Math.round((clock.monotonicMs() - startMs) * 10) / 10;

  const emit: Emit = (fact, engineAt = null, node) => {
    const stamp = { seq: lines.length + 1, atMs: nowMs(), wall: clock.wall(), engineAt };
    const line: Evidence = { ...stamp, ...(node === undefined ? {} : { node }), ...fact };
    lines.push(line);
    log.append(line);
    if (bearsOnProgress(line)) for (const check of waiting) check();
    return line;
  };

  const until: Recorder['until'] = (holds, deadlineMs, signal) =>
    new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        waiting.delete(check);
        clearInterval(again);
        clearTimeout(deadline);
        signal.removeEventListener('abort', onAbort);
        settle();
      };
      const check = (): void => {
        try {
          if (holds())
            end(() => {
              resolve(true);
            });
        } catch (error) {
          end(() => {
            reject(error instanceof Error ? error : new LabError('evidence', String(error)));
          });
        }
      };
      const onAbort = (): void => {
        end(() => {
          reject(reasonOf(signal));
        });
      };
      const again = setInterval(check, lookAgainMs);
      const deadline = setTimeout(() => {
        end(() => {
          resolve(false);
        });
      }, deadlineMs);
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.add(check);
      if (signal.aborted) onAbort();
      else check();
    });

  return { emit, lines, nowMs, until };
}
