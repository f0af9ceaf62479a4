// What an engine still knows of a stack, put on record at one moment: services, tasks, containers that ended,
// their last words, and what engine and kernel remember of the time before. Nothing is changed.
import { systemClock } from '../base/clock.js';
import type { AttachSources, Engine, TrialLog } from '../trial/ports.js';
import { recordEngine } from '../trial/record-engine.js';
import { createRecorder } from '../trial/recorder.js';
import { runOf } from './record-upgrade.js';

export interface Stock {
  readonly engine: Engine;
  readonly stack: string;
  /** The service whose stamp is read, without the stack's name. */
  readonly service: string;
}

/** Throws when the engine cannot be read. */
export async function takeStock(
  { engine, stack, service }: Stock,
  { attachSources, log }: { readonly attachSources: AttachSources; readonly log: TrialLog },
  signal: AbortSignal,
): Promise<void> {
  const { emit } = createRecorder(log, systemClock);
  recordEngine(emit, engine, 'start');
  const sources = await attachSources(
    { engine, runs: [runOf(stack)], service, loaded: false, lookBack: true, emit },
    AbortSignal.any([signal, engine.lost]),
  );
  try {
    await sources.look();
    await sources.collect(signal);
  } finally {
    await sources.detach();
    log.close();
  }
}
