// Tags that mean other images from the first version after the base on.
import { imagesLater } from '../scenario/sides.js';
import type { ReadyTrial } from './trial-state.js';

export async function moveTags(
  { spec, ports, engine }: Pick<ReadyTrial, 'spec' | 'ports' | 'engine'>,
  signal: AbortSignal,
): Promise<void> {
  if (imagesLater(spec.settings).length > 0) await ports.pool.moveTags?.(engine, spec, signal);
}
