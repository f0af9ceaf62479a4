// The engines of a campaign: private ones from their pool, existing ones as they are.
import { fileURLToPath } from 'node:url';
import type { Engine, EnginePool } from '../trial/ports.js';
import { createExistingPool } from './existing/pool.js';
import { createEnginePool, type EnginePoolOptions } from './pool.js';

/** Where the guardian lies once compiled. */
const compiledGuardian = fileURLToPath(new URL('../engine/existing/guardian.js', import.meta.url));

export interface EnginesOptions extends EnginePoolOptions {
  /**
   * Program that cleans up on existing engines when this one is killed; by default the compiled one.
   */
  readonly guardian?: string;
}

/**
 * Gives each trial an engine of the kind that its settings name. Nothing is booted or reached before a trial
 * asks.
 */
export function createEngines(options: EnginesOptions): EnginePool {
  const { stateDir, scenarioDir: baseDir, cacheDir, extraImages, guardian = compiledGuardian } = options;
  const pools = {
    private: createEnginePool(options),
    existing: createExistingPool({ stateDir, guardian, folders: { baseDir, cacheDir }, extraImages }),
  };
  const inUse = new Map<Engine, EnginePool>();
  return {
    acquire: async (spec, signal) => {
      const pool = pools[spec.settings.engine.kind];
      const engine = await pool.acquire(spec, signal);
      inUse.set(engine, pool);
      return engine;
    },
    moveTags: async (engine, spec, signal) => inUse.get(engine)?.moveTags?.(engine, spec, signal),
    release: (engine) => {
      const pool = inUse.get(engine);
      inUse.delete(engine);
      pool?.release(engine);
    },
    close: async () => {
      const closed = await Promise.allSettled([pools.private.close(), pools.existing.close()]);
      const failed = closed.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
  };
}
