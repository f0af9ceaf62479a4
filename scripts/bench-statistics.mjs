// `npm run bench -- statistics`: what stopping early saves against a number of trials fixed beforehand, by
// exact calculation; how near the numbers come to those that other programs computed; and how long it takes.
// Needs no engine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const built = (file) => import(join(root, 'dist', 'statistics', file));
const oneArmDesigns = [
  [0.01, 0.05],
  [0.01, 0.1],
  [0.02, 0.1],
  [0.02, 0.15],
  [0.02, 0.2],
  [0.05, 0.2],
  [0.05, 0.3],
  [0.1, 0.3],
  [0.1, 0.4],
  [0.2, 0.5],
];
const pairDesigns = [
  [0.5, 0.1],
  [0.5, 0.05],
  [0.3, 0.05],
  [0.5, 0.2],
  [0.8, 0.4],
  [0.2, 0.02],
];

const levels = 11;
const searchesEach = 150;

/** Figures, with the text that shows them and whether every goal was met. */
export async function benchStatistics() {
  const oneArm = await oneArmFigures();
  const pairs = await pairFigures();
  const searches = await searchFigures();
  const numbers = await numberFigures();
  const summaryMs = await summaryTime();
  const goals = goalsOf({ oneArm, pairs, searches, numbers, summaryMs });
  return {
    figures: { oneArm, pairs, searches, numbers, summaryMs, goals },
    text: text({ oneArm, pairs, searches, goals }),
    met: goals.every(({ met }) => met),
  };
}

async function oneArmFigures() {
  const { compileOneArm } = await built('index.js');
  return oneArmDesigns.map(([p0, p1]) => {
    const [plan, compileMs] = timed(() =>
      compileOneArm({ p0, p1, alpha: 0.05, beta: 0.05, capFactor: 1.25, rejectMin: 2 }),
    );
    const { fixed, errors, expectedTrials, cleanPassAt } = plan;
    const floor = Math.ceil(Math.log(0.05) / Math.log(1 - p1));
    return {
      p0,
      p1,
      fixed: fixed.n,
      cap: plan.accept.length,
      ...expectedTrials,
      ...errors,
      cleanPassAt,
      floor,
      compileMs,
    };
  });
}

async function pairFigures() {
  const { compilePairs, pairCharacteristic } = await built('index.js');
  return pairDesigns.map(([a, b]) => {
    const [plan, compileMs] = timed(() => compilePairs({ a, b, alpha: 0.05, power: 0.9, capFactor: 1.25 }));
    const common = Array.from({ length: 999 }, (_, index) => (index + 1) / 1000);
    const worst = Math.max(
      ...common.map((p) => pairCharacteristic({ ...plan, futility: -Infinity }, p, p).aWorse),
    );
    return {
      a,
      b,
      fixed: plan.fixed.n,
      cap: plan.cap,
      ...plan.expectedPairs,
      worst,
      power: 1 - plan.errors.beta,
      compileMs,
    };
  });
}

/**
 * Simulated searches for an answer drawn evenly from level 2 to 8, against trials spread evenly over all
 * levels and read by isotonic regression. The random numbers are fixed.
 */
async function searchFigures() {
  const [{ threshold }, { isotonicThreshold }, { randomFrom }] = await Promise.all(
    ['threshold/threshold.js', 'threshold/isotonic.js', '../base/random.js'].map(built),
  );
  const uniform = (random) => random.integer(0, 999_999) / 1e6;
  return [1, 2].flatMap((slope) => {
    const ends = [20, 30].map((n) => ({ n, squares: 0, missed: 0 }));
    let evenSquares = 0;
    for (let search = 0; search < searchesEach; search += 1) {
      const random = randomFrom(4, 'searches', String(slope), String(search));
      const truth = 2 + 6 * uniform(random);
      const fails = (level) => uniform(random) < 1 / (1 + Math.exp(-(level - truth) / slope));
      const outcomes = [];
      for (const end of ends) {
        while (outcomes.length < end.n) {
          const { next } = threshold(levels, outcomes);
          outcomes.push({ level: next, failed: fails(next) });
        }
        const { mean, low, high } = threshold(levels, outcomes).estimate;
        end.squares += (mean - truth) ** 2;
        end.missed += truth < low || truth > high ? 1 : 0;
      }
      const counts = Array.from({ length: levels }, (_, x) => ({ x, k: 0, n: 0 }));
      for (let trial = 0; trial < 50; trial += 1) {
        const at = counts[trial % levels];
        at.n += 1;
        at.k += fails(at.x) ? 1 : 0;
      }
      const half = isotonicThreshold(counts) ?? (counts[0].k / counts[0].n > 0.5 ? 0 : levels - 1);
      evenSquares += (half - truth) ** 2;
    }
    return ends.map(({ n, squares, missed }) => ({
      slope,
      n,
      rmse: Math.sqrt(squares / searchesEach),
      missed: missed / searchesEach,
      even: n === 30 ? Math.sqrt(evenSquares / searchesEach) : null,
    }));
  });
}

