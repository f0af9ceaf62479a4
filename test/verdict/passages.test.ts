// Chains of versions, as real engines showed them: the last version is judged, by what stood when it came.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Evidence } from '../../src/evidence/evidence.js';
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

  it('is not on record shows nothing', () => {
    const without = numbered(lines.filter(({ kind }) => kind !== 'passage'));
    expect(judged(without, ['good'])).toMatchObject({
      outcome: 'inconclusive',
      reason: 'that good was deployed, on the way to the head, is not on record',
    });
    expect(judged(lines, ['good', 'better']).outcome).toBe('inconclusive');
  });
});
