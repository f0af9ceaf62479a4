import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { EvidenceOf } from '../../src/evidence/evidence.js';
import type { DrawnLoad, TrialSpec } from '../../src/plan/plan.js';
import { judge } from '../../src/verdict/judge.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { baseStamp, headStamp, journal, trialSpec, type Journal } from './constructed-journal.js';

/** From the head's deploy at 4 s on, for three seconds. */
const load: DrawnLoad = {
  injector: 'memory',
  unit: 'bytes',
  shape: { kind: 'steady' },
  target: 100,
  during: 'upgrade',
  afterMs: 0,
  forMs: 3000,
  rampMs: 0,
  band: 0.1,
};

type Second = Partial<Omit<EvidenceOf<'processor'>, 'kind' | 'spanMs' | 'cores'>>;

/** A second on two processors that are busy with others. */
function second(patch: Second = {}) {
  return {
    kind: 'processor',
    spanMs: 1000,
    cores: 2,
    busyMs: 2000,
    stolenMs: 0,
    ownMs: 0,
    waitedMs: 1500,
    longestMs: 0,
    longest: 'node',
    labLateMs: 0,
    ...patch,
  } as const;
}

/** The head is deployed at 4 s, and the seconds follow each other from then on. */
function under(seconds: readonly ReturnType<typeof second>[], withLoad = true): Journal {
  const lines = journal().base().upgrade().updating();
  if (withLoad) {
    for (const [event, atMs] of [
      ['started', 4100],
      ['full', 4200],
    ] as const)
      lines.at(atMs).fact(loadLine(event));
  }
  seconds.forEach((one, index) => {
    lines.at(5000 + index * 1000).fact(one);
  });
  if (withLoad) lines.at(7200).fact(loadLine('ended'));
  return lines;
}

function loadLine(event: 'started' | 'full' | 'ended') {
  return {
    kind: 'load',
    index: 0,
    injector: 'memory',
    event,
    unit: 'bytes',
    target: 100,
    achieved: event === 'full' ? 100 : null,
    note: null,
  } as const;
}

function held(lines: Journal): Journal {
  return lines.at(7900).serves('h1').at(8000).stopped('b1').completed().end(headStamp);
}

function unhealthy(lines: Journal): Journal {
  lines
    .at(7000)
    .task('h1', 'starting')
    .container('h1', 'start')
    .at(9000)
    .container('h1', 'health', { health: 'unhealthy' })
    .container('h1', 'die', { exitCode: 137 })
    .task('h1', 'failed', {
      desired: 'shutdown',
      message: 'starting',
      err: 'task: non-zero exit (137): dockerexec: unhealthy container',
      exitCode: 137,
    });
  return lines.rollsBack('h1', 9100).rollsBack(null, 11_000).end(baseStamp);
}

function judged(
  lines: Journal,
  loads: readonly DrawnLoad[],
  patch: Partial<TrialSpec['settings']> = {},
): RunVerdict {
  const spec = trialSpec(loads);
  return present(judge({ ...spec, settings: { ...spec.settings, ...patch } }, lines.lines).runs[0], 'run');
}

const starving = [0.4, 0.4, 0.8, 0.8, 0.8].map((share) => second({ longestMs: share * 1000 }));
const bearing = [0.2, 0.3, 0.8, 0.8, 0.2].map((share) => second({ longestMs: share * 1000 }));

describe('an upgrade under load on a machine', () => {
  it('whose processors others had while the engine waited is inconclusive, with the numbers', () => {
    const run = judged(held(under([...starving, second({ longestMs: 300 })])), [load]);
    expect(run).toMatchObject({ outcome: 'inconclusive', invalid: 'unclear' });
    expect(run.reason).toBe(
      'the machine was starved: within 5.0 s the engine had to wait 3.2 s for processors that others ' +
        'had (node), and 3.0 s are the bound',
    );
  });

  it('that is busy, as with as many trials at a time as usual, is judged', () => {
    expect(judged(held(under([...bearing, ...bearing])), [load]).outcome).toBe('held');
  });

  it('is judged where the engine waited for itself alone', () => {
    expect(judged(held(under(starving.map((one) => ({ ...one, ownMs: 2000 })))), [load]).outcome).toBe(
      'held',
    );
  });

  it('is starved by another machine on the same hardware, too', () => {
    expect(
      judged(held(under(starving.map((one) => ({ ...one, ownMs: 50, busyMs: 50, stolenMs: 1950 })))), [load])
        .outcome,
    ).toBe('inconclusive');
    expect(
      judged(held(under(starving.map((one) => ({ ...one, ownMs: 50, busyMs: 50 })))), [load]).outcome,
    ).toBe('held');
  });

  it('where the lab was late on average is inconclusive, as its load was', () => {
    const late = (ms: number) => [100, 0, 300, 0, 100].map((more) => second({ labLateMs: ms + more - 100 }));
    expect(judged(held(under(late(130))), [load]).reason).toMatch(
      /^the machine was starved: the lab's own clock ran 130 ms late in an average second, and 125 ms are the bound/,
    );
    expect(judged(held(under(late(120))), [load]).outcome).toBe('held');
  });

  it('is not asked of the time after swarm has decided', () => {
    const lines = under(Array.from({ length: 3 }, () => second()))
      .at(7900)
      .serves('h1')
      .at(8000)
      .stopped('b1')
      .completed();
    [14_000, 15_000, 16_000, 17_000, 18_000].forEach((atMs) => {
      lines.at(atMs).fact(second({ longestMs: 900, labLateMs: 500 }));
    });
    expect(judged(lines.end(headStamp), [load]).outcome).toBe('held');
  });

  it('is judged where the scenario wants it, and the verdict says so', () => {
    const run = judged(held(under(starving)), [load], { judgeStarved: true });
    expect(run).toMatchObject({ outcome: 'held', invalid: null });
    expect(run.reason).toMatch(/; the machine was starved: within 5\.0 s/);
  });

  it('is judged as before where nothing of processors is on record', () => {
    expect(judged(held(under([])), [load]).outcome).toBe('held');
  });
});

describe('an upgrade without a load that comes at a given time', () => {
  it('is no other for being late', () => {
    expect(
      judged(
        held(
          under(
            starving.map((one) => ({ ...one, labLateMs: 900 })),
            false,
          ),
        ),
        [],
      ).outcome,
    ).toBe('held');
  });

  it('that ended by a time which ran out says nothing where the engine was held up', () => {
    const run = judged(unhealthy(under(starving, false)), []);
    expect(run).toMatchObject({ outcome: 'inconclusive', cause: null, component: 'lab' });
    expect(run.reason).toMatch(/^the machine was starved: .*; it ended rolled-back \(/);
  });

  it("that ended by a time which ran out is the app's where the engine had enough", () => {
    expect(judged(unhealthy(under(bearing, false)), [])).toMatchObject({
      outcome: 'rolled-back',
      cause: { kind: 'unhealthy' },
    });
  });

  it("that ended by what the app did itself is the app's in either case", () => {
    const lines = under(starving, false)
      .at(9000)
      .task('h1', 'starting')
      .container('h1', 'start')
      .exited('h1', 3)
      .rollsBack('h1', 9100)
      .rollsBack(null, 11_000)
      .end(baseStamp);
    expect(judged(lines, [])).toMatchObject({ outcome: 'rolled-back', cause: { kind: 'exit' } });
  });
});
