// Base and head stay what they were when the campaign began: a tag or a branch that names another commit
// since is told, and not followed, for trials of two different heads are not to be added up.
import type { MovedRefFact, Step } from '../evidence/fact.js';
import { LabError } from '../base/lab-error.js';
import { redact } from '../base/secrets/index.js';
import type { Git } from './git.js';

export type MovedRef = Omit<MovedRefFact, 'kind' | 'run'>;

export interface Pin {
  readonly step: Step;
  /** As the scenario writes it. */
  readonly ref: string;
  /** The repository that is asked for it. */
  readonly repository: string;
  /** Full id of the commit that it was when the campaign began; null when this is the first look. */
  readonly commit: string | null;
}

export interface Pinned {
  readonly commit: string;
  /** Null where the ref still names that commit. */
  readonly moved: MovedRef | null;
}

export interface PinQuestion {
  /** Git where the commit has to be. */
  readonly git: Git;
  /** The commit that the ref names now; throws `bad-input` when there is no such ref. */
  readonly now: () => string | Promise<string>;
  /** Gets the commit from its repository where a clone does not have it. */
  readonly fetch?: (commit: string) => Promise<unknown>;
}

/**
 * The commit to check out. Throws `bad-input` when the ref moved and the commit that it was is not to be had
 * any more.
 */
export async function pinned(
  { step, ref, repository, commit }: Pin,
  { git, now, fetch }: PinQuestion,
): Promise<Pinned> {
  if (commit === null) return { commit: await now(), moved: null };
  const named = await otherwiseNull('bad-input', async () => now());
  if (named === commit) return { commit, moved: null };
  const has = async (): Promise<boolean> =>
    (await otherwiseNull('tree', () => git(['cat-file', '-e', `${commit}^{commit}`]))) !== null;
  const there =
    (await has()) ||
    (fetch !== undefined && (await otherwiseNull('tree', () => fetch(commit))) !== null && (await has()));
  if (there) return { commit, moved: { step, ref, pinned: commit, now: named } };
  throw new LabError(
    'bad-input',
    `${step === 'base' ? 'base: upstream' : 'head: mirror'} ${redact(repository)}: ` +
      `${movedInWords({ step, ref, pinned: commit, now: named })}, and ${commit.slice(0, 8)} is not to ` +
      'be had any more',
    {
      hint:
        `put ${commit.slice(0, 8)} back there under any name, or begin a new campaign with \`driftlab ` +
        `run\``,
      phase: 'tree',
    },
  );
}

/** `next was 1a2b3c4d when the campaign began and is 5e6f7a8b now`. */
export function movedInWords({ ref, pinned: commit, now }: MovedRef): string {
  return (
    `${ref} was ${commit.slice(0, 8)} when the campaign began and is ` +
    `${now === null ? 'gone' : now.slice(0, 8)} now`
  );
}

async function otherwiseNull<T>(code: LabError['code'], work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LabError && error.code === code) return null;
    throw error;
  }
}
