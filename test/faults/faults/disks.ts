// Disks that run full: each a small file system of the cell's own, mounted where the lab writes. It is shrunk
// to what is in it, so that from then on nothing more can be written, and grown again when the trial is over.
import { execFileSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';
import type { Fault, PlantedIn } from '../fault.js';
import type { Place } from '../place.js';

interface Disk {
  readonly name: string;
  readonly how: string;
  readonly folder: (place: Place) => string;
  readonly says: RegExp;
  readonly harmlessIn: readonly PlantedIn[];
}

const size = '1g';
/** A size of 0 would be no limit. */
const pageBytes = 4096;
const triesMax = 50;

const disks: readonly Disk[] = [
  {
    name: 'disk full: engine',
    how: 'nothing more can be written where the engine has its images, containers and swarm',
    folder: ({ state }) => state,
    says: /no space left|disk ran full|has \S+ \S+ free/i,
    harmlessIn: ['collect', 'destroy'],
  },
  {
    name: 'disk full: results',
    how: 'nothing more can be written to the results',
    folder: ({ results }) => results,
    says: /no space|ENOSPC/i,
    harmlessIn: ['collect', 'destroy'],
  },
  {
    name: 'disk full: TMPDIR',
    how: 'nothing more can be written to the folder for temporary files',
    folder: ({ tmp }) => tmp,
    // git says it in words of its own.
    says: /no space|ENOSPC|out of diskspace/i,
    harmlessIn: ['load', 'base', 'observe', 'collect', 'destroy'],
  },
  {
    name: 'disk full: cache',
    how: 'nothing more can be written to the cache of images, which is empty at the start',
    folder: ({ cache }) => cache,
    says: /no space|ENOSPC/i,
    harmlessIn: ['tree', 'load', 'base', 'upgrade', 'observe', 'collect', 'destroy'],
  },
];

function fullDisk({ name, how, folder, says, harmlessIn }: Disk): Fault {
  return {
    name,
    how,
    says,
    withinSeconds: 60,
    harmlessIn,
    ...(name.endsWith('cache') ? { ownCache: true } : {}),
    prepare: (place) => {
      const at = folder(place);
      mkdirSync(at, { recursive: true });
      mount('-t', 'tmpfs', '-o', `size=${size}`, 'driftlab-faults', at);
      return {
        plant: () => {
          shrink(at);
        },
        lift: () => {
          mount('-o', `remount,size=${size}`, at);
        },
        clear: () => {
          execFileSync('umount', ['--lazy', at]);
        },
      };
    },
  };
}

/**
 * What is written while it is measured makes it too small for what is in it, which is refused: then it is
 * measured again.
 */
function shrink(at: string): void {
  for (let left = triesMax; ; left--) {
    try {
      mount('-o', `remount,size=${String(Math.max(pageBytes, usedBytes(at)))}`, at);
      return;
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

function mount(...args: readonly string[]): void {
  execFileSync('mount', args, { stdio: 'pipe' });
}

function usedBytes(folder: string): number {
  const { blocks, bfree, bsize } = statfsSync(folder);
  return (blocks - bfree) * bsize;
}

export const diskFaults: readonly Fault[] = disks.map(fullDisk);
