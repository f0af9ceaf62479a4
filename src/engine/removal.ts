// Removing what swarm may be removing too.
import { statusOf } from './client.js';

/**
 * A removal that lost the race against swarm's own (404), or cannot be done yet (400, 403, 409, 500), shows
 * in the next look.
 */
export async function attempted(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (![400, 403, 404, 409, 500].includes(statusOf(error) ?? 0)) throw error;
  }
}
