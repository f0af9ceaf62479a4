// Where a program is that a shell would run.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export function findOnPath(program: string, path: string): string {
  const found = path
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error(`${program} is not on PATH`);
  return found;
}
