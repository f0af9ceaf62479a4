import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.js';
import { clockOf } from '../../src/report/story/clock.js';
import { container, recorded, spec, task } from './made-evidence.js';
import { base } from './made-evidence.js';

/** Two hours ahead of the lab's clock, at the given seconds after the trial began. */
function ahead(seconds: number): string {
  return new Date(Date.UTC(2026, 5, 10, 12, 0, 0) + seconds * 1000).toISOString();
}

function at(lines: readonly Evidence[], seq: number, engineAt: string): readonly Evidence[] {
  return lines.map((line) => (line.seq === seq ? { ...line, engineAt } : line));
}

const engineStart = {
  kind: 'engine',
  moment: 'start',
  engine: 'e',
  version: '1',
  nodeId: 'n1',
  daemon: null,
  envelopeBytes: null,
  cgroupVersion: null,
  programs: null,
} as const;

describe('the clock of a story', () => {
  const raw = recorded([
    [10, engineStart],
    [1005, container('t1', 'start')],
    [3400, container('t1', 'die', { exitCode: 1 })],
    [3200, spec(base, 'rollback_started', { updatedAt: ahead(3.1) })],
    [3500, task('t1', 'new', 'failed', { statusAt: ahead(3.05) })],
    [4000, task('t1', 'new', 'failed', { statusAt: ahead(3.05), desired: 'shutdown' })],
  ]);
  const lines = at(at(raw, 2, ahead(1)), 3, ahead(3));
  const happened = clockOf(lines);
  const ms = lines.map((line) => Math.round(happened(line)));

  it(
    "puts each line where the engine says it happened, whatever the engine's clock shows and however " +
      'late it arrived',
    () => {
      expect(ms.slice(0, 5)).toEqual([10, 1005, 3005, 3105, 3055]);
    },
  );

  it('leaves a task line of which only something else than the status changed at its arrival', () => {
    expect(ms[5]).toBe(4000);
  });

  it('never puts a line after its arrival', () => {
    for (const line of lines) expect(happened(line)).toBeLessThanOrEqual(line.atMs);
  });

  it('takes the arrival where the engine gave no moment that can be read', () => {
    const odd = at(
      recorded([
        [500, container('t1', 'die')],
        [600, task('t2', 'new', 'failed', { statusAt: '0001-01-01T00:00:00Z' })],
      ]),
      1,
      'soon',
    );
    expect(odd.map(clockOf(odd))).toEqual([500, 600]);
  });

  it("estimates another node's clock by itself when it is far off, and not when it only seems late", () => {
    const other = (statusAt: string): number => {
      const more = [
        ...lines,
        ...recorded([[0, container('x', 'start')]]).map((line) => ({
          ...line,
          ...task('t9', 'new', 'running', { nodeId: 'n2', statusAt }),
          seq: 7,
          atMs: 5000,
        })),
      ] as readonly Evidence[];
      return Math.round(clockOf(more)(more[6] as Evidence));
    };
    expect(other(ahead(4.8))).toBe(4805);
    expect(other(ahead(64.8))).toBe(5000);
  });

  it("takes the kernel's moment by this machine's own clock", () => {
    const kill = {
      kind: 'kernel-oom',
      containerId: 'c',
      process: 'node',
      pid: 1,
      rssBytes: 1,
      line: '',
    } as const;
    const killed = recorded([[9000, kill]]).map((line) => ({
      ...line,
      wall: '2026-06-10T10:00:09.000Z',
      engineAt: '2026-06-10T10:00:08.700Z',
    }));
    expect(clockOf(killed)(killed[0] as Evidence)).toBe(8700);
  });
});
