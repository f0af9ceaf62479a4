import { describe, expect, it } from 'vitest';
import { stressBetween } from '../../src/verdict/stress.js';
import { journal, type Journal } from './constructed-journal.js';

const envelope = (usageBytes: number, hits: number, limitBytes = 400) =>
  ({ kind: 'envelope', usageBytes, limitBytes, hits, kills: null, pressure: null }) as const;
const pressure = (us: number, scope: 'envelope' | 'machine' = 'envelope') =>
  ({ kind: 'pressure', scope, cpuUs: us, memoryUs: 2 * us, ioUs: 3 * us }) as const;
const kernel = (state: 'attached' | 'detached') => ({ kind: 'source', source: 'kernel', state }) as const;
const between = (j: Journal, fromMs: number, toMs: number): ReturnType<typeof stressBetween> =>
  stressBetween(j.lines, fromMs, toMs);

describe('stress', () => {
  it("is that of the node whose envelope was fullest, with that node's own hits", () => {
    const { lines } = journal().at(900).fact(envelope(10, 0)).fact(envelope(20, 50)).at(1500);
    const on = (node: string, atMs: number, usageBytes: number, hits: number) => ({
      ...(lines[0] as (typeof lines)[number]),
      ...envelope(usageBytes, hits),
      node,
      atMs,
      seq: atMs,
    });
    const samples = [
      on('node1', 900, 10, 0),
      on('node2', 900, 20, 50),
      on('node1', 1100, 390, 4),
      on('node2', 1200, 100, 51),
    ];
    expect(stressBetween(samples, 1000, 2000).envelope).toMatchObject({ peakBytes: 390, hits: 4 });
  });

  it(
    'counts the hits of the limit since the last sample before, and takes the peak and the last limit ' +
      'within',
    () => {
      const j = journal()
        .at(900)
        .fact(envelope(399, 3))
        .at(1000)
        .fact(envelope(100, 5))
        .at(1500)
        .fact(envelope(300, 9))
        .at(2000)
        .fact(envelope(200, 11, 500))
        .at(2001)
        .fact(envelope(600, 99));
      expect(between(j, 1000, 2000).envelope).toEqual({ peakBytes: 300, limitBytes: 500, hits: 8 });
      expect(between(j, 900, 1000).envelope).toEqual({ peakBytes: 399, limitBytes: 400, hits: 2 });
      expect(between(j, 3000, 4000).envelope).toBeNull();
    },
  );

  it("counts the kernel's kills where its log was watched all the time, and does not know them otherwise", () => {
    const killed = (): Journal =>
      journal()
        .at(500)
        .fact(kernel('attached'))
        .at(999)
        .kernelOom('x')
        .at(1000)
        .kernelOom('y')
        .at(2000)
        .kernelOom('z')
        .at(2001)
        .kernelOom('w')
        .at(3000)
        .fact(kernel('detached'));
    expect(between(killed(), 1000, 2000).kills).toBe(2);
    expect(between(killed(), 1000, Infinity).kills).toBe(3);
    expect(between(killed(), 400, 2000).kills).toBeNull();
    expect(between(killed().at(4000).phase('collect', 'end'), 1000, 3500).kills).toBeNull();
  });

  it('tells the share of the time that tasks had to wait, from the last sample before to the first after', () => {
    const j = journal()
      .at(500)
      .fact(pressure(0))
      .at(900)
      .fact(pressure(100_000))
      .at(1500)
      .fact(pressure(200_000))
      .at(2100)
      .fact(pressure(400_000, 'machine'))
      .at(3000)
      .fact(pressure(9_000_000));
    expect(between(j, 1000, 2000).pressure).toEqual({ scope: 'machine', cpu: 0.25, memory: 0.5, io: 0.75 });
    expect(between(j, 900, 2100).pressure).toEqual({ scope: 'machine', cpu: 0.25, memory: 0.5, io: 0.75 });
    expect(between(j, 100, 500).pressure).toBeNull();
    expect(between(j, 2500, Infinity).pressure).toMatchObject({
      cpu: Math.round((8600 / 900) * 1000) / 1000,
    });
    expect(between(journal(), 0, 1).pressure).toBeNull();
  });
});
