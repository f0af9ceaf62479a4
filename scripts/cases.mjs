// `npm run cases`: upgrades whose end is known beforehand, on real engines, held against what the lab says of
// them. `npm run cases -- NAME… --trials N --jobs N --engine PROGRAMS_FOLDER --out FOLDER`; without names all
// of them, and docs/cases.md is written. Ends with 1 when an answer is wrong, with 2 when a case did not go
// the way it is to go.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { argumentsOf, refuse } from './arguments.mjs';
import { root, say, setUp } from './setup.mjs';
import { wrapped } from './wrap-docs.mjs';

const usage = `Usage: npm run cases -- [NAME…] [--trials N] [--jobs N] [--engine FOLDER] [--out FOLDER]

Upgrades whose end is known beforehand, on real engines, held against what the lab says of them. A NAME is a
folder in test/cases/cases; without one all are run, and docs/cases.md is written.
  --trials N       trials of each case (default: 1)
  --jobs N         at the same time (default: 3)
  --engine FOLDER  with an engine of these programs, as \`npm run engines:fetch\` fetches them
  --out FOLDER     keep the campaigns there
Exit codes: 0 all are right, 1 an answer is wrong, 2 a case did not go the way it is to go, 64 bad arguments,
69 no engine here.`;
const { values: options, names } = argumentsOf({
  usage,
  counts: { trials: '1', jobs: '3' },
  texts: ['engine', 'out'],
});
setUp({ engineRequired: true });
const { runnerImport } = await import('vite');
const {
  module: { casesNamed, runCases },
} = await runnerImport(join(root, 'test', 'cases', 'all-cases.ts'));

const cases = casesOf(names);
const kept = options.out !== undefined;
const out = kept ? resolve(options.out) : mkdtempSync(join(tmpdir(), 'driftlab-cases-'));
const programs = options.engine === undefined ? null : resolve(options.engine);
const startedAt = new Date();
try {
  const results = await runCases({
    cases,
    trials: Number(options.trials),
    jobs: Number(options.jobs),
    out,
    programs,
    onEnd: tell,
  });
  summarise(results);
  if (names.length === 0) writeTable(results);
} finally {
  if (!kept) rmSync(out, { recursive: true, force: true });
}

function casesOf(asked) {
  try {
    return casesNamed(asked);
  } catch (error) {
    return refuse(`${error.message}: cases are the folders in test/cases/cases`, usage);
  }
}

function tell({ name, trial, judgement }) {
  const lines = [
    `${judgement.word.padEnd(13)} ${name}${options.trials === '1' ? '' : ` (${trial})`}`,
    ...judgement.differences.map((line) => `                ${line}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function summarise(results) {
  const count = (word) => results.filter(({ judgement }) => judgement.word === word).length;
  say(
    `${count('right')} right, ${count('wrong')} wrong, ${count('did not play')} did not play, of ` +
      `${results.length}${kept ? `; journals in ${out}` : ''}`,
  );
  process.exitCode = count('wrong') > 0 ? 1 : count('did not play') > 0 ? 2 : 0;
}

/** One file an engine, so that a table of another engine does not replace this machine's. */
function writeTable(results) {
  const engine = engineOf(results);
  const file = join(
    root,
    'docs',
    programs === null ? 'cases.md' : `cases-${engine.split('.').slice(0, 2).join('.')}.md`,
  );
  const command = [
    'npm run cases',
    ...(process.argv.length > 2
      ? [
          '--',
          ...process.argv
            .slice(2)
            .filter((word, index, all) => word !== '--out' && all[index - 1] !== '--out'),
        ]
      : []),
  ].join(' ');
  const right = results.filter(({ judgement }) => judgement.word === 'right').length;
  const lines = [
    '# Cases: upgrades whose end was known beforehand',
    '',
    'Written by `npm run cases`; do not edit. Each case is a folder in `test/cases/cases/` with a ' +
      'base, a head, and a `truth.yml` that says what',
    'happens and why, from what swarm does and from raw lines of a journal, not from a verdict. ' +
      '`right` means that outcome, cause, victim,',
    'component, side services and the sentences of the story are what the truth says, in every trial.',
    '',
    `${startedAt.toISOString().slice(0, 10)} · Engine ${engine} · Docker CLI ${cli()} · Linux ` +
      `${release().split('.').slice(0, 2).join('.')}, ${cpus().length} cores · commit ${commit()} · ` +
      `\`${command}\``,
    '',
    `**${right} of ${results.length} right.**`,
    '',
    '| case | after | situation | truth | said | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rowsOf(results),
    '',
  ];
  writeFileSync(file, wrapped(lines.join('\n')));
  say(`written to ${relative('.', file)}`);
}

/** A row a case: what the lab said in each trial, once where it is always the same. */
function rowsOf(results) {
  return [...new Set(results.map(({ name }) => name))].map((name) => {
    const own = results.filter((result) => result.name === name);
    const { truth } = own[0];
    const said = [
      ...new Set(
        own.map(({ told: { run } }) =>
          run === null ? 'nothing' : words(run.outcome, run.cause?.kind ?? null, run.cause?.victim ?? null),
        ),
      ),
    ];
    const marks = own
      .map(({ judgement: { word } }) => word)
      .filter((word, index, all) => all.indexOf(word) === index);
    const known = truth.truth
      .map((way) =>
        [way.outcome]
          .flat()
          .map((outcome) => words(outcome, [way.cause ?? null].flat()[0], way.victim ?? null))
          .join(' or '),
      )
      .join('; or ');
    const cells = [`\`${name}\``, truth.after, truth.situation, known, said.join('; '), marks.join(', ')];
    return (
      `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} ` + '|'
    );
  });
}

function words(outcome, cause, victim) {
  return [
    outcome,
    ...(cause === null ? [] : [`${cause}${victim === null ? '' : ` of the ${victim} task`}`]),
  ].join(', ');
}

function engineOf(results) {
  return (
    results.flatMap(({ told }) => told.lines).find(({ kind }) => kind === 'engine')?.version ?? 'unknown'
  );
}

function cli() {
  return (
    /version ([^,\s]+)/.exec(spawnSync('docker', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1] ??
    'unknown'
  );
}

function commit() {
  const { stdout, status } = spawnSync('git', ['describe', '--always', '--dirty', '--exclude', '*'], {
    cwd: root,
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}
