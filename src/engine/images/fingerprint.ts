// What decides how a built image comes out: the folder, its tag, and the node program that scripts may copy
// into it.
import { createHash } from 'node:crypto';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** A hash over names, modes and contents of the folder, the tag, and node's version and age. */
export async function fingerprint(folder: string, tag: string): Promise<string> {
  const hash = createHash('sha256');
  const node = await stat(process.execPath);
  hash.update(JSON.stringify([tag, process.version, node.mtimeMs, node.size]));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    const { mode } = await stat(file);
    hash.update(JSON.stringify([relative(folder, file), mode]));
    hash.update(await contentOf(file));
  }
  return hash.digest('hex').slice(0, 24);
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    return Buffer.from(await readlink(file));
  } catch {
    return readFile(file); // not a link
  }
}
