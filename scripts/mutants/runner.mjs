// A runner of vitest that first runs every test as it is, noting what each reaches and how long it takes, and
// then, in the same process, switches one mutant on after the other and runs the tests that reach it until
// one fails.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { TestRunner } from 'vitest';
import { state, switchTo } from './state.mjs';

const asked = JSON.parse(process.env.DRIFTLAB_MUTANTS);

export default class MutantRunner extends TestRunner {
  baseline = [];

  onBeforeTryTask(test) {
    super.onBeforeTryTask(test);
    Object.assign(state, { hits: new Set(), ticks: 0 });
    this.begun = process.cpuUsage();
  }

  onAfterTryTask(test) {
    this.baseline.push({ test, hits: state.hits, ticks: state.ticks, ms: cpuMs(this.begun) });
    state.hits = null;
    super.onAfterTryTask(test);
  }

  async onAfterRunFiles(files) {
    await super.onAfterRunFiles(files);
    if (asked.active !== undefined) return;
    const failed = failuresIn(files);
    writeFileSync(
      asked.baseline,
      JSON.stringify({
        failed,
        tests: this.baseline.length,
        ms: this.baseline.reduce((sum, { ms }) => sum + ms, 0),
      }),
    );
    if (failed.length === 0) await tryAll(this.baseline);
  }
}

/** On a busy machine the wall clock would time the others. */
function cpuMs(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

async function tryAll(baseline) {
  const quickest = baseline.filter(({ ms }) => ms <= asked.slowestMs).sort((a, b) => a.ms - b.ms);
  const until = performance.now() + asked.minutes * 60_000;
  for (const mutant of JSON.parse(readFileSync(asked.list, 'utf8'))) {
    if (performance.now() > until) return;
    const found = await tryOne(
      mutant,
      quickest.filter(({ hits }) => reaches(mutant, hits)),
    );
    const files = [...state.listed].filter(([, hits]) => reaches(mutant, hits)).map(([file]) => file);
    appendFileSync(asked.results, `${JSON.stringify({ key: mutant.key, ...found, listed: files })}\n`);
  }
}

/** A constant is reached by whatever reaches its file or one that takes it from there. */
function reaches({ unit, units }, hits) {
  return unit === null ? units.some((one) => hits.has(one)) : hits.has(unit);
}

async function tryOne(mutant, tests) {
  if (tests.length === 0) return { status: 'unreached', tests: 0 };
  switchTo(mutant.id, mutant.unit === null);
  try {
    for (const { test, ticks, ms } of tests) {
      Object.assign(state, { ticks: 0, ticksMax: 10 * ticks + 100_000 });
      const why = await failure(test, 100 * ms + 60_000);
      if (why !== null)
        return { status: 'killed', by: nameOf(test), why: why.slice(0, 200), tests: tests.length };
    }
    return { status: 'survived', tests: tests.length };
  } finally {
    state.ticksMax = Infinity;
    switchTo(0, mutant.unit === null);
  }
}

/** Why a test fails; null when it does not. */
async function failure(test, mostMs) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('it took too long')), mostMs);
  });
  try {
    await Promise.race([whole(test), late]);
    return null;
  } catch (error) {
    return String(error?.message ?? error);
  } finally {
    clearTimeout(timer);
  }
}

async function whole(test) {
  const suites = [];
  for (let suite = test.suite; suite; suite = suite.suite) suites.unshift(suite);
  if (test.file && !suites.includes(test.file)) suites.unshift(test.file);
  try {
    for (const suite of suites)
      for (const hook of TestRunner.getSuiteHooks(suite)?.beforeEach ?? []) await hook(test.context, suite);
    await TestRunner.getTestFn(test)();
  } finally {
    for (const suite of suites.reverse())
      for (const hook of TestRunner.getSuiteHooks(suite)?.afterEach ?? []) await hook(test.context, suite);
  }
}

function failuresIn(tasks) {
  return tasks.flatMap((task) =>
    task.type === 'test' ? (task.result?.state === 'fail' ? [nameOf(task)] : []) : failuresIn(task.tasks),
  );
}

function nameOf(test) {
  const names = [];
  for (let task = test; task && task !== test.file; task = task.suite) names.unshift(task.name);
  return names.join(' > ');
}
