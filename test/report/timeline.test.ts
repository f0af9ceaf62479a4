import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { deployOf, ofKind } from '../../src/evidence/timeline.js';
import type { CurveLane, SpanLane, Timeline } from '../../src/report/timeline/lanes.js';
import { timelineOf } from '../../src/report/timeline/timeline.js';
import { judge } from '../../src/verdict/judge.js';
import { trialSpec } from '../verdict/constructed-journal.js';
import { readJournal } from '../verdict/read-journal.js';

function timelineOfLines(lines: readonly Evidence[]): Timeline {
  const { stack } = present(deployOf(lines, 'r1', 'base', 'begin'), 'deploy');
  const spec = trialSpec([], [{ run: 'r1', stack, domain: `${stack}.driftlab.test`, startAfterMs: 0 }]);
  return timelineOf(spec, lines, judge(spec, lines));
}

function recorded(name: string): Timeline {
  return timelineOfLines(readJournal(name).lines);
}

function spansIn({ lanes }: Timeline, name: string): SpanLane {
  const lane = lanes.find((one) => one.kind === 'spans' && one.name.startsWith(name));
  return present(lane, `lane ${name}`) as SpanLane;
}

const killed = recorded('rolled-back-oom-kill');

describe('the timeline of a recorded trial whose new task the kernel killed', () => {
  it('shows who killed it, when and at what size, in the lane of that task and in that of memory', () => {
    const { lines } = readJournal('rolled-back-oom-kill');
    const kill = present(ofKind(lines, 'kernel-oom')[0], 'kill');
    const lane = spansIn(killed, 'new task');
    const [death] = lane.marks;
    expect(death?.sign).toBe('death');
    expect(death?.label).toMatch(/^killed by the kernel at \d/);
    expect(death?.lines).toContain(kill.seq);
    const memory = present(
      killed.lanes.find(({ name }) => name === 'memory'),
      'memory',
    ) as CurveLane;
    expect(memory.limit?.label).toMatch(/^limit /);
    expect(memory.marks.map(({ lines: cited }) => cited)).toContainEqual([kill.seq]);
    expect(memory.marks[0]?.amount).toBe(kill.rssBytes);
  });

  it("has the label's way from base to head and back again, each on its line of evidence", () => {
    const tones = spansIn(killed, 'spec label').spans.map(({ tone }) => tone);
    expect(tones).toEqual(['old', 'new', 'old']);
    expect(spansIn(killed, 'update state').spans.map(({ label }) => label)).toEqual([
      'updating',
      'rollback_started',
      'rollback_completed',
    ]);
  });

  it('ends what it drew by when the lab took the stack down', () => {
    const over = present(
      ofKind(readJournal('rolled-back-oom-kill').lines, 'phase').find(
        ({ phase, mark }) => phase === 'destroy' && mark === 'begin',
      ),
      'phase',
    );
    const ends = killed.lanes.flatMap((lane) =>
      lane.kind === 'spans' ? lane.spans.map(({ toMs }) => toMs) : [],
    );
    expect(Math.max(...ends)).toBeLessThanOrEqual(over.atMs + 400);
  });

  it('keeps in its record every line that anything refers to, and no other', () => {
    const shown = killed.lanes.flatMap((lane) => [
      ...(lane.kind === 'spans' ? lane.spans : []),
      ...lane.marks,
    ]);
    const cited = new Set([...shown, ...killed.bands, ...killed.story].flatMap(({ lines }) => lines));
    expect(
      Object.keys(killed.record)
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual([...cited].sort((a, b) => a - b));
    expect(Object.values(killed.record).every((text) => text.length <= 420)).toBe(true);
  });
});

describe('the timeline of a recorded trial', () => {
  it('shows the time in which no task was healthy as missing', () => {
    const { spans } = spansIn(recorded('rolled-back-with-outage'), 'health');
    expect(spans.some(({ fill, tone }) => fill === 'hatched' && tone === 'bad')).toBe(true);
  });

  it("has swarm's reason on a task that waits", () => {
    const { spans } = spansIn(recorded('unsettled-host-port'), 'new task');
    expect(spans.map(({ label }) => label)).toContain(
      'waits: no node takes it (host-mode port already in use on 1 node)',
    );
  });

  it('does not call a stop a death when swarm had asked for it', () => {
    const { lanes } = recorded('held');
    const ends = lanes
      .filter(({ name }) => name.includes('task'))
      .flatMap(({ marks }) => marks.map(({ sign }) => sign));
    expect(ends).not.toContain('death');
  });

  it.each([
    'failed-later-continue',
    'paused-exit',
    'unsettled-host-port',
    'no-op',
    'never-applied-config',
    'replicas-only',
  ])('%s has its spans inside of what it shows, none of them backwards, with every lane named', (name) => {
    const { lanes, bands, fromMs, toMs } = recorded(name);
    expect(lanes.length).toBeGreaterThan(0);
    const spans = [...lanes.flatMap((lane) => (lane.kind === 'spans' ? lane.spans : [])), ...bands];
    for (const span of spans) {
      expect(span.toMs, span.text).toBeGreaterThanOrEqual(span.fromMs);
      expect(span.fromMs, span.text).toBeGreaterThanOrEqual(fromMs);
      expect(span.toMs, span.text).toBeLessThanOrEqual(toMs);
    }
    expect(lanes.every((lane) => lane.name !== '')).toBe(true);
  });

  it('hatches the time in which a source was blind, to the end where it never saw again', () => {
    const { lines } = readJournal('held');
    const last = present(lines.at(-1), 'line');
    const gap = {
      ...last,
      seq: last.seq + 1,
      atMs: 9000,
      kind: 'gap',
      source: 'events',
      mark: 'begin',
      unseenMs: 500,
      reason: 'the stream broke',
    } as const;
    const { bands, toMs } = timelineOfLines([...lines, gap]);
    expect(bands.filter(({ kind }) => kind === 'blind')).toMatchObject([
      { fromMs: 8500, toMs, label: 'events blind' },
    ]);
  });
});
