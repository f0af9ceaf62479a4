// What speaks against deploying a step by how it is deployed, as far as its files tell: found out before
// there is an engine, so that a mistake costs no boot.
import { readStack } from '../compose/read-stack.js';
import type { ComposeQuestion, Objections } from '../trial/ports.js';
import { missingService } from './missing-service.js';
import { socketReasons } from './socket-binds.js';

/**
 * Of a deployer that lets docker read the files. A head without the service under test may be what is looked
 * at, so that is only told.
 */
export function objectionsTo(question: ComposeQuestion): Objections {
  const { problems } = socketObjections(question);
  const missing = missingService(
    question.compose.map(({ text }) => text),
    question.settings.service,
  );
  if (missing === null) return { problems, notes: [] };
  return question.step === 'base'
    ? { problems: [`${missing} (name the one that is meant: service: NAME)`, ...problems], notes: [] }
    : { problems, notes: [missing] };
}

/** Of a deployer that does with the files what its author wants. */
export function socketObjections({ compose, env, settings }: ComposeQuestion): Objections {
  const { stack } = readStack(compose, env);
  return { problems: stack === null ? [] : socketReasons(stack, settings), notes: [] };
}
