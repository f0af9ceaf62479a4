// Two tasks of an app that expects to be alone with its files.
import { replicasOf } from '../../compose/policy.js';
import { dataMount } from '../databases.js';
import { perService, type Signature } from '../signature.js';
import { startsBeside, stopFirst } from '../starts-beside.js';

export const startFirstSharedVolume: Signature = {
  name: 'start-first-shared-volume',
  summary: 'old and new task write to the same volume at the same time',
  why:
    'A named volume is the same for both tasks on a node. With start-first the new task opens it while ' +
    'the old one still writes: a database refuses to start at the lock of the other, and the update ' +
    'fails; or its files are damaged where the lock does not reach across containers.',
  source:
    'moby/swarmkit manager/orchestrator/update/updater.go (updateTask); moby ' +
    'daemon/cluster/executor/container/container.go (mounts)',
  mend: 'order: stop-first',
  look: perService((service) => {
    const policy = startsBeside(service);
    if (policy === null) return null;
    const data = dataMount(service);
    const plain = service.mounts.find(
      ({ type, source, readOnly }) => type === 'volume' && source !== null && !readOnly,
    );
    const mount = data ?? (replicasOf(service) === 1 ? plain : undefined);
    if (mount === undefined) return null;
    return {
      severity: data === undefined ? 'low' : 'high',
      service: service.name,
      places: [mount.place, policy.placeOf('order')],
      says:
        `${service.name} is updated start-first, and old and new task both write to ` +
        `${mount.target}${data === undefined ? '' : ', the files of a database'}`,
      change: stopFirst(service),
    };
  }),
};