/** The largest relative difference from the reference values, up to 100,000 trials. */
async function numberFigures() {
  const [{ wilson }, { lowerBound, upperBound }, { operatingCharacteristic, confidenceSequence, fisher }] =
    await Promise.all(['wilson.js', 'clopper-pearson.js', 'index.js'].map(built));
  const off = (found, expected) => (found === expected ? 0 : Math.abs(found / expected - 1));
  const intervals = reference('intervals').flatMap(
    ({ k, n, level, wilson: [low, high], upper1_cp: upper, lower1_cp: lower }) => {
      const found = wilson(k, n, level);
      return [
        off(found.low, low),
        off(found.high, high),
        off(upperBound(k, n, level), upper),
        off(lowerBound(k, n, level), lower),
      ];
    },
  );
  const sequences = reference('confidence-sequences')
    .filter(({ priorA }) => priorA === 0.5)
    .flatMap(({ k, n, alpha, lower, upper }) => {
      const found = confidenceSequence(k, n, alpha);
      return [off(found.low, lower), off(found.high, upper)];
    });
  const plans = reference('one-arm-plans').flatMap((plan) =>
    plan.exact.flatMap(({ p, pReject, pAccept, asn }) => {
      const found = operatingCharacteristic(plan, p);
      return [off(found.fail, pReject), off(found.pass, pAccept), off(found.expectedTrials, asn)];
    }),
  );
  const tables = reference('two-arms').map(({ failA, passA, failB, passB, fisher: expected }) =>
    off(fisher({ k: failA, n: failA + passA }, { k: failB, n: failB + passB }).twoSided, expected.twoSided),
  );
  return {
    compared: intervals.length + sequences.length + plans.length + tables.length,
    worst: Math.max(...intervals, ...sequences, ...plans, ...tables),
  };
}

function reference(name) {
  return JSON.parse(readFileSync(join(root, 'test', 'statistics', 'reference', `${name}.json`), 'utf8')).rows;
}

/**
 * A campaign of 100,000 trials in two arms, of which every third of the first and every fourth of the second
 * drifted.
 */
async function summaryTime() {
  const { summarise } = await built('index.js');
  const names = ['start-first', 'stop-first'];
  const ids = Array.from({ length: 100_000 }, (_, index) => String(index + 1).padStart(6, '0'));
  const plan = {
    format: 1,
    scenario: 'bench',
    seed: 1,
    stop: null,
    arms: names.map((name) => ({ name, factors: { arm: name }, settings: {} })),
    count: 'not-held',
    expect: [],
    trials: ids.map((id, index) => ({ id, arm: names[index % 2], block: 1, seed: 1, load: [], runs: [] })),
  };
  const verdicts = new Map(
    ids.map((id, index) => {
      const drift = index % 2 === 0 ? index % 3 === 0 : index % 4 === 1;
      return [
        id,
        {
          format: 1,
          trial: id,
          arm: names[index % 2],
          end: 'completed',
          engine: `engine-${Math.floor(index / 25)}`,
          runs: [
            {
              run: 'r1',
              outcome: drift ? 'rolled-back' : 'held',
              drift,
              masked: false,
              cause: null,
              outageMs: 0,
            },
          ],
        },
      ];
    }),
  );
  return timed(() =>
    summarise({ plan, verdicts, campaign: 'bench', scenarioSha256: '', state: 'complete' }),
  )[1];
}

