// The files of a commit, read from git's objects without a worktree. All that is asked for at once is one
// process of git, since starting one costs more than what it does.
import { randomUUID } from 'node:crypto';
import type { Git } from './git.js';

export interface CommitFiles {
  readonly commit: string;
  /** Every file, as git names it. */
  readonly names: ReadonlySet<string>;
  /** The texts of these files, null of one that is not there. */
  readonly texts: (paths: readonly string[]) => Promise<readonly (string | null)[]>;
}

export async function commitFiles(git: Git, commit: string): Promise<CommitFiles> {
  const listed = (await git(['ls-tree', '-r', '-z', commit])).split('\0');
  const ids = new Map(listed.flatMap(blobIn));
  const names = new Set(listed.flatMap((line) => pathIn(line) ?? []));
  const known = new Map<string, string>();
  const texts = async (paths: readonly string[]): Promise<readonly (string | null)[]> => {
    const wanted = paths.map((path) => ids.get(normalize(path)) ?? null);
    const unread = [...new Set(wanted)].filter((id) => id !== null).filter((id) => !known.has(id));
    for (const [id, text] of await blobs(git, unread)) known.set(id, text);
    return wanted.map((id) => (id === null ? null : (known.get(id) ?? null)));
  };
  return { commit, names, texts };
}

/** The text of one file; null where the commit has none. */
export async function textIn({ texts }: CommitFiles, path: string): Promise<string | null> {
  const [text = null] = await texts([path]);
  return text;
}

/** A path and the id of its file; none of a submodule. */
function blobIn(line: string): readonly (readonly [path: string, id: string])[] {
  const [, id] = /^\d+ blob ([0-9a-f]+)\t/.exec(line) ?? [];
  const path = pathIn(line);
  return id === undefined || path === null ? [] : [[path, id]];
}

function pathIn(line: string): string | null {
  const tab = line.indexOf('\t');
  return tab < 0 ? null : line.slice(tab + 1);
}

/** Each begins with a word that no file can hold, so that it may hold anything else. */
async function blobs(git: Git, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const mark = randomUUID();
  const answer = await git(['cat-file', '--batch=%(rest)'], {
    input: Buffer.from(ids.map((id) => `${id} ${mark} ${id}\n`).join('')),
  });
  const begin = new RegExp(`^${mark} ([0-9a-f]+)\n`);
  return new Map(
    answer.split(new RegExp(`^(?=${mark} )`, 'm')).flatMap((part) => {
      const [line, id] = begin.exec(part) ?? [];
      return line === undefined || id === undefined ? [] : [[id, part.slice(line.length, -1)] as const];
    }),
  );
}

/** Git knows no `./compose.yml`. */
function normalize(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}
