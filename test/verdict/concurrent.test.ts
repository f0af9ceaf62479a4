import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { deployOf, ofKind } from '../../src/evidence/timeline.js';
import type { StacksSettings } from '../../src/scenario/scenario.js';
import { judge } from '../../src/verdict/judge.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { trialSpec } from './constructed-journal.js';
import { readJournal } from './read-journal.js';

const recorded = {
  'base-only': readJournal('concurrent-overwritten').lines,
  run: readJournal('concurrent-locked').lines,
};

/** Three runs on one stack under that lock. */
function judged(lines: readonly Evidence[], lock: StacksSettings['lock']): readonly RunVerdict[] {
  const { stack } = present(deployOf(lines, 'r1', 'base', 'begin'), 'deploy');
  const spec = trialSpec(
    [],
    ['r1', 'r2', 'r3'].map((run) => ({ run, stack, domain: 'a.test', startAfterMs: 0 })),
  );
  return judge(
    {
      ...spec,
      settings: { ...spec.settings, stacks: { concurrent: 3, share: 'stack', lock, startWithinMs: 2000 } },
    },
    lines,
  ).runs;
}

describe('three recorded runs on one stack, with a lock that the upgrade does not take', () => {
  it('overwrote each other: each base went over the head before it, and the run that did it is named', () => {
    const runs = judged(recorded['base-only'], 'base-only');
    expect(runs.map(({ outcome, drift, component }) => [outcome, drift, component])).toEqual([
      ['overwritten', true, 'other-run'],
      ['overwritten', true, 'other-run'],
      ['held', false, null],
    ]);
    expect(runs.map(({ cause }) => cause?.detail)).toEqual([
      'run r2 deployed its base over the head',
      'run r3 deployed its base over the head',
      undefined,
    ]);
  });

  it('cite the write and the deploy that explains it', () => {
    const { cause } = present(judged(recorded['base-only'], 'base-only')[0], 'run');
    expect(cause?.evidence.map((seq) => recorded['base-only'][seq - 1]?.kind)).toEqual(['deploy', 'spec']);
  });

  it('are not taken for an overwrite by a run when no other run had begun to deploy', () => {
    const lines = recorded['base-only'].map((line): Evidence =>
      line.kind === 'deploy' && line.run !== 'r1' ? { ...line, stack: 'else-000000' } : line,
    );
    expect(judged(lines, 'base-only')[0]?.cause?.detail).toBe('a client deployed the base again');
  });

  it('show nothing when they did not overlap, which is said with the times', () => {
    const apart = recorded['base-only'].map((line): Evidence =>
      'run' in line && line.run === 'r1' ? { ...line, atMs: line.atMs - 60_000 } : line,
    );
    const [first] = judged(apart, 'base-only');
    expect(first?.outcome).toBe('inconclusive');
    expect(first?.reason).toMatch(
      /^it overlapped no other: r1 from -\d+\.\d to -\d+\.\d s, r2 from \d+\.\d to \d+\.\d s/,
    );
  });
});

describe('three recorded runs on one stack that took turns', () => {
  it('held each: what later runs wrote over it came after it was over', () => {
    expect(judged(recorded.run, 'run').map(({ outcome, drift }) => [outcome, drift])).toEqual([
      ['held', false],
      ['held', false],
      ['held', false],
    ]);
  });

  it('had the lock one at a time', () => {
    const held: string[] = [];
    for (const { run, mark } of ofKind(recorded.run, 'lock')) {
      if (mark === 'taken') held.push(run);
      else held.splice(held.indexOf(run), 1);
      expect(held.length).toBeLessThan(2);
    }
    expect(ofKind(recorded.run, 'lock')).toHaveLength(6);
  });

  it('would be told as overwritten if the end of a run were not known: that line decides', () => {
    const endless = recorded.run
      .filter((line) => !(line.kind === 'run' && line.run === 'r1' && line.mark === 'end'))
      .map((line, index): Evidence => ({ ...line, seq: index + 1 }));
    expect(judged(endless, 'run')[0]?.outcome).not.toBe('held');
  });
});

describe.each([
  ['base-only', recorded['base-only']],
  ['run', recorded.run],
] as const)('runs with the lock %s', (lock, lines) => {
  it('are all inconclusive when any line is lost', () => {
    for (let lost = 0; lost < lines.length; lost += 7) {
      const left = lines.filter((_, index) => index !== lost);
      expect(judged(left, lock).map(({ outcome }) => outcome)).toEqual([
        'inconclusive',
        'inconclusive',
        'inconclusive',
      ]);
    }
  });
});
