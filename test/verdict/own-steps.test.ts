// Commands of the author's between phases: one that made nothing ready leaves a trial that shows nothing, and
// what one found at the end is told with the outcome.
import { expect, test } from 'vitest';
import type { OwnStepFact } from '../../src/evidence/fact.js';
import { judge } from '../../src/verdict/judge.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { headStamp, journal, trialSpec, type Journal } from './constructed-journal.js';

const steps = { afterBase: ['./seed.sh'], afterHead: ['./probe.sh', '-v'], timeoutMs: 1000 };

function fact(
  moment: OwnStepFact['moment'],
  exitCode: number | null,
  output: readonly string[] = [],
): OwnStepFact {
  const command = moment === 'after-base' ? './seed.sh' : './probe.sh -v';
  const mark = exitCode === null ? 'begin' : 'end';
  return { kind: 'own-step', run: 'r1', moment, mark, command, exitCode, output };
}

/** An upgrade that holds, with what is on record of the steps around it. */
function holds(seeded: readonly OwnStepFact[], probed: readonly OwnStepFact[]): Journal {
  const before = seeded.reduce((one, step) => one.fact(step), journal().base());
  const after = before.upgrade().updating().holds();
  return probed.reduce((one, step) => one.fact(step), after).end(headStamp);
}

function verdictOf({ lines }: Journal, asked: typeof steps | null = steps): RunVerdict | undefined {
  const spec = trialSpec();
  return judge({ ...spec, settings: { ...spec.settings, steps: asked } }, lines).runs[0];
}

const seeded = [fact('after-base', null), fact('after-base', 0, ['7 rows'])];

test('what the step at the end found is told, and does not make an upgrade that held anything else', () => {
  const verdict = verdictOf(
    holds(seeded, [fact('after-head', null), fact('after-head', 1, ['looking', 'rows: 0'])]),
  );
  expect(verdict).toMatchObject({ outcome: 'held', invalid: null });
  expect(verdict?.reason).toContain('after-head (./probe.sh -v) ended with exit code 1: rows: 0');
  expect(verdict?.reason).not.toContain('looking');
});

test('a base that was not made ready makes the trial inconclusive, though an upgrade followed', () => {
  const verdict = verdictOf(holds([fact('after-base', 3, ['no database'])], [fact('after-head', 0)]));
  expect(verdict).toMatchObject({ outcome: 'inconclusive', cause: null });
  expect(verdict?.reason).toBe('after-base (./seed.sh) ended with exit code 3: no database');
});

test('a step whose end is not on record makes the trial inconclusive', () => {
  expect(verdictOf(holds([fact('after-base', null)], [fact('after-head', 0)]))?.reason).toBe(
    'the end of the step after-base is not on record',
  );
  expect(verdictOf(holds(seeded, [fact('after-head', null)]))?.reason).toBe(
    'the end of the step after-head is not on record',
  );
});

test('a scenario without steps asks for none', () => {
  expect(verdictOf(holds([], []), null)).toMatchObject({ outcome: 'held', invalid: null });
});

test('of two steps whose ends are not on record the first is named, and the upgrade may be why', () => {
  const verdict = verdictOf(holds([], []));
  expect(verdict?.reason).toBe('the end of the step after-base is not on record');
  expect(verdict?.invalid).toBe('unclear');
});

test('a base that was not made ready and never upgraded is no doing of the upgrade', () => {
  const failed = journal().base().fact(fact('after-base', 3)).end('none');
  expect(verdictOf(failed)).toMatchObject({ outcome: 'inconclusive', invalid: 'lab' });
});
