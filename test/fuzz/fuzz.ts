// What must hold for every scenario file and every journal, and how often it was tried. Run by
// scripts/fuzz.mjs, and in small by fuzz.test.ts.
import fc from 'fast-check';
import { overBudget } from '../../src/cli/preflight/budget.js';
import { beyondHost } from '../../src/cli/preflight/host-limits.js';
import { jobsFor, planBy } from '../../src/cli/start/plan-of.js';
import { compileRule } from '../../src/statistics/index.js';
import { vocabulary } from '../../src/cli/vocabulary.js';
import { LabError } from '../../src/base/lab-error.js';
import { scenarioReader, type Problem } from '../../src/scenario/parse.js';
import { damagedJournal, outcomesOf, textsOf } from './damaged-journals.js';
import { scenarioFile } from './scenario-files.js';

/** Processor time, which a busy machine changes least, within which each file is answered. */
export const answerMsMax = 1000;

export interface Fuzzing {
  readonly runs: number;
  readonly seed: number;
  readonly answerMs?: number;
}

/** What came of it: kinds of answers with their numbers, and the slowest answer. */
export interface Fuzzed {
  readonly runs: number;
  readonly answers: ReadonlyMap<string, number>;
  readonly slowest: { readonly ms: number; readonly characters: number; readonly text: string };
}

/**
 * Every file is read, planned, or told what is wrong with it, in time; else throws with the smallest file
 * found.
 */
export function fuzzScenarios({ runs, seed, answerMs = answerMsMax }: Fuzzing): Fuzzed {
  const read = scenarioReader(vocabulary);
  const answers = new Map<string, number>();
  let slowest: Fuzzed['slowest'] = { ms: 0, characters: 0, text: '' };
  fc.assert(
    fc.property(scenarioFile, (text) => {
      const began = process.cpuUsage();
      const answer = answerTo(text, read);
      const { user, system } = process.cpuUsage(began);
      const ms = (user + system) / 1000;
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      if (ms > slowest.ms) slowest = { ms, characters: text.length, text: text.slice(0, 200) };
      if (ms > answerMs)
        throw new Error(
          `answered in ${String(Math.round(ms))} ms, which is more than ${String(answerMs)} ms`,
        );
    }),
    { numRuns: runs, seed, interruptAfterTimeLimit: 3_600_000 },
  );
  return { runs, answers, slowest };
}

function answerTo(text: string, read: ReturnType<typeof scenarioReader>): string {
  const parsed = read(text);
  if (!parsed.ok) {
    requireSane(parsed.problems, text);
    return 'its problems, with their places';
  }
  try {
    const plan = planBy(compileRule, parsed.scenario, {});
    const over = overBudget(plan, jobsFor(plan), parsed.scenario.budgetMs) ?? beyondHost(plan, 1);
    return over === null ? 'a plan' : 'what it asks for is too much';
  } catch (error) {
    if (error instanceof LabError && error.code === 'bad-input') return 'why no plan is possible';
    throw error;
  }
}

/** Some problems, in the order of the text, within it, each in words. */
function requireSane(problems: readonly Problem[], text: string): void {
  if (problems.length === 0) throw new Error('refused without a problem');
  const lines = text.split('\n');
  let last = 0;
  for (const { line, column, message, hint } of problems) {
    const place = line * 2 ** 22 + column;
    if (place < last || column < 1 || column > (lines[line - 1]?.length ?? -1) + 1)
      throw new Error(
        `the place ${String(line)}:${String(column)} of "${message}" is not in the file, or not in order`,
      );
    if (message === '' || /undefined|\[object|NaN/.test(message.replace(/"(?:[^"\\]|\\.)*"/g, '')))
      throw new Error(`a problem that says nothing: ${message} ${hint ?? ''}`);
    last = place;
  }
}

/**
 * No damage makes a trial held that was not; what has seals is never held once it is not as it was written.
 */
export function fuzzJournals({ runs, seed }: Fuzzing): Fuzzed {
  const answers = new Map<string, number>();
  const wholes = new Map<string, readonly string[]>();
  let slowest: Fuzzed['slowest'] = { ms: 0, characters: 0, text: '' };
  fc.assert(
    fc.property(damagedJournal, (journal) => {
      const { whole, damaged } = textsOf(journal);
      const began = performance.now();
      const after = outcomesOf(journal.name, damaged);
      const ms = performance.now() - began;
      const before = wholes.get(journal.name) ?? outcomesOf(journal.name, whole);
      wholes.set(journal.name, before);
      if (!isSound({ before, after, changed: journal.sealed && damaged.trimEnd() !== whole.trimEnd() }))
        throw new Error(`${before.join(', ')} became ${after.join(', ')}`);
      const answer =
        `${journal.sealed ? 'sealed' : 'not sealed'}, ${journal.damage}: ` +
        (sameAs(before, after)
          ? 'judged as before'
          : after.every((outcome) => outcome === 'inconclusive')
            ? 'inconclusive'
            : 'another outcome');
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      if (ms > slowest.ms)
        slowest = { ms, characters: damaged.length, text: `${journal.name}, ${journal.damage}` };
    }),
    { numRuns: runs, seed },
  );
  return { runs, answers, slowest };
}

/** Held only what was, and nothing whose seals show that it is not as it was written. */
function isSound({
  before,
  after,
  changed,
}: {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly changed: boolean;
}): boolean {
  return after.every((outcome, index) => outcome !== 'held' || (before[index] === 'held' && !changed));
}

function sameAs(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && before.every((outcome, index) => outcome === after[index]);
}
