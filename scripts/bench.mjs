// `npm run bench`: what driftlab costs beside a person with the docker CLI, in one run on this machine, and
// what its stop rules save; `-- statistics` for the latter alone, `-- stacks` for what eight stacks at once
// cost, `-- checks [N]` for what checks cost, `-- probe [N]` for stamp probes, `-- sweep` for a catalogue of
// recipes, `-- preflight` for the look at a recipe before a run, `-- report` for a large report and a long
// list. Prints tables, writes JSON to results/. Ratios hold across machines; milliseconds do not.
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argumentsOf, refuse } from './arguments.mjs';
import { benchChecks } from './bench-checks.mjs';
import { benchPreflight } from './bench-preflight.mjs';
import { benchProbe } from './bench-probe.mjs';
import { benchReport } from './bench-report.mjs';
import { benchSweep } from './bench-sweep.mjs';
import { benchStatistics } from './bench-statistics.mjs';
import { root, setUp } from './setup.mjs';

const parts = { statistics, stacks, probe, sweep, preflight, report, checks };
const usage = `Usage: npm run bench -- [PART [N] | N]

What driftlab costs beside a person with the docker CLI, in N rounds (default: 6). Parts of it alone:
${Object.keys(parts).join(', ')}; N is the trials of checks (default: 10) and of probe (default: 1000).
Prints tables, writes JSON to results/. Exit codes: 0 the goals are met, 1 one is not, 64 bad arguments,
69 no engine here.`;
const { names } = argumentsOf({ usage });
const [part, size] = names[0] in parts ? [parts[names[0]], names[1]] : [main, names[0]];
if (size !== undefined && !/^[1-9]\d{0,5}$/.test(size))
  refuse(`"${size}" is neither a part nor a number; there are ${Object.keys(parts).join(', ')}`, usage);
const rounds = Number(size ?? 6);
const cli = join(root, 'dist', 'cli', 'main.js');
const ticksPerSecond = 100;

