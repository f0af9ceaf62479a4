import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Evidence, EvidenceOf } from '../../src/evidence/evidence.js';
import { deployOf } from '../../src/evidence/timeline.js';
import type { DrawnLoad } from '../../src/plan/plan.js';
import { dosesOf } from '../../src/verdict/dose.js';
import { judge } from '../../src/verdict/judge.js';
import type { Dose } from '../../src/verdict/verdict.js';
import { headStamp, journal, trialSpec, type Journal } from './constructed-journal.js';
import { readJournal } from './read-journal.js';

/** From the head's deploy at 4 s on, for a second. */
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
const open = (window: EvidenceOf<'window'>['window']) => ({ kind: 'window', window, mark: 'open' }) as const;

type LoadLine = Pick<
  EvidenceOf<'load'>,
  'kind' | 'index' | 'injector' | 'event' | 'unit' | 'target' | 'achieved' | 'note'
>;

function loadLine(
  event: LoadLine['event'],
  achieved: number | null = null,
  note: string | null = null,
): LoadLine {
  return { kind: 'load', index: 0, injector: 'memory', event, unit: 'bytes', target: 100, achieved, note };
}

/** An update from 4 to 12 s that completed, and what happened to the load at which moment. */
function held(...facts: readonly (readonly [number, LoadLine])[]): Journal {
  return rest(during(journal().base().upgrade().updating(), facts));
}

function during(lines: Journal, facts: readonly (readonly [number, LoadLine])[]): Journal {
  for (const [atMs, fact] of facts) lines.at(atMs).fact(fact);
  return lines;
}

function rest(lines: Journal): Journal {
  return lines.holds();
}

/** A head that dies at 6 s and is rolled back at 6.05 s. */
function rolledBack(lines: Journal): readonly Evidence[] {
  return lines
    .at(5000)
    .task('h1', 'starting')
    .container('h1', 'start')
    .at(6000)
    .oomKilled('h1')
    .rollsBack('h1')
    .at(9000)
    .rollsBack(null, 9000)
    .end('eb96de94+U').lines;
}

/** Each a tenth of a second after the one before; the end a second after that. */
function loaded(...facts: readonly LoadLine[]): readonly Evidence[] {
  return held(
    ...facts.map((fact, index) => [4100 + index * 100 + (fact.event === 'ended' ? 1000 : 0), fact] as const),
  ).end(headStamp).lines;
}

function reasonOf(lines: readonly Evidence[], loads: readonly DrawnLoad[] = [load]): string {
  const run = present(judge(trialSpec(loads), lines).runs[0], 'run');
  return `${run.outcome}: ${run.reason}`;
}

function doseIn(lines: readonly Evidence[], one: DrawnLoad = load): Dose {
  return present(judge(trialSpec([one]), lines).runs[0]?.dose[0], 'dose');
}

