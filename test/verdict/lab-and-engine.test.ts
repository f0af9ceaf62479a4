// The lab's own faults, and an engine that is not the one that was watched.
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.js';
import { phases } from '../../src/evidence/fact.js';
import type { ActionFact } from '../../src/evidence/facts/action.js';
import { headStamp, heldUpgrade, journal, type Journal } from './constructed-journal.js';
import { judged } from './judged.js';

const before = phases.filter((phase) => phase !== 'destroy');

describe("the lab's fault", () => {
  it.each(before)('in the phase %s leaves nothing to be told', (phase) => {
    expect(
      judged(
        heldUpgrade().fact({ kind: 'fault', phase, code: 'timeout', message: 'no answer' }).end(headStamp)
          .lines,
      ),
    ).toMatchObject({
      outcome: 'inconclusive',
      reason: `the lab failed in phase ${phase}: no answer`,
      drift: null,
      component: 'lab',
    });
  });
});

describe('the engine', () => {
  const endsAs = (patch: { readonly engine?: string; readonly nodeId?: string }): ReturnType<typeof judged> =>
    judged(
      heldUpgrade()
        .end(headStamp)
        .lines.map((line) =>
          line.kind === 'engine' && line.moment === 'end' ? { ...line, ...patch } : line,
        ),
    );

  it('has to be the same at the end, and the same node of the swarm', () => {
    expect(endsAs({})).toMatchObject({ outcome: 'held' });
    expect(endsAs({ engine: 'e2' })).toMatchObject({
      outcome: 'inconclusive',
      reason: 'the engine changed from e1 to e2',
    });
    expect(endsAs({ nodeId: 'n2' })).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringContaining('the engine changed') as string,
    });
  });

  it('has to have its daemon still at the end', () => {
    const lines = heldUpgrade()
      .end(headStamp)
      .lines.map((line) =>
        line.kind === 'engine' && line.moment === 'end' ? { ...line, daemon: null } : line,
      );
    expect(judged(lines)).toMatchObject({
      outcome: 'inconclusive',
      reason: "the engine's daemon had ended when observation did",
    });
  });

  describe('of several nodes', () => {
    const nodes = (second: string | null) => [
      { id: 'n1', name: 'node1', daemon: '1@1' },
      { id: 'n2', name: 'node2', daemon: second },
    ];
    const endsWith = (second: string | null): ReturnType<typeof judged> =>
      judged(
        heldUpgrade()
          .end(headStamp)
          .lines.map((line) =>
            line.kind === 'engine' ? { ...line, nodes: nodes(line.moment === 'end' ? second : '2@1') } : line,
          ),
      );

    it.each([
      ['restarted', '2@7', 'the engine of node2 was restarted during the trial (2@1, then 2@7), which cuts'],
      ['that ended', null, "the engine of node2's daemon had ended when observation did"],
    ])('tells nothing with a daemon %s on any of them', (_, daemon, reason) => {
      expect(endsWith(daemon)).toMatchObject({
        outcome: 'inconclusive',
        component: 'lab',
        reason: expect.stringContaining(reason) as string,
      });
    });

    it('is one and the same with the same daemons', () => {
      expect(endsWith('2@1')).toMatchObject({ outcome: 'held' });
    });

    it('tells nothing where a source that is needed watched only one of them', () => {
      const seenOn = (...names: readonly string[]): ReturnType<typeof judged> =>
        judged(
          heldUpgrade()
            .end(headStamp)
            .lines.flatMap((line): readonly Evidence[] => {
              if (line.kind === 'engine') return [{ ...line, nodes: nodes('2@1') }];
              if (line.kind !== 'source' || line.source !== 'events') return [line];
              return names.map((node) => ({ ...line, node }));
            })
            .map((line, index) => ({ ...line, seq: index + 1 })),
        );
      expect(seenOn('node1', 'node2')).toMatchObject({ outcome: 'held' });
      expect(seenOn('node1')).toMatchObject({
        outcome: 'inconclusive',
        reason: 'source events on node2 did not watch',
      });
    });
  });

  const scaler = { kind: 'action', index: 0, action: 'scale', what: 'scaled app to 3' } as const;
  const restarter = {
    ...scaler,
    action: 'another-restarter',
    what: 'restarted it',
    restartsDaemon: true,
  } as const;
  /** Restarted while an action was done at 6 s, and more by `more`. */
  const restarted = (
    failure: string | null,
    more = (from: Journal): Journal => from,
    action: Omit<ActionFact, 'mark' | 'failure'> = restarter,
  ) => {
    const acted = journal()
      .base()
      .upgrade()
      .updating()
      .at(6000)
      .fact({ ...action, mark: 'begin', failure: null })
      .daemonStarts()
      .fact({ ...action, mark: 'end', failure });
    return judged(more(acted).exited('h1', 1).end(null, '200 at 2').lines);
  };

  it('restarted by an action of the scenario shows nothing, is said so, and is not tried again', () => {
    expect(restarted(null)).toMatchObject({
      outcome: 'inconclusive',
      reason: "the engine's daemon was restarted, as the scenario has it, which cuts swarm's monitor",
      invalid: 'unclear',
      cause: null,
    });
  });

  it('restarted by an action is known from the times of its log, which is read afterwards', () => {
    const late = journal()
      .base()
      .upgrade()
      .updating()
      .at(6000)
      .fact({ ...restarter, mark: 'begin', failure: null })
      .at(7000)
      .fact({ ...restarter, mark: 'end', failure: null })
      .daemonStarts()
      .exited('h1', 1)
      .end(null, '200 at 2').lines;
    const startedAt = (engineAt: string) =>
      judged(late.map((line) => (line.kind === 'daemon-log' ? { ...line, engineAt } : line))).invalid;
    expect(startedAt('2026-06-11T00:00:06.900Z')).toBe('unclear');
    expect(startedAt('2026-06-11T00:00:07.100Z')).toBe('lab');
    expect(startedAt('2026-06-11T00:00:05.900Z')).toBe('lab');
  });

  it.each([
    ['by an action that says it failed', restarted('no answer')],
    ['beside an action that restarts nothing', restarted(null, undefined, scaler)],
    ['once more, by nobody', restarted(null, (from) => from.at(7000).daemonStarts())],
  ])('restarted %s is the fault of the lab', (_, verdict) => {
    expect(verdict).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringContaining('the engine was restarted during the trial') as string,
      invalid: 'lab',
    });
  });

  it.each(['start', 'end'] as const)('has to have been looked at at the %s', (moment) => {
    expect(
      judged(
        heldUpgrade()
          .end(headStamp)
          .unseen((line) => line.kind === 'engine' && line.moment === moment),
      ),
    ).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringContaining('the engine was not looked at') as string,
    });
  });
});

describe('a source that stopped watching', () => {
  it.each(['events', 'specs', 'tasks'])('too early leaves nothing to be told: %s', (source) => {
    expect(
      judged(heldUpgrade().fact({ kind: 'source', source, state: 'detached' }).end(headStamp).lines),
    ).toMatchObject({
      outcome: 'inconclusive',
      reason: `source ${source} stopped watching before observation ended`,
    });
  });

  it('on which no outcome rests, or when observation was over, is no loss', () => {
    expect(
      judged(
        heldUpgrade().fact({ kind: 'source', source: 'envelope', state: 'detached' }).end(headStamp).lines,
      ).outcome,
    ).toBe('held');
    expect(
      judged(
        heldUpgrade()
          .at(20_000)
          .phase('observe', 'end')
          .at(20_100)
          .fact({ kind: 'source', source: 'events', state: 'detached' })
          .end(headStamp).lines,
      ).outcome,
    ).toBe('held');
  });
});
