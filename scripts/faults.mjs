// `npm run faults`: faults of the engine, of the disks and of the lab itself, each planted in each phase of a
// real trial, and what the lab says. `npm run faults -- NAME@PHASE… --jobs N --out FOLDER`; without names all
// of them, and docs/reliability.md is written. Ends with 1 when a cell is wrong.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { argumentsOf, refuse } from './arguments.mjs';
import { writeReliability } from './doc-section.mjs';
import { root, say, setUp } from './setup.mjs';

const usage = `Usage: npm run faults -- [NAME@PHASE…] [--jobs N] [--out FOLDER]

Faults of the engine, of the disks and of the lab itself, each planted in each phase of a real trial, and what
the lab says. A name is a cell, as 'kill dockerd@base', a fault, as 'kill dockerd', or a phase, as @base;
without one all are run, and docs/reliability.md is written.
  --jobs N      at the same time (default: 2)
  --out FOLDER  keep the trials there
Exit codes: 0 every cell is right, 1 one is wrong, 64 bad arguments, 69 no engine here.`;
const { values: options, names } = argumentsOf({ usage, counts: { jobs: '2' }, texts: ['out'] });
setUp({ engineRequired: true });
const { runnerImport } = await import('vite');
const {
  module: { cellsNamed, faults, plantedIn, runCells },
} = await runnerImport(join(root, 'test', 'faults', 'all-cells.ts'));

/** What a table of what was tried must not be silent on. */
const notTried = [
  'the clock of the machine or of the engine: it cannot be set without harm to all else that runs ' +
    "here, and no namespace has a wall clock of its own; the lab's alone jumps",
  'the memory of the machine gone: the kernel would choose its victims among all that runs here. ' +
    'What it does to an engine is what `kill` does, by the same signal',
  "one call of the engine's that never returns though others do, other than those for services and " +
    'tasks, which the lab asks all the time',
  'a disk that fails with errors of its own (EIO), or that turns read-only: full ones stand for them here',
];

const cells = cellsOf(names);
const kept = options.out !== undefined;
const out = kept ? resolve(options.out) : mkdtempSync(join(tmpdir(), 'dl-f-'));
const startedAt = new Date();
try {
  const results = await runCells({
    cells,
    jobs: Number(options.jobs),
    out,
    rerun: true,
    onEnd: tell,
  });
  const wrong = results.filter((result) => result.wrong.length > 0).length;
  say(`${results.length - wrong} of ${results.length} cells right`);
  if (names.length === 0) writeReliability('faults', tableOf(results));
  process.exitCode = wrong > 0 ? 1 : 0;
} finally {
  if (!kept) rmSync(out, { recursive: true, force: true });
}

function cellsOf(asked) {
  try {
    return cellsNamed(asked);
  } catch (error) {
    const known = [...new Set(faults.map(({ name }) => name))].join(', ');
    return refuse(`${error.message}; faults are ${known}; phases ${plantedIn.join(', ')}`, usage);
  }
}

function tell({ fault, phase, happened: { seconds, first, last, code }, wrong }) {
  process.stdout.write(
    [
      `${wrong.length === 0 ? 'right' : 'WRONG'}  ${fault.name}@${phase}  ` +
        `${seconds?.toFixed(1) ?? '-'} s, exit ${code}, then ${last?.outcome ?? 'nothing'}`,
      `       ${saidIn(first)}`,
      ...wrong.map((line) => `       ! ${line}`),
      '',
    ].join('\n'),
  );
}

function saidIn(first) {
  return first === null ? 'no verdict' : `${first.outcome}: ${first.reason}`;
}

function tableOf(results) {
  const right = results.filter(({ wrong }) => wrong.length === 0).length;
  const cellAt = (fault, phase) => {
    const result = results.find((one) => one.fault === fault && one.phase === phase);
    if (result === undefined) return '–';
    const {
      wrong,
      happened: { first, seconds },
    } = result;
    return `${wrong.length === 0 ? '' : '**wrong** '}${first?.outcome ?? 'no verdict'}${seconds === null ? '' : `, ${seconds.toFixed(0)} s`}`;
  };
  return [
    '## Faults',
    '',
    'Each fault is planted once in each phase of a trial that holds when it is left alone, from ' +
      'outside, on real processes, sockets and disks of an',
    'engine that the lab has started. A cell is right where the trial is *inconclusive* with the ' +
      'reason that was planted, in the time that is stated,',
    'where the command then ends in order (it makes the trial again once the fault is lifted), and ' +
      'where nothing of the engine is left. It may be',
    '*held* only where the fault leaves alone what the outcome rests on. `–`: there is nothing yet ' +
      'that could fail so.',
    '',
    `${startedAt.toISOString().slice(0, 10)} · Linux ${release().split('.').slice(0, 2).join('.')}, ` +
      `${cpus().length} cores, ${(totalmem() / 1024 ** 3).toFixed(1)} GiB · ${engine()} · commit ` +
      `${commit()} · \`npm run faults${options.jobs === '2' ? '' : ` -- --jobs ${options.jobs}`}\``,
    '',
    `**${right} of ${results.length} cells right.** Seconds are from planting the fault to the end ` +
      'of the trial.',
    '',
    row(['fault', ...plantedIn]),
    row(['---', ...plantedIn.map(() => '---')]),
    ...faults.map((fault) => row([fault.name, ...plantedIn.map((phase) => cellAt(fault, phase))])),
    '',
    row(['fault', 'what is done', 'within']),
    row(['---', '---', '---']),
    ...faults.map(({ name, how, withinSeconds }) => row([name, how, `${withinSeconds} s`])),
    '',
    'Not planted here:',
    '',
    ...notTried.map((one) => `- ${one}.`),
    '',
    '<details><summary>What the lab said in each cell</summary>',
    '',
    row(['cell', 'said of the trial', 'exit', 'made again', '']),
    row(['---', '---', '---', '---', '---']),
    ...results.map(({ fault, phase, happened: { first, last, code, stderr }, wrong }) =>
      row([
        `${fault.name}@${phase}`,
        plain(
          first === null
            ? `no verdict; the command said: ${stderr.trim().split('\n').at(-1) ?? ''}`
            : saidIn(first),
        ),
        code ?? 'killed',
        last === null || last.reason === first?.reason ? '' : last.outcome,
        wrong.length === 0 ? 'right' : `wrong: ${plain(wrong.join('; '))}`,
      ]),
    ),
    '',
    '</details>',
  ].join('\n');
}

/** Without what differs from run to run. */
function plain(text) {
  return text
    .replaceAll(out, '…')
    .replaceAll(root, '…')
    .replaceAll(/\bengine [0-9a-f]{8}\b/g, 'engine …')
    .replaceAll(/\(process \d+\)/g, '(process …)')
    .replaceAll(/\btask [0-9a-z]{25}\b/g, 'task …');
}

function row(cells) {
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

function engine() {
  return (
    /version ([^,\s]+)/.exec(spawnSync('dockerd', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1] ??
    'unknown engine'
  );
}

function commit() {
  return (
    spawnSync('git', ['describe', '--always', '--dirty', '--exclude', '*'], {
      cwd: root,
      encoding: 'utf8',
    }).stdout?.trim() || 'unknown'
  );
}
