// The pause between two tasks, against how long each is looked at.
import { formatDuration } from '../../base/units.js';
import { isJob, updatePolicy } from '../../compose/policy.js';
import { perService, type Signature } from '../signature.js';

export const delayNotBelowMonitor: Signature = {
  name: 'delay-not-below-monitor',
  summary: 'the delay between tasks is not below the monitor',
  why:
    'Engines before about 20.10.9 lost failures where delay was not below monitor; later ones look for ' +
    'delay + 1 s instead of the monitor that is written. The docker client waits for the written ' +
    'monitor only, and may say that the service converged before swarm decides to roll back.',
  source:
    'moby/swarmkit manager/orchestrator/update/updater.go (Run); docker/cli ' +
    'cli/command/service/progress/progress.go',
  mend: 'a monitor above the delay',
  look: perService((service) => {
    const policy = updatePolicy(service);
    if (
      policy.delayMs === 0 ||
      policy.delayMs < policy.monitorMs ||
      policy.failureAction === 'continue' ||
      isJob(service)
    )
      return null;
    const monitor = `${String(Math.ceil(policy.delayMs / 1000) + 5)}s`;
    return {
      severity: 'low',
      service: service.name,
      places: [policy.placeOf('delayMs'), policy.placeOf('monitorMs')],
      says:
        `the delay of ${service.name} is ${formatDuration(policy.delayMs)}, its monitor ` +
        formatDuration(policy.monitorMs),
      change: { service: service.name, path: ['deploy', 'update_config', 'monitor'], value: monitor },
    };
  }),
};