describe('the dose', () => {
  it('is the median of what was held at full load', () => {
    const lines = loaded(
      loadLine('planned'),
      loadLine('started'),
      loadLine('sample', 10),
      loadLine('full', 90),
      loadLine('sample', 104),
      loadLine('sample', 106),
      loadLine('ended', 0),
    );
    expect(judge(trialSpec([load]), lines).runs[0]).toMatchObject({
      outcome: 'held',
      dose: [{ index: 0, target: 100, achieved: 104, met: true, reason: null }],
    });
  });

  it.each([
    ['off its band', [loadLine('started'), loadLine('full', 80), loadLine('ended')], /held 80 of 100 bytes/],
    [
      'dead',
      [loadLine('started'), loadLine('full', 100), loadLine('died', null, 'killed')],
      /the load died: killed/,
    ],
    ['never begun', [loadLine('planned')], /never started$/],
    [
      'never begun, and says why',
      [loadLine('planned'), loadLine('ended', null, 'its window closed while it was still starting')],
      /never started: its window closed while it was still starting/,
    ],
    ['never full', [loadLine('planned'), loadLine('started'), loadLine('ended')], /never reached/],
    [
      'not measured',
      [loadLine('started'), loadLine('full'), loadLine('sample'), loadLine('ended')],
      /not measured/,
    ],
    ['not on record', [], /never started/],
  ])('that is %s makes a good trial inconclusive', (_, facts, why) => {
    expect(reasonOf(loaded(...facts))).toMatch(why);
  });

  it('that began long after it was due is missed', () => {
    const lines = rest(
      during(journal().base().at(3900).fact(open('upgrade')).upgrade().updating(), [
        [7000, loadLine('started')],
        [7100, loadLine('full', 100)],
        [8100, loadLine('ended')],
      ]),
    );
    expect(reasonOf(lines.end(headStamp).lines)).toMatch(/it began 3.1 s after it was due/);
  });

  it('of a rollback is not due where swarm did not roll back', () => {
    const { outcome, dose } = present(
      judge(
        trialSpec([{ ...load, during: 'rollback' }]),
        loaded(loadLine('planned'), loadLine('ended', null, 'its time never came')),
      ).runs[0],
      'run',
    );
    expect([outcome, dose[0]?.met, dose[0]?.reason]).toEqual(['held', null, null]);
  });

  it('of a rollback that was seen to begin is due', () => {
    expect(
      reasonOf(held().fact(open('rollback')).fact(loadLine('planned')).end(headStamp).lines, [
        { ...load, during: 'rollback' },
      ]),
    ).toMatch(/never started/);
  });

  it('that comes and goes is judged by its full moments, and must have come as often as it was to', () => {
    const sawtooth = { ...load, forMs: 3000, shape: { kind: 'sawtooth', everyMs: 1000 } } as const;
    const wave = (...full: readonly number[]): readonly Evidence[] =>
      held(
        [4100, loadLine('started')],
        ...full.flatMap(
          (amount, index) =>
            [
              [4900 + index * 1000, loadLine('full', amount)],
              [5400 + index * 1000, loadLine('sample', 10)],
            ] as const,
        ),
        [7900, loadLine('ended')],
      ).end(headStamp).lines;
    expect(reasonOf(wave(101, 99, 100), [sawtooth])).toMatch(/^held/);
    expect(reasonOf(wave(51, 49, 50), [sawtooth])).toMatch(/held 50 of 100/);
    expect(reasonOf(wave(100), [{ ...sawtooth, forMs: 6000 }])).toMatch(
      /at its full amount 1 times in 3 s, and was to be 2 times at least/,
    );
  });

  it('tells what the engine went through meanwhile', () => {
    const lines = journal()
      .at(0)
      .fact({ kind: 'source', source: 'kernel', state: 'attached' })
      .base()
      .upgrade()
      .updating()
      .fact({ kind: 'pressure', scope: 'machine', cpuUs: 0, memoryUs: 0, ioUs: 0 })
      .fact({ kind: 'envelope', usageBytes: 10, limitBytes: 400, hits: 5, kills: null, pressure: null })
      .at(4100)
      .fact(loadLine('started'))
      .fact(loadLine('full', 100))
      .at(4500)
      .fact({ kind: 'envelope', usageBytes: 390, limitBytes: 400, hits: 25, kills: null, pressure: null })
      .fact({ kind: 'kernel-oom', containerId: null, process: 'node', pid: 1, rssBytes: 1, line: 'x' })
      .at(5100)
      .fact(loadLine('ended'));
    expect(doseIn(rest(lines).end(headStamp).lines).stress).toMatchObject({
      envelope: { peakBytes: 390, limitBytes: 400, hits: 20 },
      kills: 1,
    });
  });

  it('of the control cannot be missed', () => {
    expect(reasonOf(loaded(), [{ ...load, injector: 'none', target: 0 }])).toMatch(/^held/);
  });

  it('of a window that never opened is not missed when the base failed', () => {
    const lines = journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .deploy('base', 'end', { exitCode: 1 })
      .end('none').lines;
    expect(reasonOf(lines)).toMatch(/^base-failed/);
    expect(reasonOf(lines, [{ ...load, during: 'whole' }])).toMatch(/^inconclusive/);
  });
});

