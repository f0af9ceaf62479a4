// `plan.json`: written canonically (keys sorted, two spaces, a newline at the end), so that equal plans are
// equal bytes; read back with every field checked, and refused by name when its format is not known.
import { jsonText } from '../base/visible.js';
import * as z from 'zod';
import { LabError } from '../base/lab-error.js';
import { planShape } from './plan-shape.js';
import type { Plan } from './plan.js';

const format = 1;

export function formatPlan(plan: Plan): string {
  return `${jsonText(sorted(plan), 2)}\n`;
}

/**
 * The plan in the text; a `bad-input` LabError when there is none, or one of a format that this driftlab does
 * not know.
 */
export function parsePlan(text: string): Plan {
  const value = parseJson(text);
  const found = z.object({ format: z.unknown() }).safeParse(value).data?.format;
  if (found === undefined) throw damaged('it has no format number');
  if (found !== format) {
    throw new LabError(
      'bad-input',
      `the plan has format ${JSON.stringify(found)}, and this driftlab reads format ${String(format)}`,
      { hint: 'use the version of driftlab that wrote it; manifest.json names it' },
    );
  }
  const parsed = planShape.safeParse(value);
  if (!parsed.success) throw damaged(describe(parsed.error));
  const { arms, trials } = parsed.data;
  const stray = trials.find(({ arm }) => !arms.some(({ name }) => name === arm));
  if (stray !== undefined)
    throw damaged(`trial ${stray.id} is of an arm "${stray.arm}" that it does not have`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged('it is not JSON');
  }
}

function damaged(why: string): LabError {
  return new LabError('bad-input', `the plan cannot be read: ${why}`, {
    hint: 'plan.json was cut short or changed by hand; run the scenario again with the seed in manifest.json',
  });
}

function describe({ issues: [issue] }: z.ZodError): string {
  return issue === undefined
    ? 'its shape is unknown'
    : [...(issue.path.length === 0 ? [] : [issue.path.join('.')]), issue.message].join(': ');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
