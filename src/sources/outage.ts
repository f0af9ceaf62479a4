// Writes one `gap` for each time that a source is blind, however often it tries.
import { messageOf } from '../base/lab-error.js';
import { redact } from '../base/redact.js';
import type { Watch } from './source.js';

export interface Outage {
  /** Puts the gap on record unless it is already, or the watch is over. */
  readonly lost: (reason: unknown) => void;
  /** The source sees again. */
  readonly over: () => void;
}

export function outageOf(source: string, { emit, engine, isOver }: Watch): Outage {
  let out = false;
  return {
    lost: (reason) => {
      if (out || isOver()) return;
      out = true;
      const cause: unknown = engine.lost.aborted ? engine.lost.reason : reason;
      emit({ kind: 'gap', source, reason: redact(messageOf(cause)) });
    },
    over: () => { out = false; },
  };
}
