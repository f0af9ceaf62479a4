// What failed in a trial, as a fact: the phase in which it did, and whose fault it was. An error that nobody
// foresaw is a bug only where neither the machine nor the engine says that it could not go on.
import { LabError, messageOf } from '../base/lab-error.js';
import { phases, type FaultFact, type Phase } from '../evidence/fact.js';

/** Errors of a connection: whoever was at its other end is gone. */
const cut: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTCONN']);

/** `during`: the phase that had begun last. */
export function faultOf(error: unknown, during: Phase): FaultFact {
  return { kind: 'fault', phase: phaseOf(error) ?? during, code: codeOf(error), message: messageOf(error) };
}

/** Null where the error does not say. */
function phaseOf(error: unknown): Phase | null {
  const named = error instanceof LabError ? error.phase : null;
  return phases.find((phase) => phase === named) ?? null;
}

/**
 * `machine`: a call to this machine's kernel failed, as on a full disk. `engine-lost`: the engine did not
 * answer any more. `engine-refused`: it answered that it would not.
 */
function codeOf(error: unknown): string {
  if (error instanceof LabError) return error.code;
  const { code, syscall, statusCode } = error as {
    readonly code?: unknown;
    readonly syscall?: unknown;
    readonly statusCode?: unknown;
  };
  if (typeof statusCode === 'number') return 'engine-refused';
  if (typeof code !== 'string' || typeof syscall !== 'string') return 'bug';
  return syscall === 'connect' || cut.has(code) ? 'engine-lost' : 'machine';
}
