// Who checks base out, and what is on record of the tree around the deploy: told by a tree and a deployer
// that only take notes.
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.js';
import type { Step } from '../../src/evidence/fact.js';
import type { AttachedSources, CheckoutBy, Deployer, RecipeTree } from '../../src/trial/ports.js';
import { createRecorder } from '../../src/trial/recorder.js';
import type { ReadyTrial } from '../../src/trial/trial-state.js';
import { deployAll } from '../../src/trial/upgrade.js';

interface Case {
  readonly baseCheckout: CheckoutBy;
  readonly checksOutBase?: true;
  readonly overlays?: readonly string[];
}

/**
 * What happened in order: checkouts by the lab, deploys with who checked out, and lines of evidence with
 * their tree stamps.
 */
async function happened(
  { baseCheckout, checksOutBase, overlays = [] }: Case,
  step: Step,
): Promise<readonly string[]> {
  const notes: string[] = [];
  let stands = 'head';
  const tree: RecipeTree = {
    abraDir: '/scratch/abra',
    dir: '/scratch/abra/recipes/x',
    baseCheckout,
    overlays: { base: overlays, upgrade: overlays },
    checkOut: (to) => {
      notes.push(`lab checks ${to} out`);
      stands = to;
      return Promise.resolve();
    },
    facts: (of) =>
      Promise.resolve({
        step: of,
        head: '',
        dirty: [],
        reflog: [],
        tags: [],
        intendedStamp: of,
        treeStamp: stands,
      }),
    stamp: () => Promise.resolve(stands),
    stampAt: (step) => step,
    fileAt: () => Promise.resolve(null),
  };
  const deployer: Deployer = {
    name: 'd',
    ...(checksOutBase === undefined ? {} : { checksOutBase }),
    deploy: ({ step: of, checkedOutBy }) => {
      notes.push(`deploy, checked out by ${checkedOutBy}`);
      if (checkedOutBy === 'deployer') stands = of;
      return Promise.resolve({ exitCode: 0, stamp: null, failure: null });
    },
  };
  const append = (line: Evidence): void => {
    if (line.kind === 'worktree') notes.push(`${line.step} tree: ${line.treeStamp}`);
    if (line.kind === 'deploy') notes.push(line.mark);
  };
  const log = {
    append,
    console: () => undefined,
    conceal: () => undefined,
    close: () => undefined,
    lost: new AbortController().signal,
  };
  const recorder = createRecorder(log, { monotonicMs: () => 0, wall: () => '' });
  const sources = {
    look: () => Promise.resolve(),
    watchNaively: () => undefined,
  } as unknown as AttachedSources;
  const run = { run: 'r1', stack: 's', domain: 'd' };
  const ready = {
    recorder,
    log,
    sources,
    engine: {},
    spec: {
      settings: { deployer: 'd', deployment: { timeoutMs: 5000, options: null, stamp: 'chaos' } },
      runs: [run],
    },
    ports: { deployers: { d: deployer } },
    trees: [{ run, tree, scratchDir: '/scratch' }],
  } as unknown as ReadyTrial;
  expect(await deployAll(ready, step, AbortSignal.timeout(5000))).toBe(true);
  return notes;
}

const byLab = ['lab checks base out', 'base tree: base', 'begin', 'deploy, checked out by lab', 'end'];

describe('the base deploy', () => {
  it('leaves the checkout to a deployer that does it, and has the tree on record before and after', async () => {
    expect(await happened({ baseCheckout: 'deployer', checksOutBase: true }, 'base')).toEqual([
      'base tree: head',
      'begin',
      'deploy, checked out by deployer',
      'end',
      'base tree: base',
    ]);
  });

  it(
    'is of a tree that the lab checked out when the deployer cannot, the clone kind wants it, or ' +
      'overlays make it dirty',
    async () => {
      expect(await happened({ baseCheckout: 'deployer' }, 'base')).toEqual(byLab);
      expect(await happened({ baseCheckout: 'lab', checksOutBase: true }, 'base')).toEqual(byLab);
      expect(
        await happened(
          { baseCheckout: 'deployer', checksOutBase: true, overlays: ['compose.x.yml'] },
          'base',
        ),
      ).toEqual(byLab);
    },
  );
});

describe('the upgrade', () => {
  it('is always of a head that the lab checked out', async () => {
    expect(await happened({ baseCheckout: 'deployer', checksOutBase: true }, 'upgrade')).toEqual([
      'lab checks upgrade out',
      'upgrade tree: upgrade',
      'begin',
      'deploy, checked out by lab',
      'end',
    ]);
  });
});
