// A copy of the stand-in for abra, with the fault that a test plants beside it.
import { copyFile, mkdtemp, writeFile } from 'node:fs/promises';
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
  | 'unhurried';

/** Path of an executable that a test owns, in a new folder of `dir`. */
export async function standInAbra(dir: string, fault?: Fault): Promise<string> {
  const folder = await mkdtemp(join(dir, 'stand-in-'));
  const path = join(folder, 'stand-in-abra');
  await copyFile(source, path);
  if (fault !== undefined) await writeFile(join(folder, 'fault'), fault);
  return path;
}
