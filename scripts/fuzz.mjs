// `npm run fuzz [-- --files N --journals N --seed S]`: scenario files that are nearly right and journals that
// are damaged, thousands of each, and what the lab answers; with the default numbers the table goes into
// docs/reliability.md. Ends with 1 and the smallest file found where one throws, takes too long, or makes a
// trial held that was not.
import { spawnSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { argumentsOf } from './arguments.mjs';
import { writeReliability } from './doc-section.mjs';
import { root, say } from './setup.mjs';

const usual = { files: '10000', journals: '5000' };
const { values } = argumentsOf({
  usage: `Usage: npm run fuzz -- [--files N] [--journals N] [--seed N]

Scenario files that are nearly right and journals that are damaged, and what the lab answers. With the default
numbers the table goes into docs/reliability.md.
  --files N     scenario files (default: ${usual.files})
  --journals N  damaged journals (default: ${usual.journals})
  --seed N      of the draws (default: from the clock; it is told where something was found)
Exit codes: 0 none threw, took too long or made a trial held that was not; 1 one did; 64 bad arguments.`,
  counts: usual,
  numbers: { seed: null },
  names: null,
});
const { runnerImport } = await import('vite');
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
const startedAt = new Date();
const {
  module: { answerMsMax, fuzzJournals, fuzzScenarios },
} = await runnerImport(join(root, 'test', 'fuzz', 'fuzz.ts'));

try {
  const scenarios = fuzzScenarios({ runs: Number(values.files), seed });
  tell('scenario files', scenarios);
  const journals = fuzzJournals({ runs: Number(values.journals), seed });
  tell('journals', journals);
  if (values.files === usual.files && values.journals === usual.journals)
    writeReliability('fuzz', section({ scenarios, journals }));
} catch (error) {
  process.stderr.write(`seed ${seed}: ${error.cause?.message ?? ''}\n${error.message}\n`);
  process.exitCode = 1;
}

function tell(what, { runs, answers, slowest }) {
  say(
    `${runs} ${what}; the slowest was answered in ${Math.round(slowest.ms)} ms ` +
      `(${slowest.characters} characters)`,
  );
  for (const [answer, count] of sorted(answers))
    process.stdout.write(`${String(count).padStart(7)}  ${answer}\n`);
}

function sorted(answers) {
  return [...answers].sort(([a], [b]) => (a < b ? -1 : 1));
}

function section({ scenarios, journals }) {
  const where =
    `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ` +
    `${release().split('.').slice(0, 2).join('.')}, Node ${process.version}, commit ${commit()}`;
  return [
    '## Input: files that are nearly right, journals that are damaged',
    '',
    `${startedAt.toISOString().slice(0, 10)} · ${where} · \`npm run fuzz -- --seed ${seed}\``,
    '',
    'Scenario files of up to a megabyte (spoilt texts, spoilt trees, what the schema allows and ' +
      `nearly, long ones) are read and planned. **None of ${scenarios.runs} threw, every problem has ` +
      'its',
    `place in the file, and the slowest took ${Math.round(scenarios.slowest.ms)} ms of processor ` +
      `time** (at most ${answerMsMax} are allowed), for ${scenarios.slowest.characters} characters.`,
    '',
    '| answer | files |',
    '| --- | ---: |',
    ...sorted(scenarios.answers).map(([answer, count]) => `| ${answer} | ${count} |`),
    '',
    'Recorded journals are damaged and judged again, as they were recorded and with the seals that ' +
      `each line has today. **None of ${journals.runs} threw, none made a trial \`held\` that was not,`,
    'and none with seals was `held` once it was not as it was written.** A damage that changes ' +
      'nothing, as to exchange a line with itself, is judged as before.',
    '',
    '| damage | same | inconclusive | another outcome |',
    '| --- | ---: | ---: | ---: |',
    ...damageRows(journals.answers),
    '',
    'Not tried: damage to several places at once, files beyond a megabyte but for their refusal, ' +
      'journals with faults of the clock.',
  ].join('\n');
}

function damageRows(answers) {
  const damages = [
    ...new Set([...answers.keys()].map((answer) => answer.slice(0, answer.lastIndexOf(':')))),
  ].sort();
  return damages.map(
    (damage) =>
      `| ${damage} | ` +
      `${['judged as before', 'inconclusive', 'another outcome'].map((how) => answers.get(`${damage}: ${how}`) ?? 0).join(' | ')} ` +
      '|',
  );
}

function commit() {
  const { stdout, status } = spawnSync('git', ['describe', '--always', '--dirty', '--exclude', '*'], {
    cwd: root,
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : 'unknown';
}
