// Whether what stands on the command line is a file, rather than the name of something.
import { statSync } from 'node:fs';

/** Also false for a name that no file can have, or that cannot be looked at. */
export function isFile(name: string): boolean {
  try {
    return statSync(name).isFile();
  } catch {
    return false;
  }
}
