// What a ref names, asked of the repository itself: the truth that stamps are compared with must not come
// from a worktree.
import { closest } from 'fastest-levenshtein';
import { LabError } from '../base/lab-error.js';
import { redact } from '../base/secrets/index.js';
import type { Git } from './git.js';

/** Ref name -> commit id; an annotated tag counts as the commit it names. */
export type Refs = ReadonlyMap<string, string>;

/** All refs of a repository, asked of itself. */
export async function refsOf(git: Git, repository: string): Promise<Refs> {
  return parseRefs(await git(['ls-remote', '--quiet', repository]));
}

/** Refs as a clone has them. */
export interface CloneRefs {
  readonly refs: Refs;
  /** Full names of the tags that are annotated; the others are lightweight. */
  readonly annotated: ReadonlySet<string>;
}

export async function refsInClone(git: Git): Promise<CloneRefs> {
  const text = await git(['show-ref', '--dereference'], { mayFindNothing: true });
  const annotated = text.split('\n').flatMap((line) => / (refs\/tags\/.+)\^\{\}$/.exec(line)?.[1] ?? []);
  return { refs: parseRefs(text), annotated: new Set(annotated) };
}

/** The refs whose names begin with `prefix`, with `instead` in its place. */
export function refsUnder(refs: Refs, prefix: string, instead: string): Refs {
  const found = [...refs].filter(([name]) => name.startsWith(prefix) && name !== `${prefix}HEAD`);
  return new Map(found.map(([name, commit]) => [`${instead}${name.slice(prefix.length)}`, commit]));
}

/**
 * Lines of `<id> <name>`; the line of a tag is followed by one for the commit it names, with `^{}` after the
 * name.
 */
function parseRefs(text: string): Refs {
  const refs = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [id = '', name = ''] = line.split(/[\t ]/);
    if (name !== '') refs.set(name.replace(/\^\{\}$/, ''), id);
  }
  return refs;
}

/** Full name of a tag. */
export function tagRef(tag: string): string {
  return `refs/tags/${tag}`;
}

/** Full name of a branch. */
export function branchRef(branch: string): string {
  return `refs/heads/${branch}`;
}

/**
 * The full name of the ref that `head` means: a whole ref, a branch, a tag, or `pull/1/head`; null when it is
 * none.
 */
export function headRef(refs: Refs, head: string): string | null {
  return (
    [head, branchRef(head), tagRef(head), `refs/${head}`].find(
      (name) => name.startsWith('refs/') && refs.has(name),
    ) ?? null
  );
}

/** A ref that stands at the commit, for commits that no branch leads to; null when there is none. */
export function refAt(refs: Refs, commit: string): string | null {
  return [...refs].find(([name, id]) => name.startsWith('refs/') && id.startsWith(commit))?.[0] ?? null;
}

/** True when the text can be a commit id, or the beginning of one. */
export function isCommitId(text: string): boolean {
  return /^[0-9a-f]{7,40}$/.test(text);
}

/** The whole id of a commit that the repository has, by the beginning of it; null where it has none. */
export async function commitById(git: Git, text: string): Promise<string | null> {
  if (!isCommitId(text)) return null;
  try {
    return (await git(['rev-parse', '--verify', '--quiet', `${text}^{commit}`])).trim();
  } catch (error) {
    if (error instanceof LabError && error.code === 'tree') return null;
    throw error;
  }
}

/** Nothing in the mirror has this name. */
export function noSuchHead(refs: Refs, head: string, mirror: string): LabError {
  const names = shortNames(refs, /^refs\/(heads\/|tags\/)?/);
  return absent(`head: mirror ${redact(mirror)} has no ref or commit ${head}`, 'ref', head, names);
}

/** The upstream has no such version tag, and the mirror nothing else of that name. */
export function noSuchBase(
  refs: Refs,
  base: string,
  { mirror, upstream }: { readonly mirror: string; readonly upstream: string },
): LabError {
  const message =
    mirror === upstream
      ? `base: repository ${redact(mirror)} has no tag, branch or commit ${base}`
      : `base: upstream ${redact(upstream)} has no tag ${base}, and the mirror no such branch or commit`;
  return absent(message, 'tag', base, shortNames(refs, /^refs\/tags\//));
}

function shortNames(refs: Refs, prefix: RegExp): readonly string[] {
  return [...refs.keys()].filter((name) => prefix.test(name)).map((name) => name.replace(prefix, ''));
}

function absent(message: string, what: string, wanted: string, names: readonly string[]): LabError {
  const hint =
    names.length === 0
      ? `it has no ${what}s at all: is it the right repository?`
      : `the nearest ${what} is ${closest(wanted, names)}`;
  return new LabError('bad-input', message, { hint, phase: 'tree' });
}
