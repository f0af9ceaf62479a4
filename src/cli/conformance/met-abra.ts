// What came of meeting an abra, kept in the state folder by the hash of its file: the same file is asked
// once.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { conformanceRevision, type ConformanceItem } from '../../deployers/index.js';
import { readRegular, writeWhole } from '../../store/index.js';
import type { DeployerBinary } from '../../trial/ports.js';

export interface MetAbra extends DeployerBinary {
  readonly format: 1;
  readonly revision: number;
  /** ISO 8601. */
  readonly at: string;
  /** Version of the engine that it deployed to. */
  readonly engine: string;
  readonly items: readonly ConformanceItem[];
}

const folder = 'conformance';

/** All that it said, word for word. */
export function meetingLog(stateDir: string, sha256: string): string {
  return join(stateDir, folder, `${sha256}.log`);
}

/** Null where it was never met, or met by a driftlab that asked other things. */
export function metBefore(stateDir: string, sha256: string): MetAbra | null {
  const path = recordOf(stateDir, sha256);
  if (!existsSync(path)) return null;
  const met = parsed(readRegular(path));
  return met?.format === 1 && met.revision === conformanceRevision && met.sha256 === sha256
    ? (met as MetAbra)
    : null;
}

export function keepMet(stateDir: string, met: MetAbra, log: string): void {
  writeWhole(meetingLog(stateDir, met.sha256), log);
  writeWhole(recordOf(stateDir, met.sha256), `${JSON.stringify(met, null, 2)}\n`);
}

/** What is not known to be as it is taken for. */
export function lackingItems({ items }: Pick<MetAbra, 'items'>): readonly ConformanceItem[] {
  return items.filter(({ state }) => state !== 'passed');
}

function recordOf(stateDir: string, sha256: string): string {
  return join(stateDir, folder, `${sha256}.json`);
}

/** A record that cannot be read is none: the abra is asked again. */
function parsed(text: string): Partial<MetAbra> | null {
  try {
    return JSON.parse(text) as Partial<MetAbra> | null;
  } catch {
    return null;
  }
}
