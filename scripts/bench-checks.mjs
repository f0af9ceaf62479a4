// What checks beside a trial cost its facts: trials with six checks and without any in turns, in one
// campaign, and how long after the engine's own timestamp each fact of the upgrade is in the journal.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const goalMs = 10;

/** Ends with facts of both, and whether the goal is met: the 99th percentile is at most so much later. */
export function benchChecks(scratch, trials) {
  const out = join(scratch, 'checks');
  const ran = spawnSync(
    process.execPath,
    [join(root, 'dist', 'cli', 'main.js'), 'run', 'bench/checks.yml'].concat([
      '--trials',
      String(trials),
      '--jobs',
      '1',
      '--out',
      out,
      '--keep-going',
    ]),
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (ran.status !== 0) throw new Error(`the campaign ended with exit code ${ran.status}`);
  const plan = JSON.parse(readFileSync(join(out, 'latest', 'plan.json'), 'utf8'));
  const delays = { alone: [], beside: [] };
  for (const { id, arm } of plan.trials) delays[arm].push(...delaysIn(join(out, 'latest', 'trials', id)));
  const [alone, beside] = [summary(delays.alone), summary(delays.beside)];
  const laterMs = beside.p99 - alone.p99;
  const met = laterMs <= goalMs;
  const row = (name, { facts, p50, p90, p99 }) =>
    `  ${name.padEnd(8)} ${String(facts).padStart(5)} facts  p50 ${ms(p50)}  p90 ${ms(p90)}  p99 ${ms(p99)}`;
  const text = [
    "from the engine's timestamp to the journal, of specs and tasks from the head's deploy on:",
    row('alone', alone),
    row('beside', beside),
    `${met ? '✓' : '✗'} six checks delay the 99th percentile by ${ms(laterMs)} (goal: at most ${goalMs} ms)`,
  ].join('\n');
  return { figures: { trials, alone, beside, laterMs, goalMs }, text, met };
}

/**
 * Milliseconds, of each state that a service or a task came to since the head's deploy began; a state of before
 * may come on record again with what else changed, and is then no late one.
 */
function delaysIn(folder) {
  const lines = readFileSync(join(folder, 'evidence.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const from = lines.findIndex(
    ({ kind, step, mark }) => kind === 'deploy' && step === 'upgrade' && mark === 'begin',
  );
  const until = lines.findIndex(({ kind, phase }) => kind === 'phase' && phase === 'collect');
  const beganMs = Date.parse(lines[from].wall);
  const seen = new Set();
  return lines.slice(from, until === -1 ? undefined : until).flatMap((line) => {
    const happened = line.kind === 'task' ? line.statusAt : line.kind === 'spec' ? line.updatedAt : null;
    const key = `${line.taskId ?? line.serviceId} ${happened}`;
    if (happened === null || happened === undefined || seen.has(key)) return [];
    if (Date.parse(happened) < beganMs) return [];
    seen.add(key);
    return [Date.parse(line.wall) - Date.parse(happened)];
  });
}

function summary(delays) {
  const sorted = [...delays].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { facts: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

function ms(value) {
  return `${String(Math.round(value)).padStart(4)} ms`;
}
