// What a reader must know of where the numbers come from. A campaign's manifest has this shape.
import type { GoneOn } from './differs-notes.js';

export interface Provenance {
  readonly driftlab: { readonly version: string; /** Null in an installed package. */ readonly commit: string | null };
  /** Each time that the campaign went on although something was not as it began. */
  readonly resumed?: readonly GoneOn[];
  readonly host: {
    readonly kernel: string;
    readonly cores: number;
    readonly memoryBytes: number;
    readonly cgroupVersion: 1 | 2 | null;
  };
  /** As the engine under test says its version; null where it was not there to be asked. */
  readonly tools: {
    readonly engine: string | null;
    /** Null when no arm deploys with abra. */
    readonly abra: { readonly path: string; readonly sha256: string; readonly version: string } | null;
  };
}
