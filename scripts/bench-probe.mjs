// What a stamp probe costs beside the deployer's own process, how long its tree takes, and whether a thousand
// leave anything. abra is a stand-in here that takes as long as it is told to: the ratio is driftlab's, and
// nothing is said of abra.
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
import { root } from './setup.mjs';

const goals = { ratio: 1.15, treeMs: 100, growthMiB: 20 };
const kinds = ['copy', 'base-deploy', 'mirror'];
const commits = 2000;

/** `probes`: how many of the long run. */
export async function benchProbe(scratch, probes) {
  const cost = await costOf(scratch);
  const trees = await treesOf(scratch);
  const long = await longRun(scratch, probes);
  const figures = { standIn: true, cost, trees, long, goals };
  const rows = [
    [
      "a probe, of the (stand-in) deployer's own process time",
      `${cost.ratio.toFixed(3)} (${Math.round(cost.probeMs)} of ${Math.round(cost.processMs)} ms)`,
      `at most ${goals.ratio}`,
      cost.ratio <= goals.ratio,
    ],
    ...trees.map(({ kind, medianMs, maxMs }) => [
      `scratch folder and tree by ${kind}, ${commits} commits`,
      `${Math.round(medianMs)} ms (worst of 20: ${Math.round(maxMs)})`,
      `under ${goals.treeMs} ms`,
      medianMs < goals.treeMs,
    ]),
    [`${probes} probes: folders and files left`, String(long.left), '0', long.left === 0],
    [
      `${probes} probes: memory, second tenth to last`,
      `${long.earlyMiB.toFixed(0)} to ${long.lateMiB.toFixed(0)} MiB`,
      `grows by under ${goals.growthMiB}`,
      long.lateMiB - long.earlyMiB < goals.growthMiB,
    ],
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const text = rows
    .map(
      ([what, found, goal, met]) =>
        `${met ? '✓' : '✗'} ${what.padEnd(widths[0])}  ${found.padEnd(widths[1])}  ${goal}`,
    )
    .join('\n');
  return { figures, text, met: rows.every((row) => row[3]) };
}

/** A stand-in that takes a second, and writes down when it ran. */
function standIn(scratch, name, sleep) {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'test', 'deployers', 'stand-in-abra'), join(folder, 'stand-in'));
  const path = join(folder, 'stand-in-abra');
  writeFileSync(
    path,
    `#!/bin/sh
[ "$1" = --version ] && exec "${folder}/stand-in" "$@"
from=$(date +%s%N)
sleep ${sleep}
"${folder}/stand-in" "$@"
code=$?
echo "$from $(date +%s%N)" >> "${folder}/times"
exit $code
`,
    { mode: 0o755 },
  );
  return { path, times: join(folder, 'times') };
}

