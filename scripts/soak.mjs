// `npm run soak`: hundreds of trials of a short upgrade in one campaign on real engines, and whether the lab
// is then as it was at first. `npm run soak -- --trials N --jobs N --seed N --out FOLDER`. With 300 trials or
// more docs/reliability.md is written. Ends with 1 when something grew, got slower, or was left.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { argumentsOf } from './arguments.mjs';
import { writeReliability } from './doc-section.mjs';
import { root, say, setUp } from './setup.mjs';

const { values: options } = argumentsOf({
  usage: `Usage: npm run soak -- [--trials N] [--jobs N] [--seed N] [--out FOLDER]

Hundreds of trials of a short upgrade in one campaign on real engines, and whether the lab is then as it was
at first. With 300 trials or more docs/reliability.md is written.
  --trials N    trials (default: 300)
  --jobs N      at the same time (default: 4)
  --seed N      of the plan (default: 1)
  --out FOLDER  keep the campaign there
Exit codes: 0 nothing grew, got slower or was left; 1 something did; 64 bad arguments, 69 no engine here.`,
  counts: { trials: '300', jobs: '4' },
  numbers: { seed: '1' },
  texts: ['out'],
  names: null,
});
const lookMs = 250;
const sayEvery = 25;
setUp({ engineRequired: true });
const { runnerImport } = await import('vite');
const {
  module: { bounds, kib, trendOf, troubles, warmUp },
} = await runnerImport(join(root, 'test', 'soak', 'trend.ts'));

const scratch = mkdtempSync(join(tmpdir(), 'dl-soak-'));
const [state, temporary] = ['state', 'tmp'].map((name) => join(scratch, name));
for (const folder of [state, temporary]) mkdirSync(folder);
const results = options.out === undefined ? join(scratch, 'results') : resolve(options.out);
const startedAt = new Date();
try {
  process.exitCode = await soak();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function soak() {
  const before = thingsHere();
  const diskBefore = bytesIn(state);
  const { code, moments, said } = await campaign();
  const after = thingsHere();
  const left = {
    what: [
      ...[...after].filter((thing) => !before.has(thing)),
      ...readdirSync(temporary).map((name) => `the scratch folder ${name}`),
    ],
    diskBytes: bytesIn(state) - diskBefore,
  };
  const trend = trendOf(moments);
  if (code !== 0) say(`the campaign ended with ${code}:\n${said}`);
  if (trend === null) {
    say(`${moments.length} trials are too few to tell: there have to be ${warmUp + 10} at least`);
    return 1;
  }
  const wrong = [...(code === 0 ? [] : [`the campaign ended with ${code}`]), ...troubles(trend, left)];
  const table = tableOf(trend, left, wrong);
  process.stdout.write(`${table}\n`);
  if (trend.trials >= 300) writeReliability('soak', table);
  return wrong.length === 0 ? 0 : 1;
}

/** One process of the lab runs all of it, and is looked at when another trial has its verdict. */
async function campaign() {
  const args = [
    join(root, 'dist', 'cli', 'main.js'),
    'run',
    join(root, 'test', 'soak', 'upgrade.yml'),
    '--trials',
    options.trials,
    '--jobs',
    options.jobs,
    '--seed',
    options.seed,
    '--out',
    results,
  ];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, DRIFTLAB_STATE: state, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [said, code] = ['', null];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said = `${said}${text}`.slice(-4000);
    });
  child.on('close', (ended) => {
    code = ended ?? 1;
  });
  const began = performance.now();
  const moments = [];
  while (code === null) {
    await pause(lookMs);
    const finished = verdicts();
    if (finished <= moments.length) continue;
    const now = lookAt(child.pid, performance.now() - began);
    if (now === null) continue;
    // Trials that ended between two looks were seen in the same one.
    while (moments.length < finished) moments.push(now);
    if (moments.length % sayEvery === 0)
      say(
        `${moments.length} trials, ${(now.atMs / 1000).toFixed(0)} s, ${kib(now.rssBytes)}, ` +
          `${now.descriptors} files, ${now.threads} threads`,
      );
  }
  return { code, moments, said };
}

