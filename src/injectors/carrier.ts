// What carries a load's program: a container of the engine where the engine is the lab's, else a service of
// the swarm. Either is made ready before it is due.
import type { LoadRequest } from '../trial/ports.js';
import { carryInContainer } from './carry-container.js';
import { carryInService } from './carry-service.js';
import type { Carrier, LoadProgram } from './load-program.js';

export function carrierOf(request: LoadRequest, program: LoadProgram, signal: AbortSignal): Promise<Carrier> {
  const parts = {
    request,
    program,
    name: `driftlab-${String(process.pid)}-${request.trial}-load-${String(request.index)}`,
  };
  return request.engine.visit === null
    ? carryInContainer(parts, signal)
    : carryInService({ ...parts, visit: request.engine.visit }, signal);
}
