// An existing engine as everybody else knows it: one node, of which nothing is the lab's, so that there is no
// envelope, no log and no process to look at.
import type { Engine } from '../../trial/ports.js';
import type { Connection } from './connect.js';
import type { Survey } from './survey.js';

interface Told {
  /** The label of what the lab puts there; null where it puts nothing there. */
  readonly visit: string | null;
  /** Aborts when it ends unasked. */
  readonly lost: AbortSignal;
}

export function engineOf({ docker, socketPath }: Connection, found: Survey, { visit, lost }: Told): Engine {
  const { engineId, nodeId, nodeName, version, cgroupVersion, sharesKernel } = found;
  return {
    id: engineId,
    nodes: [
      {
        id: nodeId,
        name: nodeName,
        docker,
        socketPath,
        sharesKernel,
        daemon: () => null,
        init: null,
        daemonLog: null,
        envelopeCgroup: null,
        envelopeCpuCgroup: null,
        diskFolder: null,
        networkNamespaces: null,
      },
    ],
    docker,
    socketPath,
    version,
    cgroupVersion,
    virtualIps: true,
    lost,
    visit,
    programs: null,
    trialsBefore: () => null,
    envelopeBytes: null,
  };
}
