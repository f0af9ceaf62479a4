// The real command line on a simulated laboratory, for tests of how campaigns stop. No engine, no upgrade:
// each trial's evidence is a recorded journal, one that held or one that was rolled back by a draw from the
// trial's seed, and a failing trial takes three times as long; `lost` is the share of attempts in which the
// engine is said to have died. It is no part of driftlab, and its campaigns say nothing of any upgrade.
// SIMULATED: { rates: arm -> rate, lost: arm -> rate, endings: path, heldMs: how long a trial lasts that
// holds, checks: whether the recipe is looked at as for a real campaign, fault: what goes wrong besides, see
// below, foreign: a text that stands in each text of the evidence that is not the lab's, or in the fields
// foreignIn, says: what every check of the scenario answers when observation ends }.
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { hash32 } from '../../dist/base/random.js';
import { endInOrder } from '../../dist/cli/endings.js';
import { runProgram } from '../../dist/cli/program.js';
import { requireTools } from '../../dist/cli/preflight/require-tools.js';

const {
  rates,
  lost = {},
  endings,
  heldMs = 15,
  checks = false,
  fault = null,
  foreign = '',
  foreignIn,
  says = 'good',
} = JSON.parse(process.env.SIMULATED);
/** Where an app, an engine, git or a user has the word. */
const others = new Set(
  foreignIn ?? [
    'message',
    'err',
    'failure',
    'line',
    'lines',
    'probes',
    'reason',
    'note',
    'image',
    'version',
    'reflog',
    'dirty',
    'tags',
    'label',
    'path',
  ],
);
function withForeign(value, key) {
  if (typeof value === 'string') return others.has(key) ? `${value}${foreign}` : value;
  if (Array.isArray(value)) return value.map((item) => withForeign(item, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withForeign(inner, name)]));
}

const journals = new URL('../journals/', import.meta.url);
const linesOf = (name) =>
  readFileSync(new URL(name, journals), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map((line) => (line.kind === 'engine' ? { ...line, engine: 'simulated' } : line))
    .map((line) => withForeign(line));
const recorded = { held: linesOf('held.jsonl'), failed: linesOf('rolled-back-exit.jsonl') };

/** A number from 0 to 1 that a trial's seed decides. */
const drawn = (seed) => hash32(`simulated ${seed}`) / 2 ** 32;

/** The journal with what the checks of the scenario said, as late as can be. */
function withChecks(lines, { checks: named = [] }, { run }) {
  const none = { answer: null, exitCode: null, said: null, failure: null };
  const told = (line, mark, more) =>
    named.map(({ name, check }) => ({ ...line, kind: 'check', run, name, check, mark, ...none, ...more }));
  return lines
    .flatMap((line) => {
      if (line.kind === 'deploy' && line.step === 'upgrade' && line.mark === 'end')
        return [line, ...told(stamped(line), 'begin', {})];
      if (line.kind === 'phase' && line.phase === 'observe' && line.mark === 'end')
        return [...told(stamped(line), 'end', { answer: says, exitCode: says === 'good' ? 0 : 1 }), line];
      return [line];
    })
    .map((line, index) => ({ ...line, seq: index + 1 }));
}
const stamped = ({ seq, atMs, wall, engineAt }) => ({ seq, atMs, wall, engineAt });

const attempts = new Map();
/** The journal of a trial whose engine died under it, whatever it would have shown. */
const withoutEngine = (lines) =>
  lines.flatMap((line) =>
    line.kind === 'trial-end'
      ? [
          {
            ...line,
            kind: 'fault',
            end: undefined,
            phase: 'observe',
            code: 'engine-lost',
            message: 'the engine died',
          },
          { ...line, seq: line.seq + 1, end: 'invalid' },
        ]
      : [line],
  );

async function run({ spec, log }, signal) {
  const attempt = attempts.get(spec.id) ?? 0;
  attempts.set(spec.id, attempt + 1);
  const failed = drawn(spec.seed) < rates[spec.arm];
  faults[fault]?.();
  try {
    await pause(failed ? 3 * heldMs : heldMs, null, { signal });
    const journal = withChecks(recorded[failed ? 'failed' : 'held'], spec.settings, spec.runs[0]);
    for (const line of drawn(`lost ${spec.seed} ${attempt}`) < (lost[spec.arm] ?? 0)
      ? withoutEngine(journal)
      : journal)
      log.append(line);
    log.console(`${foreign}\n`);
    appendFileSync(endings, `${JSON.stringify({ trial: spec.id, failed })}\n`);
  } catch {
    log.append({ ...recorded.held.at(-1), seq: 1, end: 'aborted' });
  }
  log.close();
}

/**
 * `thrown` and `rejected`: while a trial runs something throws of which nobody waits for the end; `slow`:
 * what is needed is looked for, for ever.
 */
const faults = {
  thrown: () => {
    setImmediate(() => {
      throw new Error('nobody caught this');
    });
  },
  rejected: () => {
    void Promise.reject(new Error('nobody caught this'));
  },
  slow: () => undefined,
};
const noTools = async () => ({
  existing: [],
  commits: new Map(),
  moved: [],
  conformances: new Map(),
  paces: new Map(),
});
const forEver = () => {
  process.stderr.write('looking\n');
  return new Promise((resolve) => {
    setTimeout(resolve, 3_600_000);
  });
};

endInOrder();
process.exitCode ??= await runProgram(process.argv.slice(2), {
  requireTools: checks ? requireTools : fault === 'slow' ? forEver : noTools,
  open: async () => ({ run, close: async () => undefined }),
});
