// Looks on at an existing engine: what is needed to watch it, and nothing that changes it. No claim, no
// guard, no images.
import type { Engine } from '../../trial/ports.js';
import type { Address } from './address.js';
import { connect } from './connect.js';
import { engineOf } from './engine-of.js';
import { listenForEnd } from './listen-for-end.js';
import { surveyManager } from './survey.js';

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
    return { engine: engineOf(connection, found, { visit: null, lost: end.lost }), close };
  } catch (error) {
    await connection.close();
    throw error;
  }
}
