// Measures again and again while a load is on.
import { pause } from '../base/deadline.js';

/** Calls `take` at once and about every `ms` milliseconds until `ended` aborts; resolves then. */
export async function sample(ms: number, ended: AbortSignal, take: () => Promise<void>): Promise<void> {
  while (!ended.aborted) {
    await take();
    await pause(ms, ended).catch(() => undefined);
  }
}
