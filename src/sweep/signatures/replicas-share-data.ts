// Several tasks of an app that expects to be alone with its files, whatever the update's order is.
import { isGlobal, isJob, replicasOf } from '../../compose/policy.js';
import { dataMount } from '../databases.js';
import { perService, type Signature } from '../signature.js';
import { nodesFor } from '../starts-beside.js';

export const replicasShareData: Signature = {
  name: 'replicas-share-data',
  summary: 'several tasks of a database write to one folder',
  why:
    'All tasks of a service mount the volume of the same name: those on one node write to the same files ' +
    'at the same time, and those on other nodes to files of their own, so that none has all the data. A ' +
    'database refuses to start at the lock of another, and its task is started again all day; or its ' +
    'files are damaged where the lock does not reach across containers.',
  source:
    'moby daemon/cluster/executor/container/container.go (mounts); docker/cli cli/compose/convert/volume.go',
  mend: 'replicas: 1; replicas of a database are services of their own, each with a volume of its own',
  look: perService((service, { swarm, stack }) => {
    const replicas = replicasOf(service);
    if (replicas < 2 || isGlobal(service) || isJob(service)) return null;
    const mount = dataMount(service);
    if (mount?.source == null) return null;
    // A name with a template is another volume for each task.
    const name = stack.volumes.get(mount.source)?.name?.value ?? mount.source;
    if (name.includes('{{')) return null;
    const alone = service.maxPerNode?.value === 1;
    // Nowhere two of them meet: each has files of its own, which a database that replicates itself may want.
    if (alone && nodesFor(service, swarm) > 1) return null;
    return {
      severity: 'high',
      service: service.name,
      places: [service.replicas?.place ?? service.place, mount.place],
      says: `${String(replicas)} tasks of ${service.name} write to ${mount.target}, the files of a database`,
      change: null,
    };
  }),
};
