// A fresh clone as the harness fetches it: the mirror first, then every version tag of the upstream, which the mirror may lack.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError, messageOf } from '../base/lab-error.js';
import { redact } from '../base/redact.js';
import type { FixtureRepositories } from './fixture/fixture.js';
import { gitConfigFor } from './git-config.js';
import { gitIn, type Git } from './git.js';
import { headRef, isCommitId, noSuchHead, noSuchTag, refAt, refsOf, tagRef, type Refs } from './refs.js';

/** A clone, and what the repositories it came from said of their refs. */
export interface Clone {
  readonly dir: string;
  readonly repositories: FixtureRepositories;
  readonly mirrorRefs: Refs;
  readonly upstreamRefs: Refs;
  /** Git in the clone. */
  readonly git: (signal: AbortSignal) => Git;
}

export interface CloneRequest {
  readonly repositories: FixtureRepositories;
  /** An existing folder; the clone becomes `name` in it. */
  readonly parentDir: string;
  readonly name: string;
  readonly console: (text: string) => void;
}

/** Clones the mirror and fetches the upstream's tags. Throws `tree` when either cannot be read. */
export async function cloneMirror(request: CloneRequest, signal: AbortSignal): Promise<Clone> {
  const { repositories, parentDir, name, console } = request;
  const { mirror, upstream } = repositories;
  const configFile = join(parentDir, `${name}.gitconfig`);
  await writeFile(configFile, await gitConfigFor(repositories, signal), { mode: 0o600 });
  const dir = join(parentDir, name);
  const outside = gitIn({ dir: parentDir, configFile, console, signal });
  await readable('mirror', mirror, () => outside(['clone', '--quiet', '--', mirror, dir]));
  const inside = (during: AbortSignal): Git => gitIn({ dir, configFile, console, signal: during });
  const git = inside(signal);
  const mirrorRefs = await refsOf(git, mirror);
  await git(['remote', 'add', 'upstream', upstream]);
  const upstreamRefs = await readable('upstream', upstream, () => refsOf(git, upstream));
  await git(['fetch', '--quiet', 'upstream', 'refs/tags/*:refs/tags/*']);
  return { dir, repositories, mirrorRefs, upstreamRefs, git: inside };
}

async function readable<T>(role: string, place: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'tree') throw error;
    throw new LabError('tree', `${role} ${redact(place)} cannot be read: ${messageOf(error)}`, {
      hint: 'try `git ls-remote` on it; no password is asked here, so a private repository needs a key in the ssh agent or a credential helper of git',
      phase: 'tree', cause: error,
    });
  }
}

/** The commit that the version tag names in the upstream. Throws `bad-input` when there is no such tag. */
export function baseCommit({ upstreamRefs, repositories }: Clone, tag: string): string {
  const commit = upstreamRefs.get(tagRef(tag));
  if (commit === undefined) throw noSuchTag(upstreamRefs, tag, repositories.upstream);
  return commit;
}

/** The commit that `head` names in the mirror, fetched by its ref where it has one. Throws `bad-input` when there is none. */
export async function headCommit(clone: Clone, head: string, signal: AbortSignal): Promise<string> {
  const { mirrorRefs, repositories } = clone;
  const git = clone.git(signal);
  const ref = headRef(mirrorRefs, head) ?? (isCommitId(head) ? refAt(mirrorRefs, head) : null);
  if (ref !== null) await git(['fetch', '--quiet', 'origin', ref]);
  else if (!isCommitId(head)) throw noSuchHead(mirrorRefs, head, repositories.mirror);
  const wanted = ref === null ? head : (mirrorRefs.get(ref) ?? head);
  try {
    return (await git(['rev-parse', '--verify', '--quiet', `${wanted}^{commit}`])).trim();
  } catch (error) {
    if (error instanceof LabError && error.code === 'tree') throw noSuchHead(mirrorRefs, head, repositories.mirror);
    throw error;
  }
}