function goalsOf({ oneArm, pairs, searches, numbers, summaryMs }) {
  const share = (rows, of) => Math.max(...rows.map((row) => of(row) / row.fixed));
  const slowestMs = Math.max(...[...oneArm, ...pairs].map(({ compileMs }) => compileMs));
  const goal = (name, found, most, show) => ({
    goal: name,
    found,
    most,
    met: found <= most,
    shown: `${show(found)} of at most ${show(most)}`,
  });
  const perCent = (value) => `${(100 * value).toFixed(1)} %`;
  const ms = (value) => `${value.toFixed(0)} ms`;
  return [
    goal(
      'G1 both errors of one arm',
      Math.max(...oneArm.flatMap(({ alpha, beta }) => [alpha, beta])),
      0.05,
      (value) => `${(100 * value).toFixed(2)} %`,
    ),
    goal(
      'G1 mean trials at p1, of fixed',
      share(oneArm, ({ atP1 }) => atP1),
      0.5,
      perCent,
    ),
    goal(
      'G1 mean trials at p0, of fixed',
      share(oneArm, ({ atP0 }) => atP0),
      0.75,
      perCent,
    ),
    goal(
      'G1 mean trials at the worst rate',
      share(oneArm, ({ worst }) => worst),
      0.81,
      perCent,
    ),
    goal(
      'G1 most trials, of fixed rounded up',
      Math.max(...oneArm.map(({ cap, fixed }) => cap / Math.ceil(1.25 * fixed))),
      1,
      perCent,
    ),
    goal(
      'G2 a clean fix, times the floor',
      Math.max(...oneArm.map(({ cleanPassAt, floor }) => cleanPassAt / floor)),
      1.5,
      (value) => value.toFixed(2),
    ),
    goal(
      'G3 mean pairs at a and b, of fixed',
      share(pairs, ({ atDesign }) => atDesign),
      0.65,
      perCent,
    ),
    goal(
      'G3 mean pairs, both at a, of fixed',
      share(pairs, ({ bothAtA }) => bothAtA),
      0.65,
      perCent,
    ),
    goal(
      'G3 error at 999 common rates',
      Math.max(...pairs.map(({ worst }) => worst)),
      0.05,
      (value) => `${(100 * value).toFixed(2)} %`,
    ),
    goal(
      'G3 miss at a and b',
      Math.max(...pairs.map(({ power }) => 1 - power)),
      0.1,
      (value) => `${(100 * value).toFixed(2)} %`,
    ),
    goal(
      'G4 error of a search, of 2s/√n',
      Math.max(...searches.map(({ n, slope, rmse }) => rmse / ((2 * slope) / Math.sqrt(n)))),
      1.35,
      (value) => value.toFixed(2),
    ),
    goal(
      'G4 searches outside the 90 % interval',
      Math.max(...searches.map(({ missed }) => missed)),
      0.12,
      perCent,
    ),
    goal(
      "G4 error of 30 trials, of an even grid's 50",
      Math.max(...searches.flatMap(({ rmse, even }) => (even === null ? [] : [rmse / even]))),
      1,
      perCent,
    ),
    goal(`G5 off ${String(numbers.compared)} reference values`, numbers.worst, 1e-9, (value) =>
      value.toExponential(1),
    ),
    goal('G5 slowest plan to compile', slowestMs, 2000, ms),
    goal('G5 summary of 100,000 trials', summaryMs, 2000, ms),
  ];
}

function text({ oneArm, pairs, searches, goals }) {
  const of = (value, fixed) => `${value.toFixed(1)} (${((100 * value) / fixed).toFixed(0)} %)`;
  const ofOneArm = oneArm.map((row) => [
    `${row.p0} against ${row.p1}`,
    row.fixed,
    row.cap,
    `${row.cleanPassAt} (${row.floor})`,
    of(row.atP0, row.fixed),
    of(row.atP1, row.fixed),
    of(row.worst, row.fixed),
  ]);
  const ofPairs = pairs.map((row) => [
    `${row.a} against ${row.b}`,
    row.fixed,
    row.cap,
    of(row.atDesign, row.fixed),
    of(row.bothAtA, row.fixed),
    of(row.bothAtB, row.fixed),
    `${(100 * row.worst).toFixed(2)} %`,
  ]);
  return [
    'trials needed, one arm, both errors 5 %: mean trials, and of the fixed design',
    grid(['p0, p1', 'fixed', 'most', 'clean (floor)', 'at p0', 'at p1', 'at the worst rate'], ofOneArm),
    '',
    'pairs needed, two arms, error 5 %, power 90 %: mean pairs, and of the fixed design',
    grid(['a, b', 'fixed', 'most', 'at a and b', 'both at a', 'both at b', 'worst error'], ofPairs),
    '',
    `searches of ${levels} levels, ${searchesEach} of each, simulated: error of the answer (root ` +
      'mean square) in level steps',
    grid(
      ['slope', 'trials', 'error', '2s/√n', 'in the 90 % interval', 'even grid, 50 trials'],
      searches.map(({ slope, n, rmse, missed, even }) => [
        slope,
        n,
        rmse.toFixed(2),
        ((2 * slope) / Math.sqrt(n)).toFixed(2),
        `${(100 * (1 - missed)).toFixed(0)} %`,
        even === null ? '' : even.toFixed(2),
      ]),
    ),
    '',
    grid(
      ['goal', 'found', ''],
      goals.map(({ goal, shown, met }) => [goal, shown, met ? 'met' : 'NOT MET']),
    ),
    '',
  ].join('\n');
}

function grid(head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd())
    .join('\n');
}

/**
 * The result, and the milliseconds of CPU that it took: on a busy machine the wall clock would time the
 * others.
 */
function timed(work) {
  const from = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(from);
  return [result, (user + system) / 1000];
}
