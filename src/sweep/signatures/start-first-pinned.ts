// A service that has one node only.
import { perService, type Signature } from '../signature.js';
import { pinnedBy, startsBeside, stopFirst } from '../starts-beside.js';

export const startFirstPinned: Signature = {
  name: 'start-first-pinned',
  summary: 'old and new task have to fit on the one node that a constraint leaves',
  why:
    'A constraint to one node holds for the new task too: whatever other nodes have free, both tasks ' +
    'share the memory, the ports and the volumes of that one.',
  source: 'moby/swarmkit manager/scheduler/filter.go (ConstraintFilter)',
  mend: 'order: stop-first, or room for both on that node',
  look: perService((service) => {
    const [policy, pin] = [startsBeside(service), pinnedBy(service)];
    if (policy === null || pin === null) return null;
    return {
      severity: 'low',
      service: service.name,
      places: [pin.place, policy.placeOf('order')],
      says: `${service.name} is updated start-first on one node alone (${pin.value.trim()})`,
      change: stopFirst(service),
    };
  }),
};
