// What a reader must know of where the numbers come from. A campaign's manifest has this shape.
import { counted } from '../base/counted.js';
import { formatBytes } from '../base/units.js';
import type { GoneOn } from './differs-notes.js';
import type { Binary } from './provenance-differences.js';

export interface Provenance {
  readonly driftlab: {
    readonly version: string;
    /** Null in an installed package. */ readonly commit: string | null;
  };
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
    readonly abra: MetBinary | null;
  };
}

interface MetBinary extends Binary {
  /** How it stood when it was met first; older driftlabs did not ask. */
  readonly conformance?: { readonly at: string } | { readonly unchecked: string };
}

/** A part each: version, engine, abra where it deployed, kernel, cores, memory. */
export function provenanceInWords({ driftlab, host, tools }: Provenance): readonly string[] {
  const { engine, abra } = tools;
  return [
    `driftlab ${driftlab.version}${driftlab.commit === null ? '' : ` (${driftlab.commit.slice(0, 8)})`}`,
    ...(engine === null
      ? []
      : [`engine ${engine.replace(/^Docker version /, '').replace(/, build .*$/, '')}`]),
    ...(abra === null
      ? []
      : [`abra ${abra.version} (SHA-256 ${abra.sha256.slice(0, 12)}${metInWords(abra)})`]),
    `kernel ${host.kernel}`,
    counted(host.cores, 'core'),
    formatBytes(host.memoryBytes),
    ...(host.cgroupVersion === null ? [] : [`cgroup v${String(host.cgroupVersion)}`]),
  ];
}

function metInWords({ conformance }: MetBinary): string {
  if (conformance === undefined) return '';
  return 'at' in conformance
    ? `, met on ${conformance.at.slice(0, 10)}`
    : `, never met: ${conformance.unchecked}`;
}
