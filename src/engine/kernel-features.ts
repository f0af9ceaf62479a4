// What not every kernel has, found out by trying it in a network namespace of its own: whether a module lies
// on the disk says little where modules cannot be loaded.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { messageOf } from '../base/lab-error.js';
import type { KernelFeature } from '../scenario/definition.js';
import { searchPath } from './tools.js';

const run = promisify(execFile);
const tryMs = 10_000;

/** A command that ends with 0 where the kernel has it. */
const tries: Readonly<Record<KernelFeature, readonly [string, ...string[]]>> = {
  netem: ['unshare', '--net', 'tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'netem', 'delay', '1ms'],
};

/** Null where this machine can do it; else why not, in the words of whoever refused. */
export async function lackOf(feature: KernelFeature): Promise<string | null> {
  const [program, ...words] = tries[feature];
  try {
    await run(program, words, { timeout: tryMs, env: { PATH: searchPath() } });
    return null;
  } catch (error) {
    const said = (error as { readonly stderr?: string }).stderr?.trim().split('\n')[0] ?? '';
    return said === '' ? (messageOf(error).split('\n')[0] ?? '') : said;
  }
}
