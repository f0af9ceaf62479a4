import { describe, expect, it } from 'vitest';
import { findingOf, judge } from '../../src/verdict/judge.js';
import { storyOf } from '../../src/verdict/story.js';
import type { DrawnLoad } from '../../src/plan/plan.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { present } from '../../src/base/assert.js';
import { app, B, headStamp, heldUpgrade, journal, trialSpec, type Journal } from './constructed-journal.js';

function reasonOf(lines: readonly Evidence[]): string {
  const run = present(judge(trialSpec(), lines).runs[0], 'run');
  return `${run.outcome}: ${run.reason}`;
}

describe('a trial is inconclusive when', () => {
  it('the engine was restarted, which cuts the monitor', () => {
    expect(reasonOf(heldUpgrade().end(headStamp, '200 at 2').lines)).toMatch(
      /^inconclusive: the engine was restarted/,
    );
  });

  it("the engine's log shows a restart", () => {
    expect(reasonOf(heldUpgrade().daemonStarts().end(headStamp).lines)).toMatch(/^inconclusive/);
  });

  const gap = (mark: 'begin' | 'end', unseenMs = 0, source = 'events') =>
    ({ kind: 'gap', source, mark, unseenMs, reason: 'stream broke' }) as const;

  it.each(['events', 'specs', 'tasks', 'lab', 'a source of later days'])(
    '%s lost sight during the upgrade, for however short a time',
    (source) => {
      expect(
        reasonOf(
          heldUpgrade()
            .fact(gap('begin', 0, source))
            .at(12_400)
            .fact(gap('end', 0, source))
            .end(headStamp).lines,
        ),
      ).toBe(`inconclusive: source ${source} lost sight from 12.0 s on, until 12.4 s: stream broke`);
    },
  );

  it('the lab itself did not run, which is why others did not see, whoever said so first', () => {
    const both = (first: string, second: string): Journal =>
      heldUpgrade()
        .fact(gap('begin', 900, first))
        .fact(gap('begin', 900, second))
        .at(12_400)
        .fact(gap('end', 0, first))
        .fact(gap('end', 0, second));
    expect(reasonOf(both('tasks', 'lab').end(headStamp).lines)).toContain('source lab lost sight');
    expect(reasonOf(both('lab', 'tasks').end(headStamp).lines)).toContain('source lab lost sight');
    expect(reasonOf(both('tasks', 'specs').end(headStamp).lines)).toContain('source tasks lost sight');
    const earlier = journal()
      .base()
      .fact(gap('begin', 0, 'lab'))
      .at(3000)
      .fact(gap('end', 0, 'lab'));
    const upgraded = earlier
      .upgrade()
      .updating()
      .fact(gap('begin', 0, 'tasks'))
      .at(5000)
      .serves('h1');
    expect(reasonOf(upgraded.stopped('b1').completed().end(headStamp).lines)).toContain(
      'source tasks lost sight',
    );
  });

  it('nothing was read back, and the reason says why where something stood still after observation', () => {
    const unread = 'inconclusive: swarm completed the update, but no readback confirms the stamp';
    expect(reasonOf(heldUpgrade().end('none').lines)).toBe(unread);
    const stalled = (atMs: number): Journal =>
      heldUpgrade()
        .at(atMs)
        .phase('observe', 'end')
        .phase('collect', 'begin')
        .at(32_000)
        .fact(gap('begin', 12_000, 'lab'))
        .fact(gap('end', 0, 'lab'))
        .fact(gap('begin', 0, 'remains'));
    expect(reasonOf(stalled(19_000).end('none').lines)).toMatch(
      new RegExp(`^${unread}: source lab lost sight from 20\\.0 s on, until 32\\.0 s`),
    );
    expect(reasonOf(stalled(19_000).end(headStamp).lines)).toMatch(/^held/);
  });

  it('a source that was blind before the upgrade saw again only after it had begun, or never', () => {
    const start = (): Journal => journal().base().fact(gap('begin'));
    const rest = (start: Journal): Journal => start.upgrade().updating().holds();
    expect(reasonOf(rest(start()).end(headStamp).lines)).toBe(
      'inconclusive: source events lost sight from 3.0 s on, and never saw again: stream broke',
    );
    const again = start().upgrade().at(4010).fact(gap('end')).updating().holds();
    expect(reasonOf(again.end(headStamp).lines)).toMatch(
      /^inconclusive: source events lost sight from 3.0 s on, until 4.0 s/,
    );
  });

  it('a source says after observation that it had been blind in it', () => {
    const { lines } = heldUpgrade().at(20_000).phase('observe', 'end').fact(gap('begin', 900)).end(headStamp);
    expect(reasonOf(lines)).toMatch(
      /^inconclusive: source events lost sight from 19.1 s on, and never saw again/,
    );
  });

  it.each(['events', 'specs', 'tasks'])('%s never watched', (source) => {
    expect(
      reasonOf(
        heldUpgrade()
          .end(headStamp)
          .lines.filter((line) => line.kind !== 'source' || line.source !== source)
          .map((line, index) => ({ ...line, seq: index + 1 })),
      ),
    ).toBe(`inconclusive: source ${source} did not watch`);
  });

  it('a source stopped watching before observation ended', () => {
    expect(
      reasonOf(
        heldUpgrade().fact({ kind: 'source', source: 'events', state: 'detached' }).end(headStamp).lines,
      ),
    ).toMatch(/^inconclusive: source events stopped watching/);
  });

  it('the base is not known to have been down at its deadline', () => {
    const base = (): Journal =>
      journal()
        .begin()
        .at(1000)
        .deploy('base', 'begin')
        .spec(B, null)
        .deploy('base', 'end')
        .at(2000)
        .task('b1', 'starting')
        .at(9000);
    expect(reasonOf(base().phase('base', 'end').end('none').lines)).toMatch(/^base-failed/);
    expect(
      reasonOf(
        base()
          .fact(gap('begin', 5000, 'tasks'))
          .at(60_000)
          .phase('base', 'end')
          .end('none').lines,
      ),
    ).toMatch(/^inconclusive: source tasks lost sight/);
    expect(
      reasonOf(
        base()
          .fact(gap('begin', 5000, 'tasks'))
          .fact(gap('end', 0, 'tasks'))
          .at(60_000)
          .phase('base', 'end')
          .end('none').lines,
      ),
    ).toMatch(/^base-failed/);
  });

  it.each(['specs', 'lab'])(
    '%s was blind for long while a base was to come up that never stood, though it saw again',
    (source) => {
      const base = (): Journal =>
        journal()
          .begin()
          .at(1000)
          .deploy('base', 'begin')
          .spec(B, null)
          .deploy('base', 'end')
          .at(2000)
          .task('b1', 'starting')
          .at(20_000);
      const blindFor = (ms: number): string =>
        reasonOf(
          base()
            .fact(gap('begin', ms, source))
            .fact(gap('end', 0, source))
            .at(60_000)
            .phase('base', 'end')
            .end('none').lines,
        );
      expect(blindFor(12_000)).toBe(
        `inconclusive: source ${source} lost sight from 8.0 s on, until 20.0 s: stream broke`,
      );
      expect(blindFor(2000)).toMatch(/^base-failed/);
    },
  );

  it('the lab failed', () => {
    expect(
      reasonOf(
        heldUpgrade()
          .fact({ kind: 'fault', phase: 'observe', code: 'timeout', message: 'no answer' })
          .end(headStamp).lines,
      ),
    ).toMatch(/^inconclusive: the lab failed in phase observe: no answer/);
  });

  it.each(['aborted', 'invalid'] as const)('it ended %s', (end) => {
    const { lines } = heldUpgrade().end(headStamp);
    lines.pop();
    expect(
      reasonOf([
        ...lines,
        { kind: 'trial-end', end, seq: lines.length + 1, atMs: 0, wall: '', engineAt: null },
      ]),
    ).toMatch(/^inconclusive/);
  });

  it('reading its journal met a problem', () => {
    const problem = {
      kind: 'unknown-kind',
      line: 3,
      detail: 'line 3 is of the unknown kind "sunspot"',
    } as const;
    expect(judge(trialSpec(), heldUpgrade().end(headStamp).lines, [problem]).runs[0]).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringContaining('sunspot') as string,
    });
  });

  it('a signature throws', () => {
    const { lines } = heldUpgrade().end(headStamp);
    const broken = {
      name: 'broken',
      match: () => {
        throw new Error('off by one');
      },
    };
    expect(findingOf(storyOf(lines, present(trialSpec().runs[0], 'run'), app, true), [broken])).toEqual({
      outcome: 'inconclusive',
      reason: 'the signature broken failed: off by one',
      cause: null,
    });
  });
});

