// What a trial wants of a private engine, and by what it is known whether one that is there will do.
import { resolve } from 'node:path';
import { assert } from '../base/assert.js';
import type { TrialSpec } from '../plan/plan.js';
import { nodesOf, type NodeSettings } from '../scenario/engine-nodes.js';
import type { PrivateEngineSettings } from '../scenario/scenario.js';

export interface Wanted extends Pick<PrivateEngineSettings, 'memoryBytes' | 'fresh' | 'programs'> {
  readonly nodes: readonly NodeSettings[];
  /** All that it is made of and that cannot be changed any more, as text. */
  readonly make: string;
  /** Arm that keeps its volumes; null where it keeps none. */
  readonly keptFor: string | null;
}

/** `scenarioDir` is the folder against which the scenario's paths are resolved. */
export function wantedOf({ arm, settings: { engine, state } }: TrialSpec, scenarioDir: string): Wanted {
  assert(engine.kind === 'private', 'the trial wants a private engine');
  const programs = engine.programs === null ? null : resolve(scenarioDir, engine.programs);
  return {
    memoryBytes: engine.memoryBytes,
    fresh: engine.fresh,
    programs,
    nodes: nodesOf(engine),
    make: makeOf({ ...engine, programs }),
    keptFor: state === 'kept' ? arm : null,
  };
}

/**
 * Everything that the settings say of an engine, but for what is asked at each trial anew and for the size of
 * its envelopes: a setting that is new is a part of it, so that no engine is lent by mistake.
 */
function makeOf(settings: PrivateEngineSettings): string {
  const asNodes = { nodes: nodesOf(settings), managers: null, labels: null };
  return JSON.stringify({ ...settings, ...asNodes, memoryBytes: null, fresh: null, socket: null });
}
