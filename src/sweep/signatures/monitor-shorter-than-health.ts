// How long swarm looks, against how long it takes to tell that a task fell ill. A task that never was healthy
// is another matter: it never ran, and counts whenever it ends.
import { formatDuration } from '../../base/units.js';
import { healthOf, isJob, replicasOf, updatePolicy } from '../../compose/policy.js';
import { perService, type Signature } from '../signature.js';

export const monitorShorterThanHealth: Signature = {
  name: 'monitor-shorter-than-health',
  summary: 'a task that falls ill after it was healthy is noticed only when swarm no longer looks',
  why:
    'A failure after RUNNING counts only within the monitor. A healthcheck needs retries times ' +
    'interval to call a healthy task unhealthy; when that is longer than the monitor the update is ' +
    '"completed" by then, and the task is restarted with no rollback. (A task that never gets healthy ' +
    'counts however long it takes: it never was RUNNING.)',
  source: 'moby/swarmkit manager/orchestrator/update/updater.go (Run); moby daemon/health.go',
  mend:
    'a monitor longer than retries × (interval + timeout) and the time to stop; each update then takes ' +
    'as long',
  look: perService((service) => {
    const [policy, health] = [updatePolicy(service), healthOf(service)];
    if (health === null || policy.failureAction !== 'rollback' || isJob(service) || replicasOf(service) === 0)
      return null;
    const tellsMs = health.retries * health.intervalMs;
    if (tellsMs < policy.monitorMs) return null;
    return {
      severity: 'low',
      service: service.name,
      places: [
        policy.placeOf('monitorMs'),
        service.health?.intervalMs?.place ?? service.health?.place ?? service.place,
      ],
      says:
        `swarm looks at a new task of ${service.name} for ${formatDuration(policy.monitorMs)}, and its ` +
        `healthcheck takes ${formatDuration(tellsMs)} to tell that it fell ill`,
      change: null,
    };
  }),
};
