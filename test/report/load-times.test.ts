// When a load was on, as against the first task of the head: a load that was over by then pressed nothing.
import { describe, expect, it } from 'vitest';
import type { Evidence, EvidenceOf } from '../../src/evidence/evidence.js';
import { aroundHead } from '../../src/report/story/load-times.js';
import { explainTrial } from '../../src/report/story/story.js';
import { bandsOf } from '../../src/report/timeline/bands.js';
import { judge } from '../../src/verdict/judge.js';
import { headStamp, heldUpgrade, trialSpec } from '../verdict/constructed-journal.js';

function load(event: EvidenceOf<'load'>['event'], atMs: number, seq: number): Evidence {
  return {
    kind: 'load',
    event,
    atMs,
    seq,
    wall: '2026-06-11T00:00:00Z',
    engineAt: null,
    index: 0,
    injector: 'memory',
    unit: 'bytes',
    target: 100,
    achieved: 100,
    note: null,
  };
}

const words = (full: number, ended: number | null, beganMs: number | null): string | null =>
  aroundHead(
    [
      load('started', full - 100, 1),
      load('full', full, 2),
      ...(ended === null ? [] : [load('ended', ended, 3)]),
    ],
    0,
    beganMs,
  )?.text ?? null;

describe('a load is told around the first task of the head', () => {
  it('that began while it was full', () => {
    expect(words(1000, 5000, 3100)).toBe('full from 2.1 s before to 1.9 s after the first new task began');
  });

  it('that began when it was over, or before it was full', () => {
    expect(words(1000, 5000, 5400)).toBe('full from 4.4 s to 0.4 s before the first new task began');
    expect(words(1000, 5000, 900)).toBe('full from 0.1 s to 4.1 s after the first new task began');
  });

  it('without an end that is not on record', () => {
    expect(words(1000, null, 3100)).toBe('full from 2.1 s before the first new task began');
  });

  it('and not at all where there was no such task, or it was never full', () => {
    expect(words(1000, 5000, null)).toBeNull();
    expect(aroundHead([load('started', 1, 1), load('ended', 9, 2)], 0, 5)).toBeNull();
  });
});

it('the story says when a load ended, and of a trial without one nothing', () => {
  const { lines } = heldUpgrade().end(headStamp);
  const spec = trialSpec();
  const told = (all: readonly Evidence[]): readonly string[] =>
    explainTrial(spec, all, judge(spec, all)).moments.map(({ text }) => text);
  const loads = [load('full', 1, lines.length + 1), load('ended', 2, lines.length + 2)];
  expect(told([...lines, ...loads])).toContainEqual(
    expect.stringMatching(
      /^memory load ends: it was full from [\d.]+ s to [\d.]+ s before the first new task began$/,
    ),
  );
  expect(told(lines).join()).not.toContain('load');
});

it('the shade of a load in a timeline says it to whoever points at it', () => {
  const lines = [load('started', 900, 1), load('full', 1000, 2), load('ended', 5000, 3)];
  const dose = {
    index: 0,
    injector: 'memory',
    unit: 'bytes',
    target: 100,
    achieved: 100,
    met: true,
  } as const;
  const doses = [{ ...dose, reason: null, lateMs: 0, fromMs: 1000, toMs: 5000, stress: null }];
  const shades = (beganMs: number | null): readonly string[] =>
    bandsOf({ lines, doses, beganMs }, { fromMs: 0, toMs: 9000 }).map(({ text }) => text);
  expect(shades(3100)).toEqual([
    'memory load: asked 0.1 KiB, got 0.1 KiB; full from 2.1 s before to 1.9 s after the first new task began',
  ]);
  expect(shades(null)).toEqual(['memory load: asked 0.1 KiB, got 0.1 KiB']);
});
