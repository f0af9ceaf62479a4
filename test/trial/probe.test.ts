// Whole stamp probes on real trees with a stand-in for abra: who is blamed when something is planted. No
// engine is needed, for a probe is over before one is; nothing here shows anything of abra itself.
import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { abra } from '../../src/deployers/abra.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import type { TrialSpec } from '../../src/plan/plan.js';
import { clones } from '../../src/recipe/clones/index.js';
import { runTrial } from '../../src/trial/run-trial.js';
import type { Deployer, Engine, MakeTree, TrialPorts } from '../../src/trial/ports.js';
import { judge, type RunVerdict } from '../../src/verdict/index.js';
import { present } from '../../src/base/assert.js';
import { standInAbra, type Fault } from '../deployers/stand-in.js';
import { git, openBench, scenarioDir, signal } from '../recipe/bench.js';
import { recipe, settingsWith } from '../scenario/settings.js';

const baseStamp = '3ec3d7cc';
const headStamp = 'df7702b1';
let bench: Awaited<ReturnType<typeof openBench>>;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.end();
});

interface Planted {
  readonly clone?: string;
  readonly checkouts?: number;
  readonly fault?: Fault;
  /** After the lab checked head out. */
  readonly afterCheckout?: (dir: string) => void;
  /** Around the head's deploy. */
  readonly aroundDeploy?: readonly [before: (dir: string) => void, after: (dir: string) => void];
}

async function probe({
  clone = 'mirror',
  checkouts = 0,
  fault,
  afterCheckout,
  aroundDeploy,
}: Planted): Promise<{ readonly run: RunVerdict; readonly lines: readonly Evidence[] }> {
  const settings = settingsWith({
    deployer: 'abra',
    abra: await standInAbra(bench.dir, fault),
    stopAt: 'stamp',
    checkouts,
    recipe: { ...recipe, clone },
  });
  const run = { run: 'r1', stack: 'disc-abc123', domain: 'disc-abc123.driftlab.test', startAfterMs: 0 };
  const spec: TrialSpec = {
    id: '001',
    arm: 'a',
    block: 1,
    seed: 1,
    load: [],
    actions: [],
    runs: [run],
    settings,
  };
  const lines: Evidence[] = [];
  const log = {
    append: (line: Evidence) => {
      lines.push(line);
    },
    console: () => undefined,
    conceal: () => undefined,
    close: () => undefined,
    lost: new AbortController().signal,
  };
  await runTrial(
    { spec, ports: portsWith(clone, afterCheckout, aroundDeploy), log, onPhase: () => undefined },
    signal(),
  );
  return { run: present(judge(spec, lines).runs[0], 'run'), lines };
}

function portsWith(
  clone: string,
  afterCheckout: Planted['afterCheckout'],
  aroundDeploy: Planted['aroundDeploy'],
): TrialPorts {
  const { make } = present(clones[clone], clone);
  const tree: MakeTree = async (...asked) => {
    const made = await make(...asked);
    return {
      ...made,
      checkOut: async (step, during) => {
        await made.checkOut(step, during);
        if (step === 'upgrade') afterCheckout?.(made.dir);
      },
    };
  };
  const deployer: Deployer = {
    ...abra,
    deploy: async (request, during) => {
      if (request.step === 'upgrade') aroundDeploy?.[0](request.tree.dir);
      const result = await abra.deploy(request, during);
      if (request.step === 'upgrade') aroundDeploy?.[1](request.tree.dir);
      return result;
    },
  };
  const engine = {
    id: 'e',
    socketPath: '/nowhere/docker.sock',
    version: 'v',
    nodes: [{ id: 'n', name: 'node1', daemon: () => null }],
    envelopeBytes: null,
    cgroupVersion: null,
    lost: new AbortController().signal,
  } as unknown as Engine;
  const pool = {
    acquire: () => Promise.resolve(engine),
    release: () => undefined,
    close: () => Promise.resolve(),
  };
  const attachSources = (): never => {
    throw new Error('a probe attaches no sources');
  };
  return {
    pool,
    trees: { [clone]: tree },
    deployers: { abra: deployer },
    injectors: {},
    actions: {},
    checks: {},
    moveIn: () => Promise.resolve({ stop: () => Promise.resolve() }),
    attachSources,
    runOwnStep: () => Promise.reject(new Error('a probe has no steps')),
    runHarness: () => Promise.reject(new Error('a probe has no harness')),
    scenarioDir,
  };
}

const toBase = (dir: string): void => {
  git(dir, 'checkout', '--quiet', '--force', 'refs/tags/0.7.0+3.3.1');
};
const back = (dir: string): void => {
  git(dir, 'checkout', '--quiet', '--force', headStamp);
};

describe.each(['mirror', 'base-deploy', 'copy'])('a stamp probe of a tree made by %s', (clone) => {
  test('holds when the deployer takes what git says, and the binary is on record', async () => {
    const { run, lines } = await probe({ clone });
    expect(run).toMatchObject({
      outcome: 'held',
      drift: false,
      cause: null,
      component: null,
      stamps: { intended: headStamp, deployed: headStamp, readback: null },
    });
    expect(
      lines.flatMap((line) => (line.kind === 'phase' && line.mark === 'begin' ? [line.phase] : [])),
    ).toEqual(['engine', 'tree', 'base', 'upgrade', 'destroy']);
    expect(lines.find(({ kind }) => kind === 'deployer-binary')).toMatchObject({
      deployer: 'abra',
      version: '0.0.0-stand-in',
    });
  });

  test('blames the tree for a wrong checkout between clone and deploy', async () => {
    expect((await probe({ clone, afterCheckout: toBase })).run).toMatchObject({
      outcome: 'never-applied',
      drift: true,
      component: 'tree',
      cause: { kind: 'wrong-tree' },
      stamps: { intended: headStamp, deployed: baseStamp },
    });
  });

  test('blames the deployer for a version that the tree does not give', async () => {
    expect((await probe({ clone, fault: 'wrong-version' })).run).toMatchObject({
      outcome: 'never-applied',
      drift: true,
      component: 'deployer',
      cause: { kind: 'wrong-stamp' },
      stamps: { intended: headStamp },
    });
  });
});

