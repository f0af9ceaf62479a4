// Every word that a line of evidence may hold is read back, and no other one: a word that a journal's reader
// does not know is a problem, never a guess.
import { describe, expect, it } from 'vitest';
import { decodeJournal, encodeLine } from '../../src/evidence/codec.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import type { Fact } from '../../src/evidence/fact.js';
import { B, H } from '../verdict/constructed-journal.js';

const config = B.updateConfig;
const line = (fact: Fact): Evidence => ({ ...fact, seq: 1, atMs: 0, wall: '', engineAt: null });
const read = (fact: Fact): unknown => {
  const { lines, problems } = decodeJournal(`${encodeLine(line(fact))}\n`);
  return problems.length > 0 ? problems : lines[0];
};

const spec: Fact = {
  kind: 'spec',
  stack: 's',
  service: 's_a',
  serviceId: 'i',
  exists: true,
  versionIndex: 1,
  spec: B,
  previousSpec: H,
  update: null,
  updatedAt: '',
  seenBy: 'event',
};
const engine: Fact = {
  kind: 'engine',
  moment: 'start',
  engine: 'e',
  version: 'v',
  programs: null,
  nodeId: 'n',
  daemon: null,
  envelopeBytes: null,
  cgroupVersion: null,
};
const container: Fact = {
  kind: 'container',
  action: 'die',
  containerId: 'c',
  service: 's',
  taskId: 't',
  health: null,
  exitCode: 0,
  signal: null,
};
const log: Fact = {
  kind: 'daemon-log',
  about: 'task',
  serviceId: null,
  taskId: null,
  containerId: null,
  version: null,
  line: '',
};
const load: Fact = {
  kind: 'load',
  index: 0,
  injector: 'i',
  event: 'full',
  unit: 'bytes',
  target: 1,
  achieved: null,
  note: null,
};
const deploy: Fact = {
  kind: 'deploy',
  run: 'r1',
  step: 'base',
  mark: 'begin',
  deployer: 'd',
  stack: 's',
  stamp: null,
  exitCode: null,
  failure: null,
};
const checkout: Fact = {
  kind: 'checkout',
  run: 'r1',
  by: 1,
  step: 'base',
  mark: 'begin',
  stamp: null,
  failure: null,
};
const naive: Fact = {
  kind: 'naive',
  run: 'r1',
  moment: 'end',
  healthy: true,
  label: null,
  pass: true,
  message: '',
};

/** A fact, the field that holds the word, and every word that it may be. */
const words: readonly (readonly [Fact, string, readonly unknown[]])[] = [
  [
    { kind: 'phase', phase: 'engine', mark: 'begin' },
    'phase',
    ['engine', 'tree', 'load', 'base', 'upgrade', 'observe', 'runs', 'collect', 'destroy'],
  ],
  [{ kind: 'phase', phase: 'engine', mark: 'begin' }, 'mark', ['begin', 'end']],
  [
    { kind: 'fault', phase: 'engine', code: '', message: '' },
    'phase',
    ['engine', 'tree', 'load', 'base', 'upgrade', 'observe', 'runs', 'collect', 'destroy'],
  ],
  [engine, 'moment', ['start', 'end']],
  [engine, 'cgroupVersion', [1, 2, null]],
  [{ kind: 'source', source: 's', state: 'attached' }, 'state', ['attached', 'detached']],
  [{ kind: 'gap', source: 's', mark: 'begin', unseenMs: 0, reason: '' }, 'mark', ['begin', 'end']],
  [deploy, 'step', ['base', 'upgrade']],
  [deploy, 'mark', ['begin', 'end']],
  [checkout, 'step', ['base', 'upgrade']],
  [checkout, 'mark', ['begin', 'end']],
  [spec, 'seenBy', ['event', 'poll', 'look']],
  [container, 'action', ['create', 'start', 'health', 'oom', 'kill', 'die', 'destroy']],
  [
    log,
    'about',
    [
      'rollback',
      'pause',
      'complete',
      'task',
      'daemon-start',
      'service-create',
      'service-write',
      'service-remove',
      'write-refused',
      'container-kill',
      'shim-gone',
    ],
  ],
  [load, 'event', ['planned', 'started', 'full', 'sample', 'ended', 'died']],
  [{ kind: 'window', window: 'base', mark: 'open' }, 'mark', ['open', 'close']],
  [{ kind: 'pressure', scope: 'envelope', cpuUs: 0, memoryUs: 0, ioUs: 0 }, 'scope', ['envelope', 'machine']],
  [naive, 'moment', ['healthy', 'end']],
  [{ kind: 'run', run: 'r1', mark: 'begin' }, 'mark', ['begin', 'end']],
  [{ kind: 'lock', run: 'r1', stack: 's', mark: 'taken' }, 'mark', ['taken', 'released']],
  [{ kind: 'trial-end', end: 'completed' }, 'end', ['completed', 'aborted', 'invalid']],
];

