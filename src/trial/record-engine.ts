// The engine of a trial, or of an upgrade that is watched, put on record.
import type { EngineFact } from '../evidence/fact.js';
import type { Engine } from './engine-port.js';
import type { Emit } from './source-ports.js';

export function recordEngine(emit: Emit, engine: Engine, moment: EngineFact['moment']): void {
  const { id, version, programs, nodes, envelopeBytes, cgroupVersion } = engine;
  const [first] = nodes;
  emit({
    kind: 'engine',
    moment,
    engine: id,
    version,
    programs,
    nodeId: first.id,
    daemon: first.daemon(),
    envelopeBytes,
    cgroupVersion,
    ...(nodes.length === 1
      ? {}
      : { nodes: nodes.map(({ id: node, name, daemon }) => ({ id: node, name, daemon: daemon() })) }),
  });
}
