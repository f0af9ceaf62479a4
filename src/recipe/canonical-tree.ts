// From the canonical tree to a trial's tree: brought over as the clone kind says, with base a tag of the
// upstream and head a ref or commit of the mirror.
import { writeFile } from 'node:fs/promises';
import type { CheckoutBy, MakeTree } from '../trial/ports.js';
import { canonicalOf, mirrorRefs, type Canonical } from './canonical.js';
import { gitConfigFor } from './git-config.js';
import { gitIn, type Git } from './git.js';
import type { PinnedCommits, RecipeSettings } from '../scenario/scenario.js';
import { stepOverlaysOf } from './overlays.js';
import { pinned, type Pinned } from './pin.js';
import { recipeTree } from './recipe-tree.js';
import {
  branchRef,
  commitById,
  headRef,
  isCommitId,
  noSuchBase,
  noSuchHead,
  refAt,
  refsInClone,
  refsUnder,
  tagRef,
  type CloneRefs,
} from './refs.js';
import { treePlaceIn, type TreePlace } from './tree-place.js';

export interface Bringing {
  readonly canonical: Canonical;
  readonly place: TreePlace;
  readonly console: (text: string) => void;
}

export interface CanonicalKind {
  /** Who checks the base's version tag out, where it is annotated. */
  readonly baseCheckout: CheckoutBy;
  /** Makes the tree's folder from the canonical tree. */
  readonly bring: (bringing: Bringing, signal: AbortSignal) => Promise<void>;
}

/**
 * A clone kind that starts from the canonical tree. Base and head are read at once, before anything can
 * change the tree.
 */
export function treeFromCanonical({ baseCheckout, bring }: CanonicalKind): MakeTree {
  return async ({ settings, scenarioDir, scratchDir, console }, signal) => {
    const { recipe, pinned: pins } = settings;
    const overlays = stepOverlaysOf(settings, scenarioDir);
    const canonical = await canonicalOf({ recipe, scenarioDir, console }, signal);
    const place = await treePlaceIn(scratchDir, recipe.name);
    await writeFile(
      place.configFile,
      await gitConfigFor({ mirror: canonical.dir, upstream: canonical.dir }, signal),
    );
    await bring({ canonical, place, console }, signal);
    const git = (during: AbortSignal): Git =>
      gitIn({ dir: place.dir, configFile: place.configFile, console, signal: during });
    const named = await refsInClone(git(signal));
    const question = { canonical, named, git: git(signal), recipe, pins };
    const [base, head] = [await canonicalBase(question), await canonicalHead(question)];
    const baseTag = named.refs.has(tagRef(recipe.base)) ? tagRef(recipe.base) : null;
    return recipeTree({
      place,
      git,
      overlays,
      baseTag,
      baseCheckout: baseTag !== null && named.annotated.has(baseTag) ? baseCheckout : 'lab',
      commits: { base: base.commit, upgrade: head.commit },
      moved: [base.moved, head.moved].filter((moved) => moved !== null),
    });
  };
}

export interface CommitsQuestion {
  readonly canonical: Canonical;
  readonly named: CloneRefs;
  /** Git in the canonical tree, or in one that was brought from it. */
  readonly git: Git;
  readonly recipe: Pick<RecipeSettings, 'base' | 'head'>;
  /** What base and head were when the campaign began; null when this is the first look. */
  readonly pins: PinnedCommits | null;
}

/**
 * Base as it is to be checked out: the commit that the version tag names in the upstream, else the branch or
 * the commit of the mirror that is meant. Throws `bad-input` when there is neither.
 */
export function canonicalBase({ canonical, named, git, recipe, pins }: CommitsQuestion): Promise<Pinned> {
  const { upstream } = canonical.repositories;
  const now = async (): Promise<string> => {
    const tagged = named.refs.get(tagRef(recipe.base));
    if (tagged !== undefined) return tagged;
    const branches = refsUnder(named.refs, `${mirrorRefs}heads/`, branchRef(''));
    const other = branches.get(headRef(branches, recipe.base) ?? '') ?? (await commitById(git, recipe.base));
    if (other === null) throw noSuchBase(named.refs, recipe.base, canonical.repositories);
    return other;
  };
  return pinned(
    { step: 'base', ref: recipe.base, repository: upstream, commit: pins?.base ?? null },
    { git, now },
  );
}

/**
 * Head as it is to be checked out: the commit that it names in the mirror. Throws `bad-input` when there is
 * none.
 */
export function canonicalHead(question: CommitsQuestion): Promise<Pinned> {
  const {
    canonical: {
      repositories: { mirror },
    },
    git,
    recipe,
    pins,
  } = question;
  return pinned(
    { step: 'upgrade', ref: recipe.head, repository: mirror, commit: pins?.head ?? null },
    { git, now: () => headNow(question) },
  );
}

async function headNow({ canonical, named, git, recipe: { head } }: CommitsQuestion): Promise<string> {
  const refs = refsUnder(named.refs, mirrorRefs, 'refs/');
  const ref = headRef(refs, head) ?? (isCommitId(head) ? refAt(refs, head) : null);
  const atRef = ref === null ? undefined : refs.get(ref);
  if (atRef !== undefined) return atRef;
  const commit = await commitById(git, head);
  if (commit === null) throw noSuchHead(refs, head, canonical.repositories.mirror);
  return commit;
}
