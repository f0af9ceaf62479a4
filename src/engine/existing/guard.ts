// Starts the guardian of a visit, and lets it go when the visit is over.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { withDeadline } from '../../base/deadline.js';
import { LabError } from '../../base/lab-error.js';

export interface Guard {
  /** The visit is over: with nothing on record the guardian just ends. */
  readonly dismiss: () => void;
}

const startMs = 15_000;

/**
 * `program` is the guardian's compiled file. Resolves once it watches; nothing may be put on the engine
 * before.
 */
export async function startGuard(program: string, folder: string, signal: AbortSignal): Promise<Guard> {
  const child = spawn(process.execPath, [program, folder], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  child.stdin.on('error', () => undefined); // its end shows in the child's
  const watching = once(child.stdout, 'data');
  const ended = once(child, 'close').then(() => {
    throw new LabError(
      'engine-boot',
      `the program that cleans up after a killed driftlab does not start: ${program}`,
      { hint: 'reinstall driftlab' },
    );
  });
  ended.catch(() => undefined); // its end is news only until it watches
  child.unref();
  for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref?: () => void }).unref?.();
  const dismiss = (): void => {
    child.stdin.end();
  };
  try {
    await withDeadline('starting the guardian', startMs, signal, () => Promise.race([watching, ended]));
    return { dismiss };
  } catch (error) {
    dismiss();
    throw error;
  }
}
