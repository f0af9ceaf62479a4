// A complete test harness of somebody's own (deploy, wait, check, teardown), run as it is in place of the
// lab's steps. What its report says of the upgrade is measured as a check is, under one name.
import * as z from 'zod';
import type { CheckSettings } from './check-settings.js';
import type { DeployerPart } from './deployer-shape.js';

/** Name of the check that stands for a harness. */
export const harnessName = 'harness';

/** Where its report says what became of the upgrade. */
const ruleShape = z.strictObject({
  /** Relative to the folder that it may write to. */
  file: z.string(),
  /** Keys on the way to the value. */
  at: z.array(z.string()).min(1),
  good: z.array(z.string()),
  bad: z.array(z.string()),
  /** A number that is at least this is good; null where the value is a word. */
  least: z.number().nullable(),
});

export type ReportRule = Readonly<z.output<typeof ruleShape>>;

export const goodWords: readonly string[] = ['pass', 'passed', 'ok', 'success', 'good', 'held', 'true'];
export const badWords: readonly string[] = [
  'fail',
  'failed',
  'failure',
  'error',
  'bad',
  'rolled-back',
  'false',
];

/** What a harness is in the settings of a trial: a deployer's program, and a check. */
export interface HarnessPart {
  readonly deployer: DeployerPart;
  readonly check: CheckSettings;
}

/** The harness of a trial; null where the lab itself deploys. */
export function harnessOf({
  checks = [],
}: {
  readonly checks?: readonly CheckSettings[];
}): CheckSettings | null {
  return checks.find(({ check }) => check === harnessName) ?? null;
}

/** Null where it has none, and its exit code speaks. */
export function reportRuleOf({ options }: Pick<CheckSettings, 'options'>): ReportRule | null {
  return options === null ? null : ruleShape.parse(options);
}

export interface Said {
  readonly answer: 'good' | 'bad' | null;
  /** Why it is no answer; null where it is one. */
  readonly failure: string | null;
}

/** What a report's text says by this rule. */
export function saidIn(text: string, { at, good, bad, least }: ReportRule): Said {
  const report = parsed(text);
  if (report === undefined) return unsaid('its report is no JSON');
  const value = valueAt(report, at);
  const place = at.join('.');
  if (value === undefined) return unsaid(`its report says nothing at ${place}`);
  if (least !== null)
    return typeof value === 'number'
      ? { answer: value >= least ? 'good' : 'bad', failure: null }
      : unsaid(`its report says ${shown(value)} at ${place}, which is no number`);
  const word = typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value);
  if (good.includes(word)) return { answer: 'good', failure: null };
  if (bad.includes(word)) return { answer: 'bad', failure: null };
  return unsaid(`its report says ${shown(value)} at ${place}, which is neither good nor bad`);
}

const shownMax = 80;

/** Whatever it is, in a sentence. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > shownMax ? `${text.slice(0, shownMax)}…` : text;
}

function unsaid(failure: string): Said {
  return { answer: null, failure };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function valueAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return valueAt(new Map<string, unknown>(Object.entries(value)).get(key), rest);
}
