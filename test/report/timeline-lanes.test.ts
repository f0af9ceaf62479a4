// Lanes that are made of single facts, on recorded trials to which those facts are added.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import type { Fact } from '../../src/evidence/fact.js';
import { deployOf, ofKind } from '../../src/evidence/timeline.js';
import { drawTimeline, reachOf } from '../../src/report/drawing/draw-timeline.js';
import type { CurveLane, SpanLane, Timeline } from '../../src/report/timeline/lanes.js';
import { timelineOf } from '../../src/report/timeline/timeline.js';
import { judge } from '../../src/verdict/judge.js';
import { trialSpec } from '../verdict/constructed-journal.js';
import { readJournal } from '../verdict/read-journal.js';

const mebibyte = 1024 ** 2;
const { lines: recorded } = readJournal('rolled-back-oom-kill');

/** The recorded trial with facts that were seen besides, each at its moment. */
function withFacts(facts: readonly (readonly [atMs: number, fact: Fact])[]): Timeline {
  const last = present(recorded.at(-1), 'line');
  const { stack } = present(deployOf(recorded, 'r1', 'base', 'begin'), 'deploy');
  const added = facts.map(([atMs, fact], index): Evidence => {
    const { wall, engineAt } = last;
    return { seq: last.seq + 1 + index, atMs, wall, engineAt, ...fact };
  });
  const lines = [...recorded, ...added];
  const spec = trialSpec([], [{ run: 'r1', stack, domain: `${stack}.driftlab.test`, startAfterMs: 0 }]);
  return timelineOf(spec, lines, judge(spec, lines));
}

const laneOf = (timeline: Timeline, name: string): SpanLane | null =>
  timeline.lanes.find((lane): lane is SpanLane => lane.kind === 'spans' && lane.name === name) ?? null;
const action = (mark: 'begin' | 'end', failure: string | null = null): Fact => ({
  kind: 'action',
  index: 0,
  action: 'scale',
  mark,
  what: 'scaled app to 3',
  failure,
});

describe('what somebody else did', () => {
  it('has a lane, from beginning to end, with its lines', () => {
    const done = laneOf(
      withFacts([
        [6000, action('begin')],
        [6400, action('end')],
      ]),
      'somebody else',
    );
    const first = (recorded.at(-1)?.seq ?? 0) + 1;
    expect(done?.spans).toMatchObject([
      { label: 'scaled app to 3', fill: 'solid', fromMs: 6000, toMs: 6400, lines: [first, first + 1] },
    ]);
  });

  it('is hatched with the reason where it failed, and hollow where its end is not on record', () => {
    const failed = laneOf(
      withFacts([
        [6000, action('begin')],
        [6400, action('end', 'no such service')],
      ]),
      'somebody else',
    );
    expect(failed?.spans[0]).toMatchObject({
      fill: 'hatched',
      tone: 'bad',
      label: 'scaled app to 3: failed',
    });
    expect(failed?.spans[0]?.text).toContain('no such service');
    expect(laneOf(withFacts([[6000, action('begin')]]), 'somebody else')?.spans[0]?.fill).toBe('hollow');
  });

  it('has no lane in a trial in which nobody did anything', () => {
    expect(laneOf(withFacts([]), 'somebody else')).toBeNull();
  });
});

describe('the lane of the lab', () => {
  it('has no error for what the lab made ready, and one for what failed', () => {
    const timeline = withFacts([
      [900, { kind: 'provision', run: 'r1', what: 'endpoint-mode', name: 'app' }],
      [5000, { kind: 'fault', phase: 'upgrade', code: 'engine', message: 'the engine was gone' }],
    ]);
    expect(laneOf(timeline, 'the lab')?.marks.map(({ sign, tone }) => [sign, tone])).toEqual([
      ['stop', 'faint'],
      ['fault', 'bad'],
    ]);
  });

  it('calls it no error either when a source sees again', () => {
    const gap = { kind: 'gap', source: 'events', unseenMs: 0, reason: 'the stream broke' } as const;
    const timeline = withFacts([
      [5000, { ...gap, mark: 'begin' }],
      [5400, { ...gap, mark: 'end' }],
    ]);
    expect(laneOf(timeline, 'the lab')?.marks.map(({ tone }) => tone)).toEqual(['bad', 'faint']);
  });
});

describe('the memory of containers', () => {
  const owner = present(
    ofKind(recorded, 'container').findLast(({ action: what }) => what === 'start'),
    'container',
  );
  const took = (usage: number, limitBytes: number | null = null, containerId = owner.containerId): Fact => ({
    kind: 'container-memory',
    containerId,
    usageBytes: usage * mebibyte,
    limitBytes,
  });
  const memoryOf = ({ lanes }: Timeline): CurveLane =>
    present(
      lanes.find((lane): lane is CurveLane => lane.name === 'memory'),
      'memory',
    );

  it('stands beside that of the envelope, by the task that it is of', () => {
    const { curves } = memoryOf(
      withFacts([
        [6000, took(20)],
        [6200, took(240)],
      ]),
    );
    expect(curves[0]?.name).toBe('envelope');
    expect(curves.at(-1)?.name).toMatch(/^(?:new|old|restored base) task /);
    expect(curves.at(-1)?.points).toEqual([
      [6000, 20 * mebibyte],
      [6200, 240 * mebibyte],
    ]);
  });

  it("has the container's own limit in its name", () => {
    const timeline = withFacts([
      [6000, took(240, 256 * mebibyte)],
      [6200, took(242, 256 * mebibyte)],
    ]);
    const { markup } = drawTimeline(timeline, { width: 1000, reach: reachOf([timeline]) });
    expect(markup).toMatch(/task [0-9a-z]{4}…, 242 MiB seen of its 256 MiB</);
  });

  it('is not drawn of a container that is no task of the trial', () => {
    const without = memoryOf(withFacts([])).curves.length;
    expect(memoryOf(withFacts([[6000, took(20, null, 'f'.repeat(64))]])).curves).toHaveLength(without);
  });
});
