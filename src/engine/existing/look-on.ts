// Looks on at an existing engine: what is needed to watch it, and nothing that changes it. No claim, no
// guard, no images.
import type { Engine } from '../../trial/ports.js';
import type { Address } from './address.js';
import { connect, type Connection } from './connect.js';
import { listenForEnd } from './listen-for-end.js';
import { surveyManager, type Survey } from './survey.js';

export interface OnLooker {
  readonly engine: Engine;
  readonly close: () => Promise<void>;
}

/**
 * Throws `bad-input` or `engine-boot` with the reason why it cannot be watched: no way there, no swarm, or no
 * manager of it.
 */
export async function lookOn(address: Address, signal: AbortSignal): Promise<OnLooker> {
  const connection = await connect(address, signal);
  try {
    const found = await surveyManager(connection);
    const end = await listenForEnd(connection, signal);
    const close = async (): Promise<void> => {
      end.hangUp();
      await connection.close();
    };
    return { engine: engineOf(connection, found, end.lost), close };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Nothing of it is the lab's: no envelope, no log, no process to look at. */
function engineOf({ docker, socketPath }: Connection, found: Survey, lost: AbortSignal): Engine {
  const { engineId, nodeId, version, cgroupVersion, sharesKernel } = found;
  return {
    id: engineId,
    docker,
    socketPath,
    version,
    nodeId,
    cgroupVersion,
    sharesKernel,
    virtualIps: true,
    lost,
    visit: null,
    programs: null,
    daemon: () => null,
    init: null,
    trialsBefore: () => null,
    envelopeBytes: null,
    envelopeCgroup: null,
    envelopeCpuCgroup: null,
    diskFolder: null,
    daemonLog: null,
    networkNamespaces: null,
  };
}