describe('the time that a load was there', () => {
  const on = (fromMs: number, toMs: number): readonly (readonly [number, LoadLine])[] => [
    [fromMs - 50, loadLine('started')],
    [fromMs, loadLine('full', 100)],
    [toMs, loadLine('ended')],
  ];

  it("is told beside the time that mattered, up to swarm's decision", () => {
    expect(doseIn(held(...on(4500, 8500)).end(headStamp).lines, { ...load, forMs: 4000 })).toMatchObject({
      met: true,
      dueMs: 4000,
      insideMs: 4000,
    });
    expect(doseIn(held(...on(4500, 19_000)).end(headStamp).lines, { ...load, forMs: null })).toMatchObject({
      met: true,
      dueMs: 7500,
      insideMs: 7500,
    });
  });

  it('is too late when the update had ended before the load was full', () => {
    const late = { ...load, afterMs: 7000, forMs: null };
    expect(reasonOf(held(...on(12_500, 19_000)).end(headStamp).lines, [late])).toBe(
      'inconclusive: load 1 (memory) missed its dose: it was first at its full amount at 12.5 s, and ' +
        'nothing depended on it from 12.0 s on',
    );
    expect(doseIn(held(...on(11_500, 19_000)).end(headStamp).lines, late).met).toBe(true);
  });

  it("must be more than a last moment of what was asked for, where swarm decided in the head's favour", () => {
    const asked = { ...load, afterMs: 6000, forMs: 5000 };
    expect(doseIn(held(...on(11_000, 16_000)).end(headStamp).lines, asked).reason).toBe(
      "it was to be there for 5 s, and only 1 s of that came before swarm's decision at 12.0 s",
    );
    expect(doseIn(held(...on(10_300, 15_300)).end(headStamp).lines, asked).met).toBe(true);
  });

  it("is enough up to swarm's decision where that went against the head", () => {
    const lines = rolledBack(during(journal().base().upgrade().updating(), on(4500, 5990)));
    expect(doseIn(lines, { ...load, forMs: 5000 })).toMatchObject({ met: true, dueMs: 1550, insideMs: 1490 });
  });

  it('need not reach the full amount where its growth already made the kernel kill', () => {
    const growing = (killMs: number, grown = 60): readonly Evidence[] => {
      const lines = journal()
        .base()
        .upgrade()
        .updating()
        .at(5000)
        .task('h1', 'starting')
        .container('h1', 'start')
        .at(5500)
        .fact(loadLine('started'))
        .at(5900)
        .fact(loadLine('sample', grown));
      return lines
        .at(killMs)
        .oomKilled('h1')
        .rollsBack('h1')
        .fact(loadLine('full', 100))
        .at(9000)
        .fact(loadLine('ended'))
        .rollsBack(null, 9000)
        .end('eb96de94+U').lines;
    };
    expect(doseIn(growing(6000)).met).toBe(true);
    expect(doseIn(growing(5400)).met).toBe(false);
    expect(doseIn(growing(6000, 40)).reason).toBe(
      'it was first at its full amount at 6.0 s, and nothing depended on it from 6.0 s on',
    );
  });

  it('counts only what is measured within the band', () => {
    const lines = held(
      [4500, loadLine('full', 100)],
      [4600, loadLine('sample', 100)],
      [5000, loadLine('sample', 30)],
      [5100, loadLine('sample', 100)],
      [8400, loadLine('sample', 100)],
      [8500, loadLine('ended')],
      [4450, loadLine('started')],
    );
    expect(doseIn(lines.end(headStamp).lines, { ...load, forMs: 4000 })).toMatchObject({
      met: true,
      insideMs: 3900,
    });
    const short = held(
      [4450, loadLine('started')],
      [4500, loadLine('full', 100)],
      [4600, loadLine('sample', 100)],
      [4700, loadLine('sample', 100)],
      [5200, loadLine('sample', 30)],
      [8500, loadLine('ended')],
    );
    expect(doseIn(short.end(headStamp).lines, { ...load, forMs: 4000 }).reason).toBe(
      'it was there for 700 ms of the 4 s that mattered, from 4.5 to 8.5 s',
    );
  });

  it('of a load for the base ends with its window, whatever the deploy of the head waits for', () => {
    const lines = journal()
      .begin()
      .fact(open('base'))
      .at(500)
      .fact(loadLine('started'))
      .at(600)
      .fact(loadLine('full', 100))
      .base()
      .fact({ kind: 'window', window: 'base', mark: 'close' })
      .at(3050)
      .fact(loadLine('ended'));
    expect(
      doseIn(rest(lines.upgrade().updating()).end(headStamp).lines, { ...load, during: 'base', forMs: null }),
    ).toMatchObject({ met: true, dueMs: 2400, insideMs: 2400 });
  });
});

