// How much memory a container holds by the engine's accounting: straight from its cgroup where the lab knows
// it, else from the engine.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import type { Engine } from '../trial/ports.js';

/** Bytes held now; null when nothing can be measured, as for a container that has ended. */
export type Meter = () => Promise<number | null>;

export function meterOf(
  { nodes: [{ envelopeCgroup }], cgroupVersion }: Engine,
  container: Docker.Container,
): Meter {
  const read =
    envelopeCgroup === null || cgroupVersion === null
      ? async () => (await container.stats({ stream: false, 'one-shot': true })).memory_stats.usage
      : async () =>
          Number(await readFile(join(envelopeCgroup, container.id, usageFiles[cgroupVersion]), 'utf8'));
  return async () => {
    try {
      const bytes = (await read()) as number | undefined;
      return bytes !== undefined && Number.isFinite(bytes) && bytes > 0 ? bytes : null;
    } catch {
      return null;
    }
  };
}

const usageFiles = { 1: 'memory.usage_in_bytes', 2: 'memory.current' } as const;
