// What git writes in a clone's own folder, read without starting a process. The formats are those of
// gitrepository-layout(5), with the refs kept in files; where a folder is kept in another way the answer is
// null, and git has to be asked.
import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** HEAD's reflog as `git reflog --format='%H %gs'` gives it, newest first. */
export async function writtenReflog(dir: string): Promise<readonly string[] | null> {
  const text = await readFile(join(dir, '.git', 'logs', 'HEAD'), 'utf8').catch(() => null);
  return text === null ? null : text.split('\n').flatMap(reflogEntry).reverse();
}

/** `<old id> <new id> <name> <<address>> <seconds> <zone>`, a tab, the message. */
function reflogEntry(line: string): readonly string[] {
  const [, commit, message] = /^[0-9a-f]+ ([0-9a-f]+) [^>]*> \d+ [+-]\d{4}\t?(.*)$/s.exec(line) ?? [];
  return commit === undefined || message === undefined ? [] : [`${commit} ${message}`];
}

/** Names of all tags as `git tag --list` gives them. */
export async function writtenTags(dir: string): Promise<readonly string[] | null> {
  const folder = join(dir, '.git', 'refs', 'tags');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return null;
  const loose = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const packed = await readFile(join(dir, '.git', 'packed-refs'), 'utf8').catch(() => '');
  const names = [
    ...loose,
    ...packed.split('\n').flatMap((line) => /^[0-9a-f]+ refs\/tags\/(.+)$/.exec(line)?.[1] ?? []),
  ];
  return [...new Set(names)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
