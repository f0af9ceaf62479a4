// How long a report of a large campaign and a list of many campaigns take, from the command's start to its end.
// Their trials are copies of those of the example campaign, which was really run.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const example = join(root, 'test', 'report', 'example-campaign');
const trials = 2000;
const campaigns = 500;
const rounds = 3;
const goals = { reportMs: 5000, reportBytes: 15 * 2 ** 20, lsMs: 1000 };

/** The first reading judges every journal, as a campaign's own end does; it is told, and is no goal. */
export function benchReport(scratch) {
  const large = largeCampaign(join(scratch, 'large'));
  const page = join(scratch, 'report.html');
  const written = () => timed(['report', large, '--format', 'html', '--output', page]);
  const list = join(scratch, 'list');
  for (let number = 0; number < campaigns; number += 1)
    cpSync(example, join(list, `campaign-${number}`), { recursive: true });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500); // a list is kept of what is at rest
  const listed = () => timed(['ls', '--out', list]);
  const figures = {
    trials,
    campaigns,
    reportFirstMs: written(),
    reportMs: median(written),
    reportBytes: statSync(page).size,
    lsFirstMs: listed(),
    lsMs: median(listed),
    goals,
  };
  const met = Object.entries(goals).every(([name, goal]) => figures[name] < goal);
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
  const text =
    `${met ? '✓' : '✗'} report of ${trials} trials as a page: ${seconds(figures.reportMs)}, ` +
    `${(figures.reportBytes / 2 ** 20).toFixed(1)} MiB (goal: under 5 s and 15 MiB; first time ` +
    `${seconds(figures.reportFirstMs)})\n  ls over ${campaigns} campaigns of 20 trials: ` +
    `${seconds(figures.lsMs)} (goal: under 1 s; first time ${seconds(figures.lsFirstMs)})`;
  return { figures, text, met };
}

function largeCampaign(folder) {
  const plan = JSON.parse(readFileSync(join(example, 'plan.json'), 'utf8'));
  const copies = Array.from({ length: trials }, (_, index) => {
    const trial = plan.trials[index % plan.trials.length];
    return { trial, id: String(index + 1).padStart(3, '0'), block: Math.floor(index / 2) + 1 };
  });
  for (const { trial, id } of copies)
    cpSync(join(example, 'trials', trial.id, 'evidence.jsonl'), join(folder, 'trials', id, 'evidence.jsonl'));
  mkdirSync(folder, { recursive: true });
  cpSync(join(example, 'manifest.json'), join(folder, 'manifest.json'));
  const all = copies.map(({ trial, id, block }) => ({ ...trial, id, block }));
  writeFileSync(join(folder, 'plan.json'), JSON.stringify({ ...plan, trials: all }));
  return folder;
}

function median(once) {
  return Array.from({ length: rounds }, once).sort((a, b) => a - b)[Math.floor(rounds / 2)];
}

function timed(words) {
  const from = performance.now();
  const { status } = spawnSync(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(`driftlab ${words.join(' ')} ended with ${status}`);
  return performance.now() - from;
}
