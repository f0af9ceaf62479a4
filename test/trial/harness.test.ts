// Trials by a harness: its writes are told as base and head, it waits where it would take the evidence
// away, and its word is held against what became of the upgrade. The harness is a double.
import { expect, test, vi } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.js';
import { judge } from '../../src/verdict/judge.js';
import type { Settings } from '../../src/scenario/scenario.js';
import type { HarnessEnd, HarnessRequest, TrialPorts } from '../../src/trial/ports.js';
import {
  doubledSpec,
  doubleTree,
  runDoubled,
  swift,
  type Put,
  type Ran,
  type Wishes,
} from './doubled-trial.js';

const good: HarnessEnd = {
  answer: 'good',
  exitCode: 0,
  said: 'all green',
  failure: null,
  endedWith: 0,
  wroteElsewhere: [],
};
const sampleDeployment = { timeoutMs: 60_000, options: ['./ci.sh'], stamp: 'none' } as const;
const settings: Partial<Settings> = {
  deployment: sampleDeployment,
  checks: [{ name: 'harness', check: 'harness', timeoutMs: 60_000, options: null }],
  observe: { ...swift, settleMs: 0 },
};

type Harness = (request: HarnessRequest, put: Put) => Promise<HarnessEnd>;

const watching = ['events', 'specs', 'tasks', 'kernel', 'daemon-log'];

function byHarness(harness: Harness, runs = 1, wishes: Wishes = {}): Promise<Ran> {
  const named = Array.from({ length: runs }, (_, place) => ({
    run: `r${String(place + 1)}`,
    startAfterMs: 0,
  }));
  return runDoubled({ settings, harness, runs: named, ...wishes });
}

const whole: Harness = async ({ onUpdate, onRemoval }, put) => {
  put('base');
  await onUpdate();
  put('upgrade');
  await onRemoval();
  return good;
};

function told(lines: readonly Evidence[]): readonly string[] {
  return lines.flatMap((line) => {
    if (line.kind === 'deploy')
      return [`${line.step} ${line.mark} ${line.exitCode === null ? '' : String(line.exitCode)}`.trim()];
    if (line.kind === 'run') return [`run ${line.mark}`];
    if (line.kind === 'check')
      return [`${line.name} ${line.mark} ${line.answer ?? line.failure ?? ''}`.trim()];
    return line.kind === 'spec' ? [`spec ${String(line.versionIndex)}`] : [];
  });
}

test('what it writes before its first update is the base, and what it takes down is no part of the run', async () => {
  const ran = await byHarness(whole);
  expect(told(ran.lines)).toEqual([
    'run begin',
    'base begin',
    'spec 10',
    'base end 0',
    'harness begin',
    'upgrade begin',
    'spec 20',
    'upgrade end 0',
    'run end',
    'harness end good',
  ]);
  expect(ran.notes).toContain('conclude r1');
});

test.each([
  ['bad', null],
  [null, 'it wrote no report'],
] as const)('its word is on record as it is: %s', async (answer, failure) => {
  const ran = await byHarness(async (request, put) => ({ ...(await whole(request, put)), answer, failure }));
  expect(told(ran.lines).at(-1)).toBe(`harness end ${answer ?? failure}`);
});

test('one that takes nothing down is watched to the end all the same', async () => {
  const ran = await byHarness(async ({ onUpdate }, put) => {
    put('base');
    await onUpdate();
    put('upgrade');
    return good;
  });
  expect(told(ran.lines).slice(-3)).toEqual(['upgrade end 0', 'run end', 'harness end good']);
});

test('several updates and removals are one upgrade and one end', async () => {
  const ran = await byHarness(async ({ onUpdate, onRemoval }, put) => {
    put('base');
    await onUpdate();
    put('upgrade');
    await onUpdate();
    await Promise.all([onRemoval(), onRemoval()]);
    return good;
  });
  expect(told(ran.lines).filter((line) => line.startsWith('upgrade'))).toEqual([
    'upgrade begin',
    'upgrade end 0',
  ]);
});

