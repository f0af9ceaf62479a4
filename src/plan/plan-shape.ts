// The shape of `plan.json`, format 1, field by field as plan.ts and scenario.ts say it.
import * as z from 'zod';
import { loadUnits } from '../base/units.js';
import { actionMoments } from '../scenario/action-settings.js';
import { loadWindows } from '../scenario/load-settings.js';
import { keptSettings } from '../scenario/settings/index.js';
import type { Plan } from './plan.js';

const whole = z.number().int().nonnegative();
const during = z.enum(loadWindows);
const moment = z.enum(actionMoments);
const unit = z.enum(loadUnits).default('bytes');
const band = z.number().positive();

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
    .array(
      z.strictObject({
        name: z.string(),
        factors: z.record(z.string(), z.string()),
        settings: keptSettings(),
      }),
    )
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
