// The wait of docker's own command line, `docker stack deploy --detach=false` and `docker service update`, by
// the very docker that is there: it posts the spec as it stands, which does not reach the engine, and then
// waits for swarm as it always does.
import { programOf, requireProgram } from '../base/own-program.js';
import { seeingOnly } from '../base/own-socket.js';
import { keys } from '../scenario/map-shape.js';
import type { CheckAnswer, CheckContext } from '../trial/ports.js';
import { check } from './check.js';
import { environmentOf } from './environment.js';
import { readOnlySocket } from './read-only-socket.js';
import { runProgram } from './run-program.js';
import { servicesOf } from './services.js';

const purpose = 'wait';

export const detachFalse = check({
  name: 'detach-false',
  summary: "waits as docker stack deploy --detach=false does, by docker's own command line",
  example: '{ detach-false: {} }',
  options: keys('detach-false', {}),
  requires: (_, scenarioDir) => {
    requireProgram('docker', scenarioDir, purpose);
  },
  ask: async (_, context, signal) => {
    const socket = await readOnlySocket(context.scratchDir, context.engine.socketPath);
    try {
      const services = await servicesOf(context, signal);
      const waits = services.map(({ name }) => waitFor(name, context, { socketPath: socket.path, signal }));
      return worstOf(await Promise.all(waits));
    } finally {
      await socket.close();
    }
  },
});

async function waitFor(
  service: string,
  context: CheckContext,
  { socketPath, signal }: { readonly socketPath: string; readonly signal: AbortSignal },
): Promise<CheckAnswer> {
  const env = await environmentOf(context, socketPath);
  const docker = programOf({ program: 'docker', folders: [], path: env['PATH'] ?? '', purpose });
  const words = [docker, 'service', 'update', '--detach=false', service];
  return runProgram({ words: seeingOnly(socketPath, words), env }, context, signal);
}

/** Of several side by side: one that failed, else one that gave no answer, else the last. */
function worstOf(answers: readonly CheckAnswer[]): CheckAnswer {
  const none: CheckAnswer = { answer: null, exitCode: null, said: null, failure: 'the stack has no service' };
  return (
    answers.find(({ answer }) => answer === 'bad') ??
    answers.find(({ answer }) => answer === null) ??
    answers.at(-1) ??
    none
  );
}