test('an update of what still stands after a removal is part of an upgrade that nobody saw the end of', async () => {
  const ran = await byHarness(
    async (request, put) => {
      put('base');
      await request.onUpdate();
      put('upgrade');
      await request.onRemoval();
      await request.onUpdate();
      return good;
    },
    1,
    { watching },
  );
  expect(verdictOf(ran, settings)).toMatch(/^inconclusive .*removed a service and went on to update another/);
});

test('a stack that it makes anew after its upgrade is another one', async () => {
  const ran = await byHarness(
    async (request, put) => {
      await whole(request, put);
      await request.onCreation();
      await request.onUpdate();
      return good;
    },
    1,
    { watching },
  );
  expect(told(ran.lines).slice(-2)).toEqual(['run end', 'harness end good']);
});

test('what is removed before the first update is no end of the run: it is an earlier one that is taken down', async () => {
  const ran = await byHarness(async (request, put) => {
    await request.onRemoval();
    put('base');
    await request.onRemoval();
    return whole(request, put);
  });
  expect(told(ran.lines).filter((line) => !line.startsWith('spec'))).toEqual([
    'run begin',
    'base begin',
    'base end 0',
    'harness begin',
    'upgrade begin',
    'upgrade end 0',
    'run end',
    'harness end good',
  ]);
});

const ends = (more: Partial<HarnessEnd>): HarnessEnd => ({
  ...good,
  answer: 'bad',
  exitCode: 3,
  endedWith: 3,
  ...more,
});

function verdictOf({ lines }: Ran, own: Partial<Settings> = settings): string {
  const { runs } = judge(doubledSpec({ settings: own }), lines);
  return `${runs[0]?.outcome ?? ''} (${runs[0]?.component ?? 'nobody'}): ${runs[0]?.reason ?? ''}`;
}

test.each<readonly [string, Harness, RegExp]>([
  [
    'whose base stands: of the upgrade nobody knows',
    (_, put) => {
      put('base');
      return Promise.resolve(ends({ said: 'not my day' }));
    },
    /^inconclusive \(lab\): the harness updated no service .*: it ended with exit code 3; it said: not my day$/,
  ],
  [
    'and deploys nothing, but elsewhere',
    () => Promise.resolve(ends({ endedWith: 0, exitCode: 0, said: null, wroteElsewhere: ['mine_app'] })),
    /^inconclusive \(lab\): the harness updated no service .* with exit code 0; it wrote to mine_app$/,
  ],
  [
    'and is ended by a signal',
    () => Promise.resolve(ends({ endedWith: 137, exitCode: null, failure: 'ended by SIGKILL' })),
    /^inconclusive \(lab\): the harness updated no service .*: ended by SIGKILL; it said: all green$/,
  ],
  [
    'whose base never stands in its time',
    (_, put) => {
      put('failing base');
      return Promise.resolve(ends({}));
    },
    /^base-failed \(nobody\): the base did not converge/,
  ],
])('one that updates nothing %s', async (_, harness, verdict) => {
  const ran = await byHarness(harness, 1, { watching });
  expect(told(ran.lines).filter((line) => line.startsWith('harness'))).toEqual([]);
  expect(verdictOf(ran)).toMatch(verdict);
});

test.each([
  ['before its first update', { look: () => Promise.reject(new Error('the record is torn')) }],
  ['while it takes down', { conclude: () => Promise.reject(new Error('the record is torn')) }],
])("what fails in the lab %s is the lab's fault, whatever the harness makes of it", async (_, sources) => {
  const ended = vi.fn();
  const ran = await byHarness(
    async (request, put) => {
      await whole(request, put).catch(ended);
      return { ...good, answer: 'bad', exitCode: 1, endedWith: 1 };
    },
    1,
    sources,
  );
  expect(ended).toHaveBeenCalled();
  expect(verdictOf(ran)).toMatch(
    /^inconclusive \(lab\): the lab or its engine failed \(the record is torn\)/,
  );
});

