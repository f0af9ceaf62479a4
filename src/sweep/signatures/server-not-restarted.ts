// Services that are to serve for ever, and that swarm leaves down once they end.
import { healthOf, isJob, replicasOf } from '../../compose/policy.js';
import type { Placed } from '../../compose/place.js';
import type { Service } from '../../compose/stack.js';
import { isDatabase } from '../databases.js';
import { perService, type Signature } from '../signature.js';
import { looksOneShot } from './one-shot-restarts.js';

export const serverNotRestarted: Signature = {
  name: 'server-not-restarted',
  summary: 'a server with restart condition none: once its process ends it stays down',
  why:
    'With condition none swarm never starts another task in place of one that ended: after a crash, a kill ' +
    'for memory or a reboot of the node the service has no task, and nothing says so but its count of ' +
    'replicas. During an update a task that ends is a failure, and during a rollback nothing brings the ' +
    'old one back.',
  source: 'moby/swarmkit manager/orchestrator/restart/restart.go (shouldRestart)',
  mend: 'condition: any, which is also what swarm does where nothing is written',
  look: perService((service) => {
    const condition = service.restart?.condition ?? null;
    if (condition?.value !== 'none' || isJob(service) || replicasOf(service) === 0) return null;
    const server = serves(service);
    if (server === null || looksOneShot(service)) return null;
    return {
      severity: 'medium',
      service: service.name,
      places: [condition.place, server.place],
      says: `${service.name} is a server (${server.value}), and swarm starts it no second time`,
      change: {
        service: service.name,
        path: ['deploy', 'restart_policy', 'condition'],
        value: 'any',
      },
    };
  }),
};

/** What tells that somebody asks it things; null where nothing does. */
function serves(service: Service): Placed<string> | null {
  const { ports, health, image } = service;
  const [port] = ports;
  if (port !== undefined) return { value: 'it publishes a port', place: port.place };
  if (health !== null && healthOf(service) !== null)
    return { value: 'it has a healthcheck', place: health.place };
  if (image !== null && isDatabase(service)) return { value: 'a database', place: image.place };
  const routed = [...service.labels].find(([name]) => /^traefik\.(?:http|tcp|udp)\.services\./.test(name));
  return routed === undefined ? null : { value: 'traefik routes to it', place: routed[1].place };
}