async function costOf(scratch) {
  const { path, times } = standIn(scratch, 'slow', 1);
  const out = join(scratch, 'cost');
  // The first campaign by an abra meets it, which is no part of what a probe costs.
  await probe(scratch, { abra: path, out: join(scratch, 'first'), trials: 1, jobs: 1 });
  rmSync(times);
  await probe(scratch, { abra: path, out, trials: 4, jobs: 1 });
  const folder = join(out, 'latest', 'trials');
  const probesMs = readdirSync(folder).map((id) => {
    const lines = readFileSync(join(folder, id, 'evidence.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return lines.at(-1).atMs - lines.find(({ kind, phase }) => kind === 'phase' && phase === 'tree').atMs;
  });
  const processesMs = readFileSync(times, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [from, to] = line.split(' ').map(Number);
      return (to - from) / 1e6;
    });
  const processMs = processesMs.reduce((sum, ms) => sum + ms, 0) / probesMs.length;
  const probeMs = probesMs.reduce((sum, ms) => sum + ms, 0) / probesMs.length;
  return { probes: probesMs.length, probeMs, processMs, ratio: probeMs / processMs };
}

async function treesOf(scratch) {
  const { clones } = await import('../dist/recipe/clones/index.js');
  const repository = longHistory(scratch);
  const recipe = {
    name: 'long',
    fixture: null,
    mirror: repository,
    upstream: repository,
    base: '0.10.0+1',
    head: 'main',
    pr: '0',
  };
  const results = [];
  for (const kind of kinds) {
    const took = [];
    for (let round = 0; round < 21; round++) {
      const startedMs = performance.now();
      const scratchDir = mkdtempSync(join(tmpdir(), 'driftlab-bench-tree-'));
      await clones[kind](
        {
          settings: { recipe: { ...recipe, clone: kind }, overlays: [] },
          scenarioDir: scratch,
          scratchDir,
          run: { run: 'r1' },
          console: () => undefined,
        },
        AbortSignal.timeout(60_000),
      );
      took.push(performance.now() - startedMs);
      spawnSync('rm', ['-rf', scratchDir]);
    }
    const warm = took.slice(1).sort((a, b) => a - b); // the first makes what all share
    results.push({ kind, medianMs: warm[Math.floor(warm.length / 2)], maxMs: warm.at(-1) });
  }
  return results;
}

/** A bare repository with a long history; every hundredth commit is a version. */
function longHistory(scratch) {
  const path = join(scratch, 'long.git');
  spawnSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', path]);
  const parts = Array.from({ length: commits }, (_, index) => {
    const mark = index + 1;
    const who = `A <a@b> ${1_700_000_000 + index} +0000`;
    const content = `services: { app: { image: "x:${mark}" } }\n`;
    const tag = mark % 100 === 0 ? `tag 0.${mark / 100}.0+1\nfrom :${mark}\ntagger ${who}\ndata 2\nv\n` : '';
    return (
      `commit refs/heads/main\nmark :${mark}\ncommitter ${who}\ndata 2\nc\nM 100644 inline ` +
      `compose.yml\ndata ${content.length}\n${content}\n${tag}`
    );
  });
  spawnSync('git', ['--git-dir', path, 'fast-import', '--quiet', '--done'], {
    input: `${parts.join('')}done\n`,
  });
  return path;
}

async function longRun(scratch, probes) {
  const { path } = standIn(scratch, 'quick', 0);
  const samples = await probe(scratch, {
    abra: path,
    out: join(scratch, 'long'),
    trials: Math.ceil(probes / kinds.length),
    jobs: 4,
  });
  const tenth = Math.floor(samples.length / 10);
  const middle = (part) => [...part].sort((a, b) => a - b)[Math.floor(part.length / 2)] / 1024;
  return {
    probes,
    left: ['tmp', 'state/engines'].flatMap((folder) =>
      existsSync(join(scratch, folder)) ? readdirSync(join(scratch, folder)) : [],
    ).length,
    earlyMiB: middle(samples.slice(tenth, 2 * tenth)),
    lateMiB: middle(samples.slice(-tenth)),
  };
}

/** Resolves with the lab's resident memory over time, in KiB. */
async function probe(scratch, { abra, out, trials, jobs }) {
  for (const folder of ['tmp', 'state']) mkdirSync(join(scratch, folder), { recursive: true });
  const child = spawn(
    process.execPath,
    [
      join(root, 'dist', 'cli', 'main.js'),
      'probe',
      'stamp-probe',
      '--trials',
      String(trials),
      '--jobs',
      String(jobs),
      '--out',
      out,
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        ABRA: abra,
        TMPDIR: join(scratch, 'tmp'),
        DRIFTLAB_STATE: join(scratch, 'state'),
      },
    },
  );
  const samples = [];
  const timer = setInterval(() => {
    const path = `/proc/${child.pid}/status`;
    const rss = existsSync(path) ? /VmRSS:\s+(\d+)/.exec(readFileSync(path, 'utf8'))?.[1] : undefined;
    if (rss !== undefined) samples.push(Number(rss));
  }, 200);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`driftlab probe ended with ${code}`);
  return samples;
}
