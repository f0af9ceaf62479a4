// A copy of the stand-in for abra, with the fault that a test plants in it: another file to whoever knows
// it by its hash.
import { appendFile, copyFile, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('stand-in-abra', import.meta.url));

export type Fault =
  | 'another-program'
  | 'silent'
  | 'wrong-version'
  | 'other-checkout'
  | 'no-line'
  | 'no-line-but-done'
  | 'coloured'
  | 'says-done'
  | 'unhurried'
  | 'writes-home'
  | 'writes-elsewhere'
  | 'long-stamp'
  | 'no-checkout'
  | 'refuses'
  | 'another-engine'
  | 'own-name'
  | 'own-files'
  | 'other-label'
  | 'no-label'
  | 'fails-though-done'
  | 'done-though-failed';

/**
 * Path of an executable that a test owns, in a new folder of `dir`; `about`: what the fault needs to know.
 */
export async function standInAbra(dir: string, fault?: Fault, about = ''): Promise<string> {
  const folder = await mkdtemp(join(dir, 'stand-in-'));
  const path = join(folder, 'stand-in-abra');
  await copyFile(source, path);
  if (fault !== undefined) await appendFile(path, `# planted: ${fault} ${about}\n`);
  return path;
}
