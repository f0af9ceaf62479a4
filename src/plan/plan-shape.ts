// The shape of `plan.json`, format 1, field by field as plan.ts and scenario.ts say it.
import * as z from 'zod';
import { loadUnits } from '../base/units.js';
import { actionMoments } from '../scenario/action-settings.js';
import { loadShapes, loadWindows } from '../scenario/load-settings.js';
import { engine } from './engine-part.js';
import type { Plan } from './plan.js';

const whole = z.number().int().nonnegative();
const range = z.strictObject({ low: whole, high: whole });
const during = z.enum(loadWindows);
const moment = z.enum(actionMoments);
const unit = z.enum(loadUnits).default('bytes');
const band = z.number().positive();
const tag = z.string();
const commit = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);

const images = z.array(
  z.discriminatedUnion('from', [
    z.strictObject({ tag, from: z.literal('build'), path: z.string() }),
    z.strictObject({ tag, from: z.literal('tar'), path: z.string() }),
    z.strictObject({ tag, from: z.literal('host'), name: z.string() }),
    z.strictObject({ tag, from: z.literal('absent') }),
  ]),
);
const env = z.record(z.string(), z.string());
const overlays = z.array(z.string());
const side = z.strictObject({ env, overlays, images });

const settings = z.strictObject({
  engine,
  images,
  recipe: z.strictObject({
    name: z.string(),
    fixture: z.string().nullable(),
    mirror: z.string().nullable(),
    upstream: z.string().nullable(),
    base: z.string(),
    head: z.string(),
    through: z.array(z.string()).exactOptional(),
    pr: z.string(),
    clone: z.string(),
  }),
  pinned: z
    .strictObject({ base: commit, head: commit, others: z.record(z.string(), commit).exactOptional() })
    .nullable()
    .default(null),
  deployer: z.string(),
  deployment: z
    .preprocess(
      withOptions,
      z.strictObject({
        timeoutMs: whole.positive(),
        options: z.json(),
        stamp: z.union([z.enum(['chaos', 'none']), z.strictObject({ label: z.string() })]),
        needs: z.record(z.string(), z.string()).exactOptional(),
      }),
    )
    .default({ timeoutMs: 120_000, options: null, stamp: 'chaos' }),
  abra: z.string().nullable().default(null),
  stopAt: z.literal('stamp').nullable().default(null),
  checkouts: whole.default(0),
  env,
  secrets: z.array(z.string()).default([]),
  overlays,
  state: z.literal('kept').exactOptional(),
  sides: z.strictObject({ base: side, head: side.extend({ sample: z.boolean() }) }).exactOptional(),
  load: z.array(
    z.strictObject({
      injector: z.string(),
      options: z.json().default(null),
      unit,
      amount: range,
      during,
      after: range,
      for: range.nullable(),
      ramp: range,
      shape: z.enum(loadShapes).default('steady'),
      everyMs: whole.nullable().default(null),
      band,
    }),
  ),
  neighbours: z.array(z.string()).default([]),
  actions: z
    .array(z.strictObject({ action: z.string(), at: moment, after: range, options: z.json() }))
    .default([]),
  checks: z
    .array(
      z.strictObject({ name: z.string(), check: z.string(), timeoutMs: whole.positive(), options: z.json() }),
    )
    .exactOptional(),
  steps: z
    .strictObject({
      afterBase: z.array(z.string()).nullable(),
      afterHead: z.array(z.string()).nullable(),
      timeoutMs: whole.positive(),
    })
    .nullable()
    .default(null),
  stacks: z
    .strictObject({
      concurrent: whole.positive(),
      share: z.enum(['none', 'stack']),
      lock: z.enum(['run', 'base-only', 'none']),
      startWithinMs: whole,
    })
    .default({ concurrent: 1, share: 'none', lock: 'none', startWithinMs: 0 }),
  service: z.string(),
  judged: z.array(z.string()).min(1).nullable().default(null),
  judgeStarved: z.boolean().default(false),
  domainSuffix: z.string(),
  observe: z.strictObject({ settleMs: whole, deadlineMs: whole, baseDeadlineMs: whole }),
});

