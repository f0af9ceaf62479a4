// Whether an engine that was cleaned is as good as new, or has to be replaced. The bounds are in
// docs/machine.md.
import { counted } from '../base/counted.js';
import { withDeadline } from '../base/deadline.js';
import { formatBytes } from '../base/units.js';
import { burdenOf, type Burden } from './burden.js';
import type { PrivateEngine } from './private-engine.js';
import type { PrivateNode } from './private-node.js';

const trialsMax = 25;
const zombiesMax = 10;
const moreMountsMax = 20;
const moreDescriptorsMax = 200;
const daemonBytesMax = 512 * 1024 ** 2;
const answerMs = 500;

/** Why the engine must not be used again; null when it may. */
export async function wearOf(engine: PrivateEngine, signal: AbortSignal): Promise<string | null> {
  if (engine.lost.aborted) return 'it was lost';
  for (const node of engine.nodes) {
    const found = await wearOfNode(node, engine.trialsBefore(), signal);
    if (found !== null) return found;
  }
  return null;
}

async function wearOfNode(node: PrivateNode, trials: number, signal: AbortSignal): Promise<string | null> {
  try {
    await withDeadline('an answer', answerMs, signal, () => node.docker.version());
  } catch {
    return 'it does not answer quickly';
  }
  const daemon = node.daemon();
  return daemon === null
    ? 'its daemon has ended'
    : worn({ trials, fresh: node.fresh, now: burdenOf(node.init, daemon) });
}

interface Wear {
  readonly trials: number;
  /** What it carried when it was booted. */
  readonly fresh: Burden;
  readonly now: Burden;
}

/** The first bound that it passed, in words. */
export function worn({ trials, fresh, now }: Wear): string | null {
  if (trials >= trialsMax) return `it ran ${counted(trials, 'trial')}`;
  if (now.zombies > zombiesMax) return `it has ${String(now.zombies)} zombies`;
  const [mounts, descriptors] = [now.mounts - fresh.mounts, now.descriptors - fresh.descriptors];
  if (mounts > moreMountsMax) return `it has ${String(mounts)} mounts more than when it was booted`;
  if (descriptors > moreDescriptorsMax)
    return `its daemon has ${String(descriptors)} files more open than when it was booted`;
  return now.daemonBytes > daemonBytesMax ? `its daemon takes ${formatBytes(now.daemonBytes)}` : null;
}
