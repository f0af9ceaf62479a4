// What this machine cannot give, said before anything starts, with the arithmetic.
import { availableParallelism } from 'node:os';
import { LabError } from '../base/lab-error.js';
import { formatAmount } from '../base/units.js';
import { requireMemory } from '../engine/index.js';
import type { Plan, PlannedTrial } from '../plan/plan.js';

/** Null when envelopes and processor loads of `jobs` trials at a time fit on this machine. */
export function beyondHost(plan: Plan, jobs: number): LabError | null {
  const atOnce = Math.min(jobs, plan.trials.length);
  return tooMuchMemory(plan, atOnce) ?? tooMuchCpu(plan, atOnce);
}

function tooMuchMemory({ arms }: Plan, atOnce: number): LabError | null {
  try {
    requireMemory(Math.max(0, ...arms.map(({ settings: { engine } }) => (engine.kind === 'private' ? engine.memoryBytes : 0))), atOnce);
    return null;
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
}

/** A load that the machine cannot give to every trial at a time misses its dose in all of them. */
function tooMuchCpu({ arms, trials }: Plan, atOnce: number): LabError | null {
  const has = availableParallelism() * 1000;
  const here = new Set(arms.filter(({ settings }) => settings.engine.kind === 'private').map(({ name }) => name));
  const asked = trials.reduce((most, trial) => (here.has(trial.arm) ? Math.max(most, cpuOf(trial)) : most), 0);
  if (asked * atOnce <= has) return null;
  const wanted = atOnce === 1 ? formatAmount(asked, 'millicores') : `${String(atOnce)} trials at a time × ${formatAmount(asked, 'millicores')} = ${formatAmount(asked * atOnce, 'millicores')}`;
  return new LabError('bad-input', `the cpu load asks for ${wanted}, this machine has ${formatAmount(has, 'millicores')}`, {
    hint: asked > has ? 'make the load smaller' : `use --jobs ${String(Math.floor(has / asked))}, or make the load smaller`,
  });
}

function cpuOf({ load }: PlannedTrial): number {
  return load.filter(({ unit }) => unit === 'millicores').reduce((sum, { target }) => sum + target, 0);
}
