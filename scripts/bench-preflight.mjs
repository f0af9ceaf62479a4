// What the look at a recipe before anything boots adds to a run: opening it at base and head, each in a
// process of its own, as a run does it once.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const commits = 2000;
const rounds = 11;
const goalMs = 200;

/** Ends with figures of both times, and whether the goal is met: the median of one arm is below it. */
export function benchPreflight(scratch) {
  withHistory(scratch);
  const one = timesOf(scratch, '{ one: {} }');
  // Arms with other variables read the recipe's files anew.
  const two = timesOf(scratch, '{ one: {}, two: { env: { HEAP_MIB: 100 } } }');
  const met = one.medianMs < goalMs;
  const text =
    `${met ? '✓' : '✗'} preflight of a recipe with ${commits} commits: ${Math.round(one.medianMs)} ms (worst of ` +
    `${rounds}: ${Math.round(one.worstMs)}), goal under ${goalMs}; of two arms with variables of their own ` +
    `${(two.medianMs / one.medianMs).toFixed(1)} times that`;
  return { figures: { commits, rounds, one, two, goalMs }, text, met };
}

function timesOf(scratch, arms) {
  const scenario = join(scratch, 'preflight.yml');
  writeFileSync(
    scenario,
    'scenario: preflight\nquestion: How long?\nengine: { private: { memory: 448MiB } }\nimages: []\n' +
      'recipe: { name: discourse, mirror: recipe, base: 1.0.0, head: main }\n' +
      `arms: ${arms}\ntrials: { each: 1 }\n`,
  );
  const times = Array.from({ length: rounds }, () => timed(scratch, scenario)).sort((a, b) => a - b);
  return { medianMs: times[Math.floor(rounds / 2)], worstMs: times.at(-1) };
}

/** A repository whose compose file changes in every commit. */
function withHistory(scratch) {
  const folder = join(scratch, 'recipe');
  const sample = join(root, 'scenarios', 'recipes', 'discourse', '09-upgrade', 'compose.yml');
  const compose = readFileSync(sample, 'utf8');
  const commit = (number) => {
    const text = `${compose}# ${number}\n`;
    return (
      `commit refs/heads/main\ncommitter t <t@example.com> ${1_700_000_000 + number} +0000\ndata 1\nx\n` +
      `M 100644 inline compose.yml\ndata ${Buffer.byteLength(text)}\n${text}\n`
    );
  };
  const history = Array.from({ length: commits }, (_, number) => commit(number)).join('');
  mkdirSync(folder);
  git(folder, ['init', '--quiet', '--initial-branch=main']);
  git(folder, ['fast-import', '--quiet'], history);
  git(folder, ['tag', '1.0.0', `main~${commits - 1}`]);
}

function git(folder, args, input = '') {
  const { status, stderr } = spawnSync('git', args, { cwd: folder, input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
}

const look = `
  const [scenario, dir, dist] = process.argv.slice(1);
  const { readFileSync } = await import('node:fs');
  const { vocabulary } = await import(dist + '/cli/vocabulary.js');
  const { parseScenario } = await import(dist + '/scenario/parse.js');
  const { openRecipes } = await import(dist + '/cli/preflight/recipes.js');
  const parsed = parseScenario(readFileSync(scenario, 'utf8'), vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const from = performance.now();
  const { checks } = await openRecipes(
    parsed.scenario.arms,
    { scenarioDir: dir, trialsFollow: true },
    AbortSignal.timeout(60_000),
  );
  const ms = performance.now() - from;
  if ([...checks.values()].some(({ sides }) => sides === null)) throw new Error('the recipe was not opened');
  console.log(ms);
`;

function timed(dir, scenario) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', look, scenario, dir, join(root, 'dist')],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the look at the recipe ended with ${status}: ${stderr}`);
  return Number(stdout);
}