setUp({ engineRequired: ![statistics, sweep, preflight, report].includes(part) });
const scratch = mkdtempSync(join(tmpdir(), 'driftlab-bench-'));
try {
  await part();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Ends with 1 when a goal is not met. */
async function statistics() {
  const { figures, text, met } = await benchStatistics();
  write({ at: new Date().toISOString(), node: process.version, statistics: figures }, text);
  process.exitCode = met ? 0 : 1;
}

/** Ends with 1 when a goal is not met. */
function sweep() {
  const { figures, text, met } = benchSweep(scratch);
  write({ at: new Date().toISOString(), node: process.version, sweep: figures }, text);
  process.exitCode = met ? 0 : 1;
}

/** Ends with 1 when a goal is not met. */
function preflight() {
  const { figures, text, met } = benchPreflight(scratch);
  write({ at: new Date().toISOString(), node: process.version, preflight: figures }, text);
  process.exitCode = met ? 0 : 1;
}

/** Ends with 1 when a goal is not met. */
function report() {
  const { figures, text, met } = benchReport(scratch);
  write({ at: new Date().toISOString(), node: process.version, report: figures }, text);
  process.exitCode = met ? 0 : 1;
}

/** Ends with 1 when a goal is not met. */
function checks() {
  const { figures, text, met } = benchChecks(scratch, Number(size ?? 10));
  write({ at: new Date().toISOString(), node: process.version, checks: figures }, text);
  process.exitCode = met ? 0 : 1;
}

/** Ends with 1 when a goal is not met. */
async function probe() {
  const { figures, text, met } = await benchProbe(scratch, Number(size ?? 1000));
  write({ at: new Date().toISOString(), node: process.version, probe: figures }, text);
  process.exitCode = met ? 0 : 1;
}

/**
 * The lab's own processor time while eight upgrades run on one engine, beside that for one; ends with 1 when
 * the goal is not met.
 */
async function stacks() {
  const goal = 0.1;
  const trials = 6;
  const eight = await campaign('1', trials, 'eight-stacks.yml');
  const one = await campaign('1', trials);
  const figures = {
    trials,
    warm: eight.trials.length,
    cpuShareOfEight: eight.cpuShare,
    cpuShareOfOne: one.cpuShare,
    goal,
    rssMiB: eight.rssMiB,
  };
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  const lines = [
    `CPU of the lab itself, of one core: ${percent(eight.cpuShare)} with 8 stacks on one engine ` +
      `(goal: under ${percent(goal)}), ${percent(one.cpuShare)} with one`,
    `for each stack ${(eight.cpuShare / one.cpuShare / 8).toFixed(2)} of what one alone takes; ` +
      `memory of the lab ${eight.rssMiB.toFixed(0)} MiB`,
  ];
  write({ at: new Date().toISOString(), node: process.version, stacks: figures }, lines.join('\n'));
  process.exitCode = eight.cpuShare < goal ? 0 : 1;
}

async function main() {
  const hand = byHand();
  const single = await campaign('1', rounds);
  const fourfold = await campaign('4', rounds * 4);
  const handMs = median(hand.map(({ totalMs }) => totalMs));
  const trialMs = median(single.trials.map(({ untilDestroyMs }) => untilDestroyMs));
  const figures = {
    at: new Date().toISOString(),
    node: process.version,
    rounds,
    byHand: {
      totalMs: handMs,
      baseMs: median(hand.map(({ baseMs }) => baseMs)),
      upgradeMs: median(hand.map(({ upgradeMs }) => upgradeMs)),
      teardownMs: median(hand.map(({ teardownMs }) => teardownMs)),
      perHour: 3_600_000 / handMs,
    },
    oneJob: {
      trialMs,
      wallPerTrialMs: single.wallPerTrialMs,
      ratioToHand: single.wallPerTrialMs / handMs,
      perHour: 3_600_000 / single.wallPerTrialMs,
      cpuShare: single.cpuShare,
      rssMiB: single.rssMiB,
    },
    fourJobs: {
      wallPerTrialMs: fourfold.wallPerTrialMs,
      perHour: 3_600_000 / fourfold.wallPerTrialMs,
      timesHand: handMs / fourfold.wallPerTrialMs,
      cpuShare: fourfold.cpuShare,
      rssMiB: fourfold.rssMiB,
    },
    events: fourfold.events,
  };
  const stopping = await benchStatistics();
  write({ ...figures, statistics: stopping.figures }, `${table(figures)}\n\n${stopping.text}`);
}

function write(figures, text) {
  const file = join(root, 'results', `bench-${figures.at.replaceAll(/[-:]|\.\d+/g, '')}.json`);
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
  process.stdout.write(`${text}\nwritten to ${file}\n`);
}

/** The docker CLI on an engine that is up, with the images in it: what a person would time. */
function byHand() {
  const engine = JSON.parse(driftlab(['engine', 'up', '--json']).stdout);
  try {
    const { stack, base, head } = handFolders();
    loadImages(engine.dockerHost);
    return Array.from({ length: rounds }, () => {
      const { stdout, status, stderr } = spawnSync(join(root, 'bench', 'by-hand.sh'), [stack, base, head], {
        encoding: 'utf8',
        env: { ...process.env, DOCKER_HOST: engine.dockerHost, HEAP_MIB: '60', HEAD_HEAP_MIB: '80' },
      });
      if (status !== 0) throw new Error(`by hand: ${stderr}`);
      return JSON.parse(stdout);
    });
  } finally {
    driftlab(['engine', 'down', engine.id]);
  }
}

/**
 * The two trees that a person would have checked out, with a file that sets the label a deployer would set.
 */
function handFolders() {
  const recipes = join(root, 'scenarios', 'recipes', 'discourse');
  const stack = 'hand-0000aa';
  const folders = { base: '05-release-0.7.0', head: '09-upgrade' };
  for (const [step, folder] of Object.entries(folders)) {
    cpSync(join(recipes, folder), join(scratch, step), { recursive: true });
    writeFileSync(
      join(scratch, step, 'stamp.yml'),
      'version: "3.8"\nservices:\n  app:\n    deploy:\n      labels:\n        - ' +
        `"coop-cloud.${stack}.chaos-version=${step}"\n`,
    );
  }
  return { stack, base: join(scratch, 'base'), head: join(scratch, 'head') };
}

function loadImages(dockerHost) {
  for (const tag of ['heavyweb:1', 'heavyweb:2']) {
    const folder = join(root, 'images', 'heavyweb');
    const tar = join(scratch, 'rootfs.tar');
    run('sh', ['-c', `IMAGE_TAG=${tag} "${join(folder, 'build')}" > "${tar}"`]);
    const { cmd } = JSON.parse(readFileSync(join(folder, 'image.json'), 'utf8'));
    run('docker', ['import', '--change', `CMD ${JSON.stringify(cmd)}`, tar, tag], {
      DOCKER_HOST: dockerHost,
    });
  }
}

/** A real campaign in a process of its own, watched from outside. */
async function campaign(jobs, trials, scenario = 'upgrade.yml') {
  const out = join(scratch, `results-${scenario}-${jobs}`);
  mkdirSync(out);
  const child = spawn(
    process.execPath,
    [cli, 'run', join(root, 'bench', scenario), '--jobs', jobs, '--trials', String(trials), '--out', out],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const samples = [];
  const timer = setInterval(() => sample(child.pid, samples), 100);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`driftlab run ended with ${code}`);
  const folder = join(out, 'latest', 'trials');
  const journals = readdirSync(folder)
    .sort()
    .map((id) =>
      readFileSync(join(folder, id, 'evidence.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
  const times = timesOf(journals, Number(jobs));
  return {
    ...times,
    cpuShare: cpuShare(samples, times),
    rssMiB: Math.max(...samples.map(({ rssKiB }) => rssKiB)) / 1024,
    events: eventsOf(journals),
  };
}

function sample(pid, samples) {
  if (!existsSync(`/proc/${pid}/stat`)) return;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const rssKiB = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  samples.push({ atMs: Date.now(), ticks: Number(fields[11]) + Number(fields[12]), rssKiB });
}

/** Of one core, while warm trials ran: booting engines and loading images come once, before. */
function cpuShare(samples, { fromMs, toMs }) {
  const during = samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const [first, last] = [during[0], during.at(-1)];
  return (last.ticks - first.ticks) / ticksPerSecond / ((last.atMs - first.atMs) / 1000);
}

/** The first trials boot the engines and are left out, as the hand's engine was up already. */
function timesOf(journals, jobs) {
  const spans = journals.map((lines) => ({
    from: Date.parse(lines[0].wall),
    to: Date.parse(lines.at(-1).wall),
    untilDestroyMs: lines.find((line) => line.kind === 'phase' && line.phase === 'destroy').atMs,
  }));
  const warm = spans.slice(2 * jobs);
  const [fromMs, toMs] = [Math.min(...warm.map(({ from }) => from)), Math.max(...warm.map(({ to }) => to))];
  return { trials: warm, fromMs, toMs, wallPerTrialMs: (toMs - fromMs) / warm.length };
}

function eventsOf(journals) {
  const lines = journals.flat();
  const delays = lines
    .filter(({ kind, engineAt }) => kind === 'service-event' && engineAt !== null)
    .map(({ wall, engineAt }) => Date.parse(wall) - Date.parse(engineAt))
    .sort((a, b) => a - b);
  const said = journals.flatMap((own) =>
    own
      .filter(({ kind, stateNew }) => kind === 'service-event' && stateNew)
      .map(({ stateNew }) => ({ stateNew, own })),
  );
  const seen = said.filter(({ stateNew, own }) =>
    own.some((line) => line.kind === 'spec' && line.update?.state === stateNew),
  );
  return {
    stateChanges: said.length,
    alsoSeenInSpec: seen.length,
    delayMsP50: at(delays, 0.5),
    delayMsP99: at(delays, 0.99),
  };
}

function table({ byHand: hand, oneJob, fourJobs, events }) {
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
  const rows = [
    [
      'one upgrade by hand',
      `${seconds(hand.totalMs)} (base ${seconds(hand.baseMs)}, upgrade ${seconds(hand.upgradeMs)}, ` +
        `teardown ${seconds(hand.teardownMs)})`,
    ],
    ['one trial, until its engine is given back', seconds(oneJob.trialMs)],
    [
      'one trial after another, wall time each',
      `${seconds(oneJob.wallPerTrialMs)} = ${oneJob.ratioToHand.toFixed(2)} of by hand`,
    ],
    [
      'four at a time, wall time each',
      `${seconds(fourJobs.wallPerTrialMs)} = ${fourJobs.timesHand.toFixed(2)} times the hand's ` +
        'trials an hour',
    ],
    [
      'trials an hour: hand, 1 job, 4 jobs',
      [hand, oneJob, fourJobs].map(({ perHour }) => Math.round(perHour)).join(', '),
    ],
    [
      'CPU of the lab itself at 1 and 4 jobs',
      `${(100 * oneJob.cpuShare).toFixed(1)} %, ${(100 * fourJobs.cpuShare).toFixed(1)} % of a core`,
    ],
    [
      'memory of the lab itself at 1 and 4 jobs',
      `${oneJob.rssMiB.toFixed(0)} MiB, ${fourJobs.rssMiB.toFixed(0)} MiB`,
    ],
    ['update states told by events, also seen in specs', `${events.stateChanges}, ${events.alsoSeenInSpec}`],
    ["from the engine's time to the journal, p50, p99", `${events.delayMsP50} ms, ${events.delayMsP99} ms`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function driftlab(args) {
  return run(process.execPath, [cli, ...args]);
}

function run(command, args, env = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stderr}`);
  return done;
}

function median(values) {
  return at(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}
