import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { settlement } from '../../src/evidence/progress.js';
import { deployOf } from '../../src/evidence/timeline.js';
import { judge } from '../../src/verdict/judge.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { trialSpec } from './constructed-journal.js';
import { readJournal } from './read-journal.js';

const shown: Readonly<Record<string, object>> = {
  held: { outcome: 'held', drift: false, masked: false, component: null, cause: null, outageMs: 0 },
  'held-old-task-killed': {
    outcome: 'held',
    drift: false,
    masked: false,
    cause: { kind: 'oom-kill', victim: 'old', exitCode: 137 },
    outageMs: 845,
  },
  'held-with-two-successors': {
    outcome: 'held',
    reason:
      'swarm completed the update, and the head runs in every slot; swarm keeps 2 tasks of it in slot 1, ' +
      'where one is asked for',
    drift: false,
    cause: { kind: 'oom-kill', victim: 'old', exitCode: 137 },
  },
  'rolled-back-oom-kill': {
    outcome: 'rolled-back',
    drift: true,
    masked: true,
    component: 'swarm',
    cause: { kind: 'oom-kill', victim: 'new', exitCode: 137 },
    outageMs: 0,
  },
  'rolled-back-oom-kill-cgroup-v2': {
    outcome: 'rolled-back',
    drift: true,
    masked: true,
    component: 'swarm',
    cause: { kind: 'oom-kill', victim: 'new', exitCode: 137 },
    outageMs: 0,
  },
  'rolled-back-oom-kill-on-worker': {
    outcome: 'rolled-back',
    drift: true,
    masked: true,
    component: 'swarm',
    cause: { kind: 'oom-kill', victim: 'new', exitCode: 137 },
    outageMs: 0,
  },
  'unsettled-no-node': {
    outcome: 'unsettled',
    drift: false,
    masked: true,
    cause: { kind: 'start-timeout', victim: 'new', exitCode: null },
  },
  'rolled-back-with-outage': {
    outcome: 'rolled-back',
    drift: true,
    masked: true,
    cause: { kind: 'oom-kill', victim: 'new' },
    outageMs: 1741,
  },
  'rolled-back-unhealthy-exit-0': {
    outcome: 'rolled-back',
    drift: true,
    masked: true,
    component: 'app',
    cause: { kind: 'unhealthy', exitCode: 0 },
  },
  'rolled-back-exit': {
    outcome: 'rolled-back',
    drift: true,
    cause: { kind: 'exit', exitCode: 3, victim: 'new' },
  },
  'rolled-back-image-missing': {
    outcome: 'rolled-back',
    drift: true,
    cause: { kind: 'rejected', exitCode: null },
  },
  'paused-exit': { outcome: 'paused', drift: false, masked: true, cause: { kind: 'exit', exitCode: 1 } },
  'failed-later-exit': {
    outcome: 'failed-later',
    failedLater: 'after-completed',
    drift: false,
    masked: true,
    cause: { kind: 'exit', exitCode: 4 },
  },
  'failed-later-continue': {
    outcome: 'failed-later',
    failedLater: 'tolerated',
    drift: false,
    cause: { kind: 'exit', exitCode: 1 },
  },
  'no-op': { outcome: 'no-op', drift: false, masked: false, cause: null },
};

/** A slot with two tasks that swarm wants may still change: such a trial is watched until its deadline. */
const unsettledToTheEnd = new Set(['held-with-two-successors', 'unsettled-no-node']);

/** As a solo trial of the run that the journal tells of. */
function judged(lines: readonly Evidence[], stack: string): RunVerdict {
  return present(
    judge(trialSpec([], [{ run: 'r1', stack, domain: `${stack}.driftlab.test`, startAfterMs: 0 }]), lines)
      .runs[0],
    'run',
  );
}

function recorded(name: string): { readonly lines: readonly Evidence[]; readonly stack: string } {
  const { lines, problems } = readJournal(name);
  expect(problems).toEqual([]);
  return { lines, stack: present(deployOf(lines, 'r1', 'base', 'begin'), 'deploy').stack };
}

describe.each(Object.entries(shown))('the recorded trial %s', (name, expected) => {
  const { lines, stack } = recorded(name);

  it('is judged for what it was', () => {
    expect(judged(lines, stack)).toMatchObject(expected);
  });

  it('rests its cause on lines about the task it names, and on the spec that shows what swarm did', () => {
    const { cause } = judged(lines, stack);
    const ids = [cause?.task, cause?.container].filter((id) => id != null);
    for (const seq of cause?.evidence ?? []) {
      const line = present(lines[seq - 1], 'line');
      const text = JSON.stringify(line);
      expect(line.kind === 'spec' || ids.some((id) => text.includes(id)), text).toBe(true);
    }
  });

  it('is inconclusive when any line of it is lost', () => {
    for (const lost of lines)
      expect(
        judged(
          lines.filter((line) => line !== lost),
          stack,
        ).outcome,
      ).toBe('inconclusive');
  });

  it('had settled when observation ended, unless it never could', () => {
    const end = present(deployOf(lines, 'r1', 'upgrade', 'end'), 'deploy');
    const over = present(
      lines.find((line) => line.kind === 'phase' && line.phase === 'observe' && line.mark === 'end'),
      'end of observation',
    );
    const states = lines
      .filter(({ seq }) => seq >= end.seq && seq < over.seq)
      .map(({ seq, atMs }) => settlement(lines.slice(0, seq), 'r1', atMs));
    expect(states.at(-1) === 'settled').toBe(!unsettledToTheEnd.has(name));
  });
});

const good = new Set(['held', 'held-old-task-killed', 'held-with-two-successors']);

describe.each(Object.keys(shown).filter((name) => !good.has(name)))('the recorded trial %s', (name) => {
  it('is never called held, whichever line or kind of line was never seen', () => {
    const { lines, stack } = recorded(name);
    const kinds = [...new Set(lines.map(({ kind }) => kind))];
    const poorer = [
      ...lines.map((missing) => lines.filter((line) => line !== missing)),
      ...kinds.map((kind) => lines.filter((line) => line.kind !== kind)),
    ];
    for (const rest of poorer)
      expect(
        judged(
          rest.map((line, index) => ({ ...line, seq: index + 1 })),
          stack,
        ).outcome,
      ).not.toBe('held');
  });
});