describe('a trial is not inconclusive when', () => {
  it.each(['events', 'specs', 'tasks'])(
    '%s was blind before the upgrade and saw again before it began',
    (source) => {
      const gap = { kind: 'gap', source, unseenMs: 500, reason: 'x' } as const;
      const start = journal()
        .base()
        .fact({ ...gap, mark: 'begin' })
        .at(3900)
        .fact({ ...gap, mark: 'end', unseenMs: 0 });
      expect(reasonOf(start.upgrade().updating().holds().end(headStamp).lines)).toMatch(/^held/);
    },
  );

  it.each(['envelope', 'pressure', 'kernel', 'daemon-log', 'naive', 'remains'])(
    'only %s has a gap, on which no outcome rests',
    (source) => {
      expect(
        reasonOf(
          heldUpgrade().fact({ kind: 'gap', source, mark: 'begin', unseenMs: 0, reason: 'x' }).end(headStamp)
            .lines,
        ),
      ).toMatch(/^held/);
    },
  );

  it('a source was blind after observation only', () => {
    expect(
      reasonOf(
        heldUpgrade()
          .at(20_000)
          .phase('observe', 'end')
          .at(20_100)
          .fact({ kind: 'gap', source: 'specs', mark: 'begin', unseenMs: 50, reason: 'x' })
          .end(headStamp).lines,
      ),
    ).toMatch(/^held/);
  });

  it('taking the stack down met a fault', () => {
    const { lines } = heldUpgrade().end(headStamp);
    const end = present(lines.pop(), 'end');
    const fault: Evidence = {
      kind: 'fault',
      phase: 'destroy',
      code: 'timeout',
      message: 'slow',
      seq: end.seq,
      atMs: 1,
      wall: '',
      engineAt: null,
    };
    expect(reasonOf([...lines, fault, { ...end, seq: end.seq + 1 }])).toMatch(/^held/);
  });
});

