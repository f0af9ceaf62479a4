// docs/mutants.md: how many mutants a test noticed, and every one that none did, with the reason where one
// was found.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { wrapped } from '../wrap-docs.mjs';
import { explained } from './explained.mjs';
import { root } from './rooms.mjs';

/** `rooms`: every mutant of each with its `status`. */
export function writeReport({ rooms, sample }) {
  const page = join(root, 'docs', 'mutants.md');
  writeFileSync(
    page,
    wrapped(
      [...head(sample), ...table(rooms), ...survivors(rooms.flatMap(({ mutants }) => mutants))].join('\n'),
    ),
  );
  for (const { room, mutants } of rooms) console.log(`${room}: ${scoreOf(mutants)}`);
  console.log(`written: ${page}`);
}

function head(sample) {
  const memory = `${String(Math.round(totalmem() / 1024 ** 3))} GiB`;
  return [
    '# Mutants',
    '',
    'A mutant is a small fault planted in the code: a limit moved by one, a condition turned round, ' +
      'an element left out. A test that notices',
    'kills it. What survives is something that the tests do not hold, or a change that changes ' +
      'nothing. `npm run mutants` plants them one at a',
    'time in the rooms whose answers cannot be checked by looking at them, and writes this page.',
    '',
    'Left alone are sentences for people, assertions, and fallbacks that only the compiler asks for. ' +
      'Mutants that the compiler refuses are',
    'not counted. Each room is tried against the tests that are its own, none of which needs an ' +
      'engine; tests that take more than three',
    'seconds are left out unless `--slow` is said, so that the score is no better than it looks. The ' +
      'random inputs of properties are the same for all.',
    '',
    `Run on ${new Date().toISOString().slice(0, 10)} by \`npm run mutants\`, Node ` +
      `${process.versions.node}, ${String(availableParallelism())} cores, ` +
      `${memory}.`,
    ...(sample === null
      ? []
      : [
          '',
          `Tried is a sample: ${String(sample.size)} mutants of each room, each as likely as any other, ` +
            `drawn by the seed ${sample.seed}. The interval`,
          'is that of Wilson at 95 %, for the score that all mutants of the room would have.',
        ]),
    '',
  ];
}

function table(rooms) {
  const rows = rooms.map(({ room, mutants }) => {
    const count = (status) => mutants.filter((one) => one.status === status).length;
    return (
      `| ${room} | ${String(counted(mutants).length)} | ${String(count('killed'))} | ` +
      `${String(count('survived'))} | ${String(count('unreached'))} | ${String(explainedOf(mutants))} | ` +
      `${String(count('not tried'))} | ${scoreOf(mutants)} |`
    );
  });
  return [
    '| room | mutants tried | killed | survived | reached by no test | of both, explained below | not tried | ' +
      'killed of those tried, 95 % interval |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

function counted(mutants) {
  return mutants.filter(({ status }) => ['killed', 'survived', 'unreached'].includes(status));
}

function scoreOf(mutants) {
  const all = counted(mutants);
  const killed = all.filter(({ status }) => status === 'killed').length;
  if (all.length === 0) return 'none tried';
  const percent = (share) => (100 * share).toFixed(1);
  const [low, high] = interval(killed, all.length);
  return `${percent(killed / all.length)} % (${percent(low)} to ${percent(high)})`;
}

/** Wilson's score interval at 95 %, the same as in src/statistics, which need not be built for this. */
function interval(k, n) {
  const z = 1.959963984540054;
  const shrink = 1 + (z * z) / n;
  const centre = (k / n + (z * z) / (2 * n)) / shrink;
  const half = (z * Math.sqrt((k * (n - k)) / n ** 3 + (z * z) / (4 * n * n))) / shrink;
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

function alive(mutants) {
  return counted(mutants)
    .filter(({ status }) => status !== 'killed')
    .map((mutant) => ({ ...mutant, text: readFileSync(join(root, mutant.file), 'utf8') }));
}

function explainedOf(mutants) {
  return alive(mutants).filter((mutant) =>
    explained.some(({ which }) => which.some((pattern) => matches(pattern, mutant))),
  ).length;
}

function survivors(mutants) {
  const left = alive(mutants);
  const groups = explained.map(({ title, why, which }) => ({
    title,
    why,
    found: left.filter((mutant) => which.some((pattern) => matches(pattern, mutant))),
  }));
  const known = new Set(groups.flatMap(({ found }) => found));
  const open = left.filter((mutant) => !known.has(mutant));
  return [
    '## Survivors that change nothing that matters',
    '',
    ...groups
      .filter(({ found }) => found.length > 0)
      .flatMap(({ title, why, found }) => [`### ${title}`, '', why, '', ...found.map(item), '']),
    '## Survivors that a test should kill',
    '',
    ...(open.length === 0 ? ['None.'] : open.map(item)),
    '',
  ];
}

/**
 * Every field that a pattern has must fit: `file` ends so, the mutated place lies in or around the code `at`,
 * `from` and `to` are the same.
 */
function matches({ file, at, from, to }, mutant) {
  return (
    (file === undefined || mutant.file.endsWith(file)) &&
    (at === undefined || liesIn(at, mutant)) &&
    (from === undefined || mutant.from === from) &&
    (to === undefined || mutant.to === to)
  );
}

/** Whether some occurrence of this code and the mutated place have a character in common. */
function liesIn(code, { text, start, end }) {
  for (let at = text.indexOf(code); at !== -1; at = text.indexOf(code, at + 1))
    if (at < end && start < at + code.length) return true;
  return false;
}

function item({ file, line, from, to, status }) {
  const code = (text) => `\`${short(text).replaceAll('`', "'")}\``;
  return (
    `- ${file}:${String(line)}: ${code(from)} → ` +
    `${to === '' ? 'nothing' : code(to)}${status === 'unreached' ? ' (reached by no test)' : ''}`
  );
}

function short(text) {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length > 90 ? `${flat.slice(0, 60)} … ${flat.slice(-25)}` : flat;
}
