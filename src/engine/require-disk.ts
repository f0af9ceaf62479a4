// Room for a trial on the disk that engines live on, asked for before each: an engine that runs out of it
// fails in ways that look like the app's.
import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { formatBytes } from '../base/units.js';

const freeBytesMin = 256 * 1024 ** 2;
const freeInodesMin = 10_000;

/**
 * Throws an `engine-boot` LabError when the disk of `folder`, which need not be there yet, has too little
 * left for an engine.
 */
export function requireDisk(folder: string): void {
  if (!existsSync(folder)) {
    requireDisk(dirname(folder));
    return;
  }
  const { bavail, bsize, ffree, files } = statfsSync(folder);
  if (bavail * bsize < freeBytesMin)
    throw tooLittle(folder, `${formatBytes(bavail * bsize)} free`, formatBytes(freeBytesMin));
  if (files > 0 && ffree < freeInodesMin)
    throw tooLittle(folder, `room for ${String(ffree)} more files`, String(freeInodesMin));
}

function tooLittle(folder: string, found: string, wanted: string): LabError {
  return new LabError(
    'engine-boot',
    `the disk of ${folder}, where engines live, has ${found}, and a trial needs ${wanted}`,
    {
      hint:
        'Make room there, or set DRIFTLAB_STATE to a folder on another disk; `driftlab clean` removes ' +
        'what earlier runs left.',
    },
  );
}