test('a checkout while the deployer runs is blamed on the tree, also when it was taken back', async () => {
  const stays = (await probe({ aroundDeploy: [toBase, () => undefined] })).run;
  expect(stays).toMatchObject({
    outcome: 'never-applied',
    component: 'tree',
    cause: { kind: 'wrong-tree' },
    stamps: { deployed: baseStamp },
  });
  const goes = (await probe({ aroundDeploy: [toBase, back] })).run;
  expect(goes).toMatchObject({
    outcome: 'never-applied',
    component: 'tree',
    cause: { kind: 'wrong-tree' },
    stamps: { deployed: baseStamp },
  });
  expect(goes.reason).toContain('the tree was changed while the deployer ran');
});

test.each<readonly [Fault, RegExp]>([
  ['no-line', /the deployer said no stamp: .*never said "taking chaos version:"/s],
  ['silent', /the deployer said no stamp/],
  ['no-line-but-done', /the lab or its engine failed .*never said "taking chaos version:"/],
  ['another-program', /is not abra: asked for --version/],
])('without a stamp a probe is inconclusive and says why: %s', async (fault, reason) => {
  expect((await probe({ fault })).run).toMatchObject({
    outcome: 'inconclusive',
    drift: null,
    component: 'lab',
    reason: expect.stringMatching(reason) as string,
  });
});

describe('beside other processes that check base and head out in the same tree', () => {
  test('a probe holds or is blamed on the tree, never on a deployer that takes what it finds', async () => {
    for (let round = 0; round < 3; round++) {
      const { run, lines } = await probe({ clone: 'copy', checkouts: 2, fault: 'unhurried' });
      const checkedOut = lines.filter((line) => line.kind === 'checkout' && line.stamp !== null);
      expect(checkedOut.length, 'checkouts').toBeGreaterThan(2);
      expect(run).toMatchObject(
        run.drift === true
          ? { outcome: 'never-applied', component: 'tree', cause: { kind: 'wrong-tree' } }
          : { outcome: 'held', cause: null },
      );
      expect(run.reason).toMatch(
        /of one of the \d+ checkouts that other processes made meanwhile|while \d+ other checkouts went on in the tree/,
      );
    }
  });

  test("a stamp that nobody checked out is the deployer's", async () => {
    const { lines } = await probe({ clone: 'copy', checkouts: 1, fault: 'unhurried' });
    const planted = lines.map((line) =>
      line.kind === 'deploy' && line.step === 'upgrade' && line.mark === 'end'
        ? { ...line, stamp: '0badc0de' }
        : line,
    );
    expect(judge(specOf({ checkouts: 1 }), planted).runs[0]).toMatchObject({
      outcome: 'never-applied',
      component: 'deployer',
      cause: { kind: 'wrong-stamp' },
    });
    const half = lines.map((line) =>
      line.kind === 'deploy' && line.step === 'upgrade' && line.mark === 'end'
        ? { ...line, stamp: `${baseStamp}+U` }
        : line,
    );
    expect(judge(specOf({ checkouts: 1 }), half).runs[0]).toMatchObject({
      component: 'tree',
      cause: { kind: 'wrong-tree' },
    });
  });

  test('a probe without any checkout shows nothing, whatever the deployer took', async () => {
    const { lines } = await probe({});
    expect(judge(specOf({ checkouts: 2 }), lines).runs[0]).toMatchObject({
      outcome: 'inconclusive',
      reason: 'nothing was checked out in the tree while the deployer ran, and 2 processes were to',
    });
  });
});

function specOf({ checkouts }: { readonly checkouts: number }): TrialSpec {
  return {
    id: '001',
    arm: 'a',
    block: 1,
    seed: 1,
    load: [],
    actions: [],
    runs: [{ run: 'r1', stack: 'disc-abc123', domain: 'd', startAfterMs: 0 }],
    settings: settingsWith({ stopAt: 'stamp', checkouts }),
  };
}

test('a deploy that goes through all the same is judged by its stamp alone', async () => {
  expect((await probe({ fault: 'says-done' })).run).toMatchObject({ outcome: 'held', drift: false });
});

test('evidence that lacks the look after the deploy blames nobody', async () => {
  const { lines } = await probe({ fault: 'wrong-version' });
  const last = lines.findLast(({ kind }) => kind === 'worktree');
  const rest = lines.filter((line) => line !== last).map((line, index) => ({ ...line, seq: index + 1 }));
  const spec = {
    id: '001',
    arm: 'a',
    block: 1,
    seed: 1,
    load: [],
    actions: [],
    runs: [{ run: 'r1', stack: 's', domain: 'd', startAfterMs: 0 }],
    settings: settingsWith({ stopAt: 'stamp' }),
  };
  expect(judge(spec, rest).runs[0]).toMatchObject({
    outcome: 'inconclusive',
    reason: expect.stringContaining('is not on record') as string,
  });
});

test('probes leave nothing in the temporary folder', async () => {
  for (let round = 0; round < 3; round++) await probe({ clone: 'copy' });
  expect((await readdir(bench.dir)).filter((name) => name.startsWith('driftlab-'))).toEqual([]);
});
