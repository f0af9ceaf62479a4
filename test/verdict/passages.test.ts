// Chains of versions, as real engines showed them: the last version is judged, by what stood when it came.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Evidence, EvidenceOf } from '../../src/evidence/evidence.js';
import type { SpecView } from '../../src/evidence/fact.js';
import { deployOf } from '../../src/evidence/timeline.js';
import { judge } from '../../src/verdict/judge.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { trialSpec } from './constructed-journal.js';
import { readJournal } from './read-journal.js';

const base = '1.0.0+1';

function judged(lines: readonly Evidence[], through: readonly string[]): RunVerdict {
  const { stack } = present(deployOf(lines, 'r1', 'base', 'end'), 'base');
  const spec = trialSpec();
  const runs = spec.runs.map((run) => ({ ...run, stack }));
  const settings = { ...spec.settings, recipe: { ...spec.settings.recipe, base, through } };
  return present(judge({ ...spec, runs, settings }, lines).runs[0], 'run');
}

const recorded = (name: string): readonly Evidence[] => readJournal(`chain/${name}`).lines;
const head = (lines: readonly Evidence[]): number =>
  present(deployOf(lines, 'r1', 'upgrade', 'begin'), 'upgrade').seq;
const numbered = (lines: readonly Evidence[]): readonly Evidence[] =>
  lines.map((line, index) => ({ ...line, seq: index + 1 }));

describe('a recorded chain', () => {
  it('of a good and a bad version comes back to the good one, not to the base', () => {
    const run = judged(recorded('good-then-bad'), ['good']);
    expect(run).toMatchObject({ outcome: 'rolled-back', drift: true, cause: { kind: 'exit', exitCode: 12 } });
    expect(run.stamps.readback).toBe('b1527422');
    expect(run.reason).toContain(
      "swarm's word on what was deployed on the way: good: completed; so this was an upgrade from good (b1527422)",
    );
  });

  it('of a bad and a good version holds, from the base that swarm had put back', () => {
    const run = judged(recorded('bad-then-good'), ['bad']);
    expect(run).toMatchObject({ outcome: 'held', drift: false, cause: null });
    expect(run.reason).toContain(
      'bad: rollback_completed; so this was an upgrade from the base 1.0.0+1 (e051ae73)',
    );
  });

  it('that goes back to the version which was the base is an upgrade from the one between', () => {
    const run = judged(recorded('there-and-back'), ['good']);
    expect(run).toMatchObject({ outcome: 'held', drift: false, stamps: { intended: 'e051ae73' } });
    expect(run.reason).toContain('an upgrade from good (b1527422)');
  });
});

describe('a write of somebody else', () => {
  const lines = recorded('good-then-bad');
  const headSeq = head(lines);
  const good = present(
    lines.find((line) => line.kind === 'spec' && line.spec.stamp === 'b1527422'),
    'good',
  ) as EvidenceOf<'spec'>;
  const theirs = { ...good.spec, specHash: 'theirs' };
  const isGood = (spec: SpecView | null): boolean => spec?.specHash === good.spec.specHash;
  const instead = (from: number): readonly Evidence[] =>
    lines.map((line) =>
      line.kind === 'spec' && line.seq >= from
        ? {
            ...line,
            spec: isGood(line.spec) ? theirs : line.spec,
            previousSpec: isGood(line.previousSpec)
              ? line.seq < headSeq
                ? good.spec
                : theirs
              : line.seq < headSeq && isGood(line.spec)
                ? good.spec
                : line.previousSpec,
          }
        : line,
    );
  const told = 'another client had put b1527422 over what was deployed before';

  it('over the last version on the way is told, and what is judged was an upgrade from that', () => {
    const between = numbered([
      ...lines.filter(({ seq }) => seq < headSeq),
      { ...good, spec: theirs, previousSpec: good.spec },
      ...instead(headSeq).filter(({ seq }) => seq >= headSeq),
    ]);
    const { outcome, reason } = judged(between, ['good']);
    expect(outcome).toBe('rolled-back');
    expect(reason).toContain(told);
    expect(reason).not.toContain('an upgrade from good');
  });

  it('during the deploy of the last version is told, though both were seen at once', () => {
    expect(judged(instead(good.seq), ['good']).reason).toContain(told);
  });

  it('is none where what stood was deployed on the way, or is what swarm had put back', () => {
    for (const [name, ref] of [
      ['good-then-bad', 'good'],
      ['bad-then-good', 'bad'],
      ['there-and-back', 'good'],
    ] as const)
      expect(judged(recorded(name), [ref]).reason).not.toContain('another client');
  });

  it("is not told of a command of somebody's own, which may write more than once", () => {
    const own = instead(good.seq).map((line) =>
      line.kind === 'deploy' ? { ...line, deployer: 'command' } : line,
    );
    expect(judged(own, ['good']).reason).not.toContain('another client');
  });
});

describe('a chain of which a version', () => {
  const lines = recorded('good-then-bad');

  it('could not be deployed shows nothing, and says which', () => {
    const failed = lines.map((line) =>
      line.kind === 'passage' && line.mark === 'end'
        ? { ...line, exitCode: 1, failure: 'no such network' }
        : line,
    );
    expect(judged(failed, ['good'])).toMatchObject({
      outcome: 'inconclusive',
      invalid: 'unclear',
      reason: 'good, on the way to the head, could not be deployed: no such network',
    });
  });

  it('was still being updated when the next came shows nothing, and says which', () => {
    const cut = lines.filter(
      (line) => line.kind !== 'spec' || line.update?.state !== 'completed' || line.spec.stamp !== 'b1527422',
    );
    const run = judged(numbered(cut), ['good']);
    expect(run).toMatchObject({ outcome: 'inconclusive', invalid: 'unclear' });
    expect(run.reason).toMatch(/^swarm was still updating case-a46de2_app for good, on the way to the head/);
  });

  it('had its tasks not at rest when the next came is judged, and says so', () => {
    const next = present(lines[head(lines) - 1], 'upgrade');
    const isLate = (line: Evidence): boolean =>
      line.kind === 'task' && line.state === 'shutdown' && line.seq < next.seq;
    const ending = lines.filter(isLate).map((line) => ({ ...line, atMs: next.atMs, wall: next.wall }));
    const late = [
      ...lines.filter((line) => line.seq <= next.seq && !isLate(line)),
      ...ending,
      ...lines.filter(({ seq }) => seq > next.seq),
    ];
    const run = judged(numbered(late), ['good']);
    expect(run.outcome).not.toBe('inconclusive');
    expect(run.reason).toContain('good: completed, its tasks not at rest when the next version came');
    expect(judged(lines, ['good']).reason).not.toContain('not at rest');
  });

  it('is not on record shows nothing', () => {
    const without = numbered(lines.filter(({ kind }) => kind !== 'passage'));
    expect(judged(without, ['good'])).toMatchObject({
      outcome: 'inconclusive',
      reason: 'that good was deployed, on the way to the head, is not on record',
    });
    expect(judged(lines, ['good', 'better']).outcome).toBe('inconclusive');
  });
});
