// A head that moves a database over a major version, on the files of the old one.
import { dataMount, imageName, isDatabase } from '../databases.js';
import { perService, type Signature } from '../signature.js';

export const databaseMajor: Signature = {
  name: 'database-major',
  summary: 'the head moves a database over a major version, and its files stay',
  why:
    'A volume is no part of what swarm rolls back. Where the new version refuses the old files its ' +
    'task ends and the update is rolled back; where it converts them, the old version that a rollback ' +
    'starts cannot read them any more.',
  source: 'moby/swarmkit manager/orchestrator/update/updater.go (rollbackUpdate puts back the spec alone)',
  mend:
    "a dump and a restore between the versions, or the database's own upgrade, as a step of its own; " +
    'and a copy of the volume before',
  look: perService((service, { before }) => {
    const [old, data] = [before?.stack.services.get(service.name)?.image ?? null, dataMount(service)];
    if (old === null || service.image === null || data === undefined || !isDatabase(service)) return null;
    const [was, is] = [imageName(old.value), imageName(service.image.value)];
    const [from, to] = [majorOf(was.tag), majorOf(is.tag)];
    if (from === null || to === null || from === to || was.repository !== is.repository) return null;
    const says = `${service.name} moves from ${was.tag ?? ''} to ${is.tag ?? ''} on the files in ${data.target}`;
    return {
      severity: 'high',
      service: service.name,
      places: [service.image.place, data.place],
      says,
      change: null,
    };
  }),
};

function majorOf(tag: string | null): string | null {
  return /\d+/.exec(tag ?? '')?.[0] ?? null;
}
