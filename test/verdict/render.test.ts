import { describe, expect, it } from 'vitest';
import { renderVerdict } from '../../src/verdict/render.js';
import type { Verdict } from '../../src/verdict/verdict.js';

/** Keys of every object, from the outermost on, as they stand in the text. */
const keysOf = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value !== 'object' || value === null) return [];
  return [Object.keys(value).join(' '), ...Object.values(value).flatMap(keysOf)];
};
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, one]) => [name, reversed(one)]),
  );
};

const verdict = {
  format: 1,
  trial: '001',
  arm: 'a',
  end: 'completed',
  runs: [
    {
      run: 'r1',
      outcome: 'rolled-back',
      reason: 'why',
      drift: true,
      masked: false,
      component: 'swarm',
      cause: {
        kind: 'oom-kill',
        detail: 'd',
        task: 't',
        container: 'c',
        exitCode: 137,
        victim: 'new',
        atMs: 1,
        evidence: [3, 4],
      },
      stamps: { intended: 'i', deployed: 'd', readback: 'r' },
      naive: { pass: false, healthy: true, message: 'm' },
      dose: [
        {
          index: 0,
          injector: 'memory',
          unit: 'bytes',
          target: 1,
          achieved: 1,
          met: true,
          reason: null,
          lateMs: 0,
          fromMs: 1,
          toMs: 2,
          stress: {
            envelope: { peakBytes: 1, limitBytes: 2, hits: 0 },
            kills: 0,
            pressure: { scope: 'envelope', cpu: 0, memory: 0, io: 0 },
          },
        },
      ],
      outageMs: 0,
      services: { s_a: 'held', s_b: 'held', s_c: 'held' },
      times: { baseMs: 1, engineMs: 2, treeMs: 3 },
    },
  ],
} as unknown as Verdict;

describe('a verdict as text', () => {
  it('has its fields in one order, names of services and times sorted, whatever order they came in', () => {
    const text = renderVerdict(reversed(verdict) as Verdict);
    expect(text).toBe(renderVerdict(verdict));
    expect(keysOf(JSON.parse(text))).toEqual(keysOf(verdict));
    expect(JSON.parse(text)).toEqual(verdict);
  });

  it('ends with a line break and is set off by two blanks', () => {
    expect(renderVerdict(verdict).startsWith('{\n  "format": 1,\n  "trial"')).toBe(true);
    expect(renderVerdict(verdict).endsWith('}\n')).toBe(true);
  });
});