/** A tree that the harness checks its head out in when it is told to. */
function treeOf(): { readonly checkOut: () => void; readonly ports: Partial<TrialPorts> } {
  const tree = doubleTree();
  let step: 'base' | 'upgrade' = 'base';
  const facts: typeof tree.facts = async (asked, signal) => ({
    ...(await tree.facts(asked, signal)),
    treeStamp: tree.stampAt(step),
  });
  const mirror = (): Promise<typeof tree> =>
    Promise.resolve({ ...tree, facts, stamp: () => Promise.resolve(tree.stampAt(step)) });
  return {
    checkOut: () => {
      step = 'upgrade';
    },
    ports: { trees: { mirror } },
  };
}

test.each([
  ['whose head follows is that of the head', true, /: swarm completed the update/],
  ['and never checks its head out is wrong', false, /^never-applied \(tree\)/],
])('the tree of a harness that posts its base twice %s', async (_, checksOut, verdict) => {
  const { checkOut, ports } = treeOf();
  const stamped = { ...settings, deployment: { ...sampleDeployment, stamp: 'chaos' as const } };
  const ran = await byHarness(
    async (request, put) => {
      put('base');
      await request.onUpdate();
      put('base');
      if (checksOut) checkOut();
      await request.onUpdate();
      put(checksOut ? 'upgrade' : 'base');
      await request.onRemoval();
      return good;
    },
    1,
    { ports, watching, settings: stamped },
  );
  expect(verdictOf(ran, stamped)).toMatch(verdict);
});

test.each([
  ['of the head, the upgrade has begun', true, 'upgrade begin'],
  ['of the base, it is the base that is still deployed', false, 'spec 20'],
])(
  'a service that is made beside others before any update: where the tree is %s',
  async (_, ofHead, next) => {
    const { checkOut, ports } = treeOf();
    const stamped = { ...settings, deployment: { ...sampleDeployment, stamp: 'chaos' as const } };
    const ran = await byHarness(
      async (request, put) => {
        await request.onCreation();
        put('base');
        if (ofHead) checkOut();
        await request.onCreation();
        put('upgrade');
        await request.onUpdate();
        await request.onRemoval();
        return good;
      },
      1,
      { ports, settings: stamped },
    );
    const lines = told(ran.lines).filter(
      (line) => !line.startsWith('harness') && !line.startsWith('base end'),
    );
    expect(lines[lines.indexOf('spec 10') + 1]).toBe(next);
    expect(lines.filter((line) => line === 'upgrade begin')).toHaveLength(1);
  },
);

test('a base that was taken down and deployed anew is that of this run, and nobody else has put it there', async () => {
  const ran = await byHarness(
    async (request, put) => {
      await request.onCreation();
      put('base');
      await request.onRemoval();
      put('removal');
      await request.onCreation();
      put('base anew');
      await request.onCreation();
      await request.onUpdate();
      put('upgrade');
      await request.onRemoval();
      return good;
    },
    1,
    { watching },
  );
  expect(told(ran.lines).filter((line) => line.startsWith('base'))).toEqual([
    'base begin',
    'base begin',
    'base end 0',
  ]);
  expect(verdictOf(ran)).toMatch(/: swarm completed the update, (?!.*another client)/);
});

test('a harness that breaks off in its deploy leaves that on record, and one that is through does not', async () => {
  const broken = await byHarness(async (request, put) => {
    put('base');
    await request.onUpdate();
    put('upgrade');
    return ends({ endedWith: 137, exitCode: null, answer: null, failure: 'ended by SIGKILL' });
  });
  expect(told(broken.lines)).toContain('upgrade end 137');
});

test('several at once are told apart by their runs', async () => {
  const ran = await byHarness(whole, 2);
  for (const run of ['r1', 'r2'])
    expect(told(ran.lines.filter((line) => 'run' in line && line.run === run))).toContain('harness end good');
  expect(ran.notes.filter((note) => note.startsWith('conclude'))).toHaveLength(2);
});

test('a harness that cannot be run ends the trial as a fault', async () => {
  const { lines } = await byHarness(() => Promise.reject(new Error('no such program')));
  expect(lines.find((line) => line.kind === 'fault')).toMatchObject({ message: 'no such program' });
});