describe('what kept a trial from showing anything', () => {
  const kindOf = (lines: readonly Evidence[], loads: readonly DrawnLoad[] = []): unknown =>
    present(judge(trialSpec(loads), lines).runs[0], 'run').invalid;
  const fault = (code: string) => ({ kind: 'fault', phase: 'observe', code, message: 'it broke' }) as const;

  it('is null where the evidence is whole', () => {
    expect(kindOf(heldUpgrade().end(headStamp).lines)).toBeNull();
  });

  it('is the lab where it failed before the upgrade, or its engine did at any time', () => {
    expect(kindOf(journal().base().fact(fault('timeout')).end(headStamp).lines)).toBe('lab');
    expect(kindOf(heldUpgrade().fact(fault('engine-lost')).end(headStamp).lines)).toBe('lab');
    expect(kindOf(heldUpgrade().end(headStamp, '200 at 2').lines)).toBe('lab');
  });

  it(
    'is unclear where a deadline passed or an error came that nobody foresaw while the upgrade was ' +
      'under way, which may be its doing',
    () => {
      expect(kindOf(heldUpgrade().fact(fault('timeout')).end(headStamp).lines)).toBe('unclear');
      expect(kindOf(heldUpgrade().fact(fault('bug')).end(headStamp).lines)).toBe('unclear');
    },
  );

  it('is evidence where a source lost sight', () => {
    expect(
      kindOf(
        heldUpgrade()
          .fact({ kind: 'gap', source: 'events', mark: 'begin', unseenMs: 0, reason: 'stream broke' })
          .end(headStamp).lines,
      ),
    ).toBe('evidence');
  });

  it('is the load where it was due whatever the upgrade did, and unclear where swarm opened its window', () => {
    const load: DrawnLoad = {
      injector: 'memory',
      unit: 'bytes',
      shape: { kind: 'steady' },
      target: 100,
      during: 'upgrade',
      afterMs: 0,
      forMs: 1000,
      rampMs: 0,
      band: 0.1,
    };
    const { lines } = heldUpgrade().end(headStamp);
    const rolling = heldUpgrade().fact({ kind: 'window', window: 'rollback', mark: 'open' }).end(headStamp);
    expect(kindOf(lines, [load])).toBe('load');
    expect([
      kindOf(lines, [{ ...load, during: 'monitor' }]),
      kindOf(rolling.lines, [{ ...load, during: 'rollback' }]),
    ]).toEqual(['unclear', 'unclear']);
  });
});
