// Copies files with their owners, modes and times, and goes on no longer than this process does.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { dyingWithUs } from './dying-with-us.js';

const run = promisify(execFile);

/** As `cp -a` does; throws what that says where it cannot. */
export async function copyFiles(from: string, to: string, signal: AbortSignal): Promise<void> {
  const [program, ...words] = dyingWithUs(['cp', '-a', from, to]);
  try {
    await run(program, words, { signal });
  } catch (error) {
    const said = (error as { readonly stderr?: string }).stderr?.trim();
    throw said ? new Error(said, { cause: error }) : error;
  }
}
