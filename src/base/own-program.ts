// Where the program of a command of the author's lies.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LabError } from './lab-error.js';

export interface OwnProgram {
  /** As the scenario writes it. */
  readonly program: string;
  /** In which a name with a slash is looked for, in their order. */
  readonly folders: readonly string[];
  /** In which any other is looked for, as the variable PATH. */
  readonly path: string;
  /** What it is for, as in `there is no program x to deploy with`. */
  readonly purpose: string;
}

/** Throws `missing-tool` where there is none, or none that may be executed. */
export function programOf({ program, folders, path, purpose }: OwnProgram): string {
  const places = program.includes('/')
    ? folders.map((folder) => resolve(folder, program))
    : path.split(':').map((folder) => join(folder, program));
  const found = places.filter((place) => existsSync(place));
  const usable = found.find(mayRun);
  if (usable !== undefined) return usable;
  const [first] = found;
  throw first === undefined
    ? new LabError('missing-tool', `there is no program ${program} to ${purpose} with`, {
        hint: program.includes('/')
          ? "a path is looked for in the scenario's folder, and then in the recipe's tree"
          : 'a name without a slash is looked for on the PATH',
      })
    : new LabError('missing-tool', `${first} may not be executed`, {
        hint: statSync(first).isDirectory() ? 'it is a folder: name the program in it' : `chmod +x ${first}`,
      });
}

/**
 * The same as far as it can be known before there is a tree: a program with a slash that is not in the
 * scenario's folder may be in the tree.
 */
export function requireProgram(program: string, scenarioDir: string, purpose: string): void {
  const inFolder = program.includes('/');
  if (inFolder && !existsSync(resolve(scenarioDir, program))) return;
  programOf({ program, folders: [scenarioDir], path: process.env['PATH'] ?? '', purpose });
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