describe('a neighbour', () => {
  const warm = (event: LoadLine['event'], running: number | null = null): LoadLine => ({
    ...loadLine(event, running),
    injector: 'neighbours',
    unit: 'tasks',
    target: 1,
  });
  const beside = (changes: readonly (readonly [number, number])[]): readonly Evidence[] => {
    const lines = journal()
      .at(500)
      .fact(warm('planned'))
      .fact(warm('started'))
      .at(900)
      .fact(warm('full', 1))
      .base()
      .upgrade()
      .updating();
    for (const [atMs, running] of changes) lines.at(atMs).fact(warm('sample', running));
    return rest(lines).at(20_000).fact(warm('ended')).end(headStamp).lines;
  };
  const judged = (lines: readonly Evidence[]) => {
    const spec = trialSpec();
    return present(
      judge({ ...spec, settings: { ...spec.settings, neighbours: ['warm.yml'] } }, lines).runs[0],
      'run',
    );
  };

  it("is to be there from the head's deploy to swarm's decision", () => {
    expect(judged(beside([]))).toMatchObject({
      outcome: 'held',
      dose: [{ met: true, dueMs: 8000, insideMs: 8000 }],
    });
    expect(judged(beside([[13_000, 0]])).outcome).toBe('held');
    expect(
      judged(
        beside([
          [6000, 0],
          [6200, 1],
        ]),
      ).outcome,
    ).toBe('held');
  });

  it('that was dead for a part of it was not there, though it lived for most of the trial', () => {
    expect(
      judged(
        beside([
          [7000, 0],
          [9000, 1],
          [9500, 1],
          [10_000, 1],
        ]),
      ),
    ).toMatchObject({
      outcome: 'inconclusive',
      reason:
        'load 1 (neighbours) missed its dose: it was there for 6 s of the 8 s that mattered, from ' +
        '4.0 to 12.0 s',
    });
  });
});

describe('a recorded load', () => {
  it.each([
    ['held-old-task-killed', { target: 167_772_160, afterMs: 300, forMs: 3700 }, 3700],
    ['rolled-back-with-outage', { target: 142_536_701, afterMs: 1800, forMs: 2950 }, 0],
  ])('of %s was there', (name, asked, insideMs) => {
    const { lines } = readJournal(name);
    const stack = present(deployOf(lines, 'r1', 'base', 'begin'), 'deploy').stack;
    const dose = dosesOf(
      trialSpec([{ ...load, ...asked }], [{ run: 'r1', stack, domain: 'x', startAfterMs: 0 }]),
      lines,
    )[0];
    expect([dose?.met, dose?.reason, dose?.insideMs]).toEqual([true, null, insideMs]);
  });
});
