// The engine of a trial, put on record.
import type { Engine } from './engine-port.js';
import type { TrialState } from './trial-state.js';

export function recordEngine(state: TrialState, engine: Engine, moment: 'start' | 'end'): void {
  const { id, version, programs, nodeId, envelopeBytes, cgroupVersion } = engine;
  state.recorder.emit({
    kind: 'engine',
    moment,
    engine: id,
    version,
    programs,
    nodeId,
    daemon: engine.daemon(),
    envelopeBytes,
    cgroupVersion,
  });
}
