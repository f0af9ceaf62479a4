// The report that a harness leaves: a plain file in the folder that it may write to, of a size that a report
// has. What stands there instead is said, and never waited for.
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join, relative } from 'node:path';

export type Report =
  | { readonly text: string }
  /** What there is in its place. */
  | { readonly instead: string };

const MiB = 1024 ** 2;
const largestBytes = 16 * MiB;

/** `file` as the scenario names it, relative to the folder. */
export async function readReport(folder: string, file: string): Promise<Report> {
  const path = await realpath(join(folder, file)).catch(() => null);
  if (path === null) return { instead: `it wrote no report ${file}` };
  if (relative(await realpath(folder), path).startsWith('..'))
    return { instead: `its report ${file} is a link out of the folder that it may write to` };
  // A pipe that nobody writes to is not waited for.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (handle === null) return { instead: `its report ${file} cannot be read` };
  try {
    return await readPlain(handle, file);
  } finally {
    await handle.close();
  }
}

async function readPlain(handle: FileHandle, file: string): Promise<Report> {
  const stat = await handle.stat();
  if (!stat.isFile()) return { instead: `its report ${file} is no plain file` };
  if (stat.size > largestBytes)
    return {
      instead: `its report ${file} has ${String(Math.round(stat.size / MiB))} MiB, more than ${String(largestBytes / MiB)}`,
    };
  return { text: await handle.readFile('utf8') };
}
