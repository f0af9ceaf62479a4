// How much everything had to wait, from the kernel's pressure stall information: the envelope's own where
// cgroups have it (v2), else the whole machine's. Watched in trials with a load, as part of what the load
// did.
import type { PressureFact } from '../evidence/fact.js';
import { openFiles, type OpenFiles } from './open-files.js';
import { outageOf } from './outage.js';
import { reading, type Watch } from './source.js';

const name = 'pressure';
const sampleMs = 1000;
const machineFolder = '/proc/pressure';

interface Place {
  readonly scope: PressureFact['scope'];
  readonly folder: string;
  readonly files: Readonly<Record<'cpu' | 'memory' | 'io', string>>;
}

export const pressure = reading({
  name,
  summary: 'how much everything had to wait for processors, memory and disks, while a load is on',
  watches: 'node',
  reads: 'envelopeCgroup',
  attach: (watch, folder) => {
    const found = placeOf(watch, folder);
    if (found === null) return null;
    const { scope, files, open } = found;
    const outage = outageOf(name, watch);
    const take = (): void => {
      try {
        watch.emit({
          kind: 'pressure',
          scope,
          cpuUs: totalIn(open.textIn(files.cpu)),
          memoryUs: totalIn(open.textIn(files.memory)),
          ioUs: totalIn(open.textIn(files.io)),
        });
        outage.saw();
      } catch (error) {
        outage.lost(error);
      }
    };
    take();
    watch.every(sampleMs, take);
    return { collect: take, detach: open.close };
  },
});

/** Null where nothing is under load, or the kernel keeps no such account. */
function placeOf(
  { loaded, engine: { cgroupVersion } }: Watch,
  envelopeCgroup: string,
): (Place & { readonly open: OpenFiles }) | null {
  if (!loaded) return null;
  const machine: Place = {
    scope: 'machine',
    folder: machineFolder,
    files: { cpu: 'cpu', memory: 'memory', io: 'io' },
  };
  const envelope: Place = {
    scope: 'envelope',
    folder: envelopeCgroup,
    files: { cpu: 'cpu.pressure', memory: 'memory.pressure', io: 'io.pressure' },
  };
  for (const place of cgroupVersion === 2 ? [envelope, machine] : [machine]) {
    try {
      return {
        ...place,
        open: openFiles(
          place.folder,
          Object.fromEntries(Object.values(place.files).map((file) => [file, true])),
        ),
      };
    } catch {
      continue;
    }
  }
  return null;
}

function totalIn(text: string): number {
  const total = /^some .*total=(\d+)/m.exec(text)?.[1];
  if (total === undefined) throw new Error(`no total in ${JSON.stringify(text.slice(0, 80))}`);
  return Number(total);
}
