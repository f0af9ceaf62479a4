// The first meeting with an abra: some deploys on a private engine of their own, before anything is
// believed of what it says.
import { systemClock } from '../../base/clock.js';
import { conformanceItems, conformanceRevision, observeAbra } from '../../deployers/index.js';
import { bootEngine, defaultStateDir } from '../../engine/index.js';
import { clones } from '../../recipe/clones/index.js';
import type { DeployerBinary } from '../../trial/ports.js';
import { keepMet, type MetAbra } from './met-abra.js';
import { meetingApps, meetingFolder } from './meeting-apps.js';

/** Its service has no task: this is what an engine without any takes. */
const memoryBytes = 64 * 1024 ** 2;
const meetingMsMax = 240_000;

/**
 * Meets it anew, and keeps what came of it. `programs`: folder of the programs of the engine; null: the
 * machine's.
 */
export async function meetAbra(binary: DeployerBinary, programs: string | null): Promise<MetAbra> {
  const stateDir = defaultStateDir();
  const signal = AbortSignal.timeout(meetingMsMax);
  const at = systemClock.wall();
  const engine = await bootEngine({ memoryBytes, stateDir, programs, signal });
  const said: string[] = [];
  try {
    const seen = await observeAbra(
      {
        path: binary.path,
        engine,
        apps: meetingApps(),
        trees: Object.fromEntries(Object.values(clones).map(({ name, make }) => [name, make])),
        scenarioDir: meetingFolder,
        console: (text) => {
          said.push(text);
        },
      },
      signal,
    );
    const items = conformanceItems(seen);
    const met = {
      format: 1,
      revision: conformanceRevision,
      ...binary,
      at,
      engine: engine.version,
      items,
    } as const;
    keepMet(stateDir, met, said.join(''));
    return met;
  } finally {
    await engine.destroy();
  }
}