describe.each(words.map(([fact, field, allowed]) => [fact.kind, field, fact, allowed] as const))(
  'a line of the kind %s: its %s',
  (kind, field, fact, allowed) => {
    it('is one of the words that it may be', () => {
      for (const word of allowed)
        expect(read({ ...fact, [field]: word })).toEqual(line({ ...fact, [field]: word }));
    });

    it('is no other', () => {
      expect(read({ ...fact, [field]: '' })).toMatchObject([
        { kind: 'malformed', detail: expect.stringContaining(`(${kind}): ${field}`) as string },
      ]);
    });
  },
);

describe('a spec', () => {
  const withView = (patch: object): unknown => read({ ...spec, spec: { ...B, ...patch } });

  it('has a mode, a restart condition and settings in words that are known', () => {
    const same = (patch: object): void => {
      expect(withView(patch)).toEqual(line({ ...spec, spec: { ...B, ...patch } }));
    };
    for (const mode of ['replicated', 'global', 'replicated-job', 'global-job']) same({ mode });
    for (const restart of ['any', 'on-failure', 'none']) same({ restart });
    for (const order of ['start-first', 'stop-first'])
      for (const failureAction of ['pause', 'continue', 'rollback'])
        same({
          updateConfig: { ...config, order, failureAction },
          rollbackConfig: { ...config, order, failureAction },
        });
    for (const patch of [
      { mode: '' },
      { restart: '' },
      { updateConfig: { ...config, order: '' } },
      { updateConfig: { ...config, failureAction: '' } },
    ])
      expect(withView(patch)).toMatchObject([{ kind: 'malformed' }]);
  });

  it('of an older driftlab has what swarm takes by itself', () => {
    const { mode, restart, stopGraceMs, rollbackConfig, ...older } = B;
    expect([mode, restart, stopGraceMs, rollbackConfig]).toEqual([
      'replicated',
      'any',
      10_000,
      {
        order: 'stop-first',
        failureAction: 'pause',
        monitorMs: 5000,
        parallelism: 1,
        delayMs: 0,
        maxFailureRatio: 0,
      },
    ]);
    expect(read({ ...spec, spec: older, previousSpec: null } as unknown as Fact)).toEqual(
      line({ ...spec, previousSpec: null }),
    );
    expect(
      read({ ...spec, spec: { ...older, replicas: null }, previousSpec: null } as unknown as Fact),
    ).toMatchObject({ spec: { mode: 'global', replicas: null } });
    expect(read({ ...spec, spec: null } as unknown as Fact)).toMatchObject([{ kind: 'malformed' }]);
  });
});

describe('a line of an older driftlab', () => {
  it("knew amounts of memory only, and engines of the machine's programs", () => {
    const { unit, target, achieved, ...rest } = load;
    expect([unit, target, achieved]).toEqual(['bytes', 1, null]);
    expect(read({ ...rest, targetBytes: 7, heldBytes: 5 } as unknown as Fact)).toEqual(
      line({ ...load, target: 7, achieved: 5 }),
    );
    expect(read({ ...rest, targetBytes: 7 } as unknown as Fact)).toMatchObject([{ kind: 'malformed' }]);
    const { programs, ...older } = engine;
    expect(programs).toBeNull();
    expect(read(older as unknown as Fact)).toEqual(line(engine));
  });
});
