// What a harness said of an upgrade, over recorded journals: taking down is no part of what became of it,
// and its word, which comes after that, is held against it all the same.
import { expect, it } from 'vitest';
import { ofKind } from '../../src/evidence/timeline.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { judge } from '../../src/verdict/judge.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { present } from '../../src/base/assert.js';
import { trialSpec } from './constructed-journal.js';
import { readJournal } from './read-journal.js';

function verdictOf(lines: readonly Evidence[]): RunVerdict {
  const stack = present(ofKind(lines, 'deploy')[0], 'deploy').stack;
  const spec = trialSpec([], [{ run: 'r1', stack, domain: `${stack}.test`, startAfterMs: 0 }]);
  const checks = [{ name: 'harness', check: 'harness', timeoutMs: 120_000, options: null }];
  return present(judge({ ...spec, settings: { ...spec.settings, checks } }, lines).runs[0], 'run');
}

it.each([
  ['missed', 'good', 'missed'],
  ['right', 'bad', 'right'],
] as const)('%s: it said %s of an upgrade that was rolled back', (name, answer, judgement) => {
  const { lines, problems } = readJournal(`harness/${name}`);
  expect(problems).toEqual([]);
  expect(verdictOf(lines)).toMatchObject({
    outcome: 'rolled-back',
    drift: true,
    cause: { kind: 'exit', victim: 'new', exitCode: 1 },
    checks: [{ name: 'harness', answer, judgement }],
  });
});

it('one that never ended judges nothing, and the upgrade is judged as it was', () => {
  const { lines } = readJournal('harness/missed');
  const unended = lines.filter((line) => line.kind !== 'check' || line.mark === 'begin');
  const renumbered = unended.map((line, place) => ({ ...line, seq: place + 1 }));
  const { outcome, checks } = verdictOf(renumbered);
  expect(outcome).toBe('rolled-back');
  expect(checks).toMatchObject([{ judgement: null, reason: 'it had not ended when the trial did' }]);
});
