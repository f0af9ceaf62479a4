// Services that are meant to run once.
import type { Placed } from '../../compose/place.js';
import { isJob, replicasOf, updatePolicy } from '../../compose/policy.js';
import type { Service } from '../../compose/stack.js';
import { perService, type Signature } from '../signature.js';

const names =
  /(?:^|[-_.])(?:migrate|migrations?|migrator|init|initdb|setup|seed|seeder|bootstrap|installer|createbuckets?|one-?shot)(?:[-_.]|$)/i;
const commands = /\b(?:migrate|db:setup|createsuperuser|collectstatic|alembic upgrade|create-?buckets?)\b/i;
/** What goes on running after such a command. */
const goesOn = /&&|;|\|\||\bexec\b|\bserver?\b|\brun\b|\bstart\b/i;

export const oneShotRestarts: Signature = {
  name: 'one-shot-restarts',
  summary: 'a service that is to run once: swarm starts it again, or takes its end for a failed update',
  why:
    'A service of a stack is to run for ever. Without a restart policy swarm starts it again as often ' +
    'as it ends, all day. With condition none or on-failure it stays ended; but a new task that ends ' +
    'within the monitor counts as a failed update, with exit code 0 too, and is paused or rolled back.',
  source:
    'moby/swarmkit manager/orchestrator/restart/restart.go (shouldRestart), ' +
    'manager/orchestrator/update/updater.go (Run)',
  mend:
    'mode: replicated-job for the service, under a new name as a mode cannot be changed; or the step ' +
    "as part of the app's own start",
  look: perService((service) => {
    const hint = oneShot(service);
    if (hint === null || isJob(service) || replicasOf(service) === 0) return null;
    const again = startsAgain(service);
    if (!again && updatePolicy(service).failureAction === 'continue') return null;
    const then = again
      ? 'swarm starts it again whenever it ends'
      : 'when it ends within the monitor its update counts as failed';
    return {
      severity: 'medium',
      service: service.name,
      places: [hint.place, service.restart?.condition?.place ?? service.place],
      says: `${service.name} looks as if it runs once (${hint.value}): ${then}`,
      change: null,
    };
  }),
};

/** `restart: no` is no restart policy in a stack, and swarm's own is to start again. */
function startsAgain({ restart, restartWord }: Service): boolean {
  if (restart !== null) return !['none', 'on-failure'].includes(restart.condition?.value ?? '');
  return restartWord?.value.startsWith('on-failure') !== true;
}

/** Whether its name or command says that it runs to an end. */
export function looksOneShot(service: Service): boolean {
  return oneShot(service) !== null;
}

function oneShot({ name, place, command }: Service): Placed<string> | null {
  const words = command.map(({ value }) => value).join(' ');
  const [first] = command;
  if (first !== undefined && commands.test(words) && !goesOn.test(words))
    return { value: `its command is ${words.slice(0, 60)}`, place: first.place };
  return names.test(name) ? { value: 'by its name', place } : null;
}