const drawnLoad = z.strictObject({
  injector: z.string(),
  options: z.json().exactOptional(),
  unit,
  target: whole,
  during,
  afterMs: whole,
  forMs: whole.nullable(),
  rampMs: whole,
  band,
  shape: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('steady') }),
      z.strictObject({ kind: z.literal('sawtooth'), everyMs: whole }),
      z.strictObject({ kind: z.literal('bursts'), everyMs: whole, seed: whole }),
    ])
    .default({ kind: 'steady' }),
});

const drawnAction = z.strictObject({ action: z.string(), at: moment, afterMs: whole, options: z.json() });

const trial = z.strictObject({
  id: z.string().regex(/^\d{3,}$/),
  arm: z.string(),
  block: whole.positive(),
  seed: whole,
  load: z.array(z.preprocess(renamed, drawnLoad)),
  actions: z.array(drawnAction).default([]),
  runs: z
    .array(
      z.strictObject({
        run: z.string(),
        stack: z.string(),
        domain: z.string(),
        startAfterMs: whole.default(0),
      }),
    )
    .min(1),
});

const rate = z.number().min(0).max(1);

const words = z.array(z.string()).nullable();
const causes = words.default(null);

const oneArmRule = z.strictObject({
  question: z.enum(['reproduced', 'rate-below']),
  arm: z.string(),
  causes,
  design: z.strictObject({
    p0: rate,
    p1: rate,
    alpha: rate,
    beta: rate,
    capFactor: z.number(),
    rejectMin: whole,
  }),
  accept: z.array(z.number().int()).min(1),
  reject: z.array(whole).min(1),
  fixed: z.strictObject({ n: whole, c: whole }),
  errors: z.strictObject({ alpha: rate, beta: rate }),
  expectedTrials: z.strictObject({ atP0: z.number(), atP1: z.number(), worst: z.number() }),
  cleanPassAt: whole,
  sha256: z.string(),
});

const pairRule = z.strictObject({
  question: z.literal('decided'),
  a: z.string(),
  b: z.string(),
  causes,
  design: z.strictObject({ a: rate, b: rate, alpha: rate, power: rate, capFactor: z.number() }),
  upper: z.number(),
  futility: z.number(),
  finalUpper: z.number(),
  cap: whole.positive(),
  increments: z.strictObject({ aOnly: z.number(), bOnly: z.number(), both: z.number(), neither: z.number() }),
  fixed: z.strictObject({ n: whole }),
  errors: z.strictObject({ alpha: rate, beta: rate }),
  expectedPairs: z.strictObject({ atDesign: z.number(), bothAtA: z.number(), bothAtB: z.number() }),
  sha256: z.string(),
});

const thresholdRule = z.strictObject({
  question: z.literal('half-fails'),
  of: z.string(),
  injector: z.string(),
  levels: z.array(z.strictObject({ arm: z.string(), amount: whole })).min(2),
  trialsMax: whole.positive(),
  widthTarget: z.number().positive(),
  anchorEvery: whole.positive(),
  sha256: z.string(),
});

/** In plans of older driftlabs a command of the author's was the one deployer with options. */
function withOptions(deployment: unknown): unknown {
  if (typeof deployment !== 'object' || deployment === null || !('command' in deployment)) return deployment;
  const { command, ...rest } = deployment;
  return { ...rest, options: Array.isArray(command) && command.length > 0 ? command : null };
}

/** Plans of older driftlabs knew amounts of memory only. */
function renamed(load: unknown): unknown {
  if (typeof load !== 'object' || load === null || !('targetBytes' in load)) return load;
  const { targetBytes: target, ...rest } = load;
  return { ...rest, target };
}

export const planShape: z.ZodType<Plan> = z.strictObject({
  format: z.literal(1),
  scenario: z.string(),
  seed: z.number().int(),
  arms: z
    .array(z.strictObject({ name: z.string(), factors: z.record(z.string(), z.string()), settings }))
    .min(1),
  count: z
    .union([
      z.enum(['not-held', 'drift']),
      z.templateLiteral(['missed by ', z.string()]),
      z.array(z.string()).min(1),
    ])
    .default('not-held'),
  expect: z.array(
    z.strictObject({
      arm: z.string(),
      drift: z.enum(['none', 'some', 'all']).nullable(),
      outcome: words,
      cause: words,
      victim: z.enum(['new', 'old']).nullable(),
    }),
  ),
  trials: z.array(trial).min(1),
  stop: z.discriminatedUnion('question', [oneArmRule, pairRule, thresholdRule]).nullable().default(null),
});