function verdicts() {
  if (!existsSync(results)) return 0;
  const trials = readdirSync(results)
    .filter((name) => name.includes('soak-upgrade'))
    .map((name) => join(results, name, 'trials'))
    .filter(existsSync);
  return trials.reduce(
    (sum, folder) =>
      sum + readdirSync(folder).filter((id) => existsSync(join(folder, id, 'verdict.json'))).length,
    0,
  );
}

/** Null when it has just ended. */
function lookAt(pid, atMs) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const numberAfter = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    // proc_pid_stat(5), utime and stime in hundredths of a second, after the name in brackets.
    const times = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
    return {
      atMs,
      cpuMs: (Number(times[11]) + Number(times[12])) * 10,
      rssBytes: numberAfter('VmRSS') * 1024,
      descriptors: readdirSync(`/proc/${pid}/fd`).length,
      threads: numberAfter('Threads'),
    };
  } catch {
    return null;
  }
}

/**
 * What engines could leave on the machine. Other campaigns may be under way beside this one: only what names
 * this one's state counts.
 */
function thingsHere() {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((mount) => mount.startsWith(state));
  const engines = existsSync(join(state, 'engines')) ? readdirSync(join(state, 'engines')) : [];
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandOf(pid).includes(state));
  return new Set([
    ...mounts.map((mount) => `the mount ${mount}`),
    ...engines.map((id) => `the engine ${id}`),
    ...processes.map((pid) => `process ${pid}`),
  ]);
}

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

function bytesIn(folder) {
  return Number(spawnSync('du', ['-sb', folder], { encoding: 'utf8' }).stdout.split('\t')[0]);
}

function tableOf(trend, left, wrong) {
  const commit = spawnSync('git', ['rev-parse', '--short=8', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  }).stdout.trim();
  const mib = (bytes) => `${(bytes / 1024 ** 2).toFixed(0)} MiB`;
  const minutes = ((Date.now() - startedAt.getTime()) / 60_000).toFixed(0);
  return [
    '## Soak: many trials in one campaign',
    '',
    `\`npm run soak -- --trials ${options.trials} --jobs ${options.jobs} --seed ${options.seed}\` on ` +
      `${startedAt.toISOString().slice(0, 10)}, ${minutes} minutes, commit ${commit};`,
    `${cpus().length} cores, ${(totalmem() / 1024 ** 3).toFixed(0)} GiB, Linux ${release()}, Node ` +
      `${process.versions.node}. The lab's own process after each trial; the first ${warmUp} are ` +
      'warming up.',
    '',
    '| | measured | bound |',
    '| --- | --- | --- |',
    `| trials | ${trend.trials} | |`,
    `| memory a trial (slope of the resident set) | ${kib(trend.rssBytesEach)} | under ` +
      `${kib(bounds.rssBytesEach)} |`,
    `| memory, first and last stretch | ${mib(trend.rssFirstBytes)}, ${mib(trend.rssLastBytes)} | |`,
    `| time of the last trials over that of the first | ${trend.slower.toFixed(2)} | at most ` +
      `${bounds.slower} |`,
    `| own processor time a trial, first and last | ${trend.cpuFirstMs.toFixed(0)} ms, ` +
      `${trend.cpuLastMs.toFixed(0)} ms | at most ${bounds.costlier} times |`,
    `| open files more at the end | ${trend.moreDescriptors} | at most ${bounds.moreDescriptors} |`,
    `| threads more at the end | ${trend.moreThreads} | at most ${bounds.moreThreads} |`,
    `| disk, in the folder of state | ${kib(left.diskBytes)} more | at most ${kib(bounds.diskBytes)} |`,
    `| engines, mounts, processes, scratch folders left | ${left.what.length} | 0 |`,
    '',
    wrong.length === 0 ? 'The lab is as it was at first.' : `**Wrong:** ${wrong.join('; ')}.`,
  ].join('\n');
}
