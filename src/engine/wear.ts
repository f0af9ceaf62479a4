// Whether an engine that was cleaned is as good as new, or has to be replaced.
import { withDeadline } from '../base/deadline.js';
import type { PrivateEngine } from './private-engine.js';
import { zombiesUnder } from './processes.js';

const trialsMax = 25;
const zombiesMax = 10;
const answerMs = 500;

/** Why the engine must not be used again; null when it may. */
export async function wearOf(engine: PrivateEngine, trials: number, signal: AbortSignal): Promise<string | null> {
  if (engine.lost.aborted) return 'it was lost';
  if (trials >= trialsMax) return `it ran ${String(trials)} trials`;
  const zombies = [engine.init, engine.daemon()].reduce((sum, tag) => sum + (tag === null ? 0 : zombiesUnder(tag)), 0);
  if (zombies > zombiesMax) return `it has ${String(zombies)} zombies`;
  try {
    await withDeadline('an answer', answerMs, signal, () => engine.docker.version());
    return null;
  } catch {
    return 'it does not answer quickly';
  }
}
