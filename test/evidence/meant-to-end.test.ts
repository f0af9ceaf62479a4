// Whether a version that ends with 0 is done: by what the version before did, and does when it is started again.
import { expect, it } from 'vitest';
import { meantTo, type Before } from '../../src/evidence/meant-to-end.js';
import { latestSpec, tasksOf, type TaskHistory } from '../../src/evidence/timeline.js';
import { present } from '../../src/base/assert.js';
import { readJournal } from '../verdict/read-journal.js';

const { lines } = readJournal('held-one-shot-cut-short');
const service = 'case-5540e5_migrate';
const { spec } = present(latestSpec(lines, service), 'spec');
/** The base's, which was asked to end; the head's; and the base's again, after the rollback. */
const [cut, , again] = tasksOf(lines, service).map((task) => present(task, 'task'));
const untilMs = 4550;

const meant = (before: Before): string => meantTo(spec, before);
const since = (task: TaskHistory | undefined, runningSinceMs: number): TaskHistory => ({
  ...present(task, 'task'),
  runningSinceMs,
});
const list = (task: TaskHistory | undefined): readonly TaskHistory[] => [present(task, 'task')];

it('what was cut short is known when it is started again and ends by itself, after longer than it had had', () => {
  expect(meant({ tasks: list(cut), again: list(again), untilMs })).toBe('end');
});

it('what had run for as long as that before is no such thing, nor is what was never started again', () => {
  expect(meant({ tasks: [since(cut, 2000)], again: list(again), untilMs })).toBe('unknown');
  expect(meant({ tasks: list(cut), again: [], untilMs })).toBe('unknown');
  expect(meant({ tasks: list(cut), again: list(cut), untilMs })).toBe('unknown');
  expect(meant({ tasks: list(cut), again: list(again) })).toBe('unknown');
});

it('what ended by itself before is done, and what never ran tells nothing against it', () => {
  expect(meant({ tasks: list(again) })).toBe('end');
  expect(meant({ tasks: [] })).toBe('end');
});
