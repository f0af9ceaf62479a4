// How much processor time a container has used: straight from its cgroup where the lab knows it, else from
// the engine, which takes a second to tell.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import type { Engine } from '../trial/ports.js';

export interface CpuReading {
  /** Milliseconds on whatever clock the time was read with; only differences mean anything. */
  readonly atMs: number;
  readonly usedMs: number;
}

/** Null when nothing can be measured, as for a container that has ended. */
export type CpuMeter = () => Promise<CpuReading | null>;

export function cpuMeterOf(
  { nodes: [{ envelopeCpuCgroup }], cgroupVersion }: Engine,
  container: Docker.Container,
): CpuMeter {
  const read =
    envelopeCpuCgroup === null || cgroupVersion === null
      ? () => askEngine(container)
      : () => readCgroup(join(envelopeCpuCgroup, container.id), cgroupVersion);
  return async () => {
    try {
      const reading = await read();
      return Number.isFinite(reading.atMs) && reading.usedMs > 0 ? reading : null;
    } catch {
      return null;
    }
  };
}

async function readCgroup(folder: string, version: 1 | 2): Promise<CpuReading> {
  if (version === 1)
    return {
      usedMs: Number(await readFile(join(folder, 'cpuacct.usage'), 'utf8')) / 1e6,
      atMs: performance.now(),
    };
  const us = /^usage_usec (\d+)$/m.exec(await readFile(join(folder, 'cpu.stat'), 'utf8'))?.[1];
  return { usedMs: Number(us) / 1000, atMs: performance.now() };
}

async function askEngine(container: Docker.Container): Promise<CpuReading> {
  const {
    read,
    cpu_stats: {
      cpu_usage: { total_usage: ns },
    },
  } = await container.stats({ stream: false, 'one-shot': true });
  return { usedMs: ns / 1e6, atMs: Date.parse(read) };
}
