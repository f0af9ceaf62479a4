// What is left of the engine's disk. An engine that cannot write fails in ways that look like the app's.
import { statfsSync } from 'node:fs';
import type { DiskFact } from '../evidence/fact.js';
import { outageOf } from './outage.js';
import { reading, type Watch } from './source.js';

const name = 'disk';
const sampleMs = 500;
/** A sample is written when it moved by this share of what was left. */
const worthShare = 0.25;

export const disk = reading({
  name,
  summary: "what is left of the engine's disk",
  watches: 'node',
  reads: 'diskFolder',
  attach: (watch, folder) => {
    const sample = sampler(watch, folder);
    sample();
    watch.every(sampleMs, sample);
    return { collect: sample };
  },
});

function sampler(watch: Watch, folder: string): () => void {
  const outage = outageOf(name, watch);
  let last: DiskFact | null = null;
  return () => {
    try {
      const now = freeIn(folder);
      outage.saw();
      if (
        last !== null &&
        !moved(last.freeBytes, now.freeBytes) &&
        !moved(last.freeInodes ?? 0, now.freeInodes ?? 0)
      )
        return;
      last = now;
      watch.emit(now);
    } catch (error) {
      outage.lost(error);
    }
  };
}

function freeIn(folder: string): DiskFact {
  const { bavail, bsize, ffree, files } = statfsSync(folder);
  return { kind: 'disk', freeBytes: bavail * bsize, freeInodes: files === 0 ? null : ffree };
}

function moved(before: number, now: number): boolean {
  return Math.abs(now - before) > worthShare * before;
}
