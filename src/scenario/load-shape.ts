// One load: its injector is the key, its amount the value, and when it is on and how it moves stands beside
// it.
import * as z from 'zod';
import { asWritten } from './as-written.js';
import { loadsMax } from './bounds.js';
import { complaint, duration, durationRange, percentage, word } from './leaf.js';
import { keys, list, noted } from './map-shape.js';
import { loadShapes, loadWindows, type LoadSettings } from './load-settings.js';
import type { LoadMember } from './load-definition.js';

const nothing = { low: 0, high: 0 } as const;
/** A period in which the lab can still measure what was reached. */
const shortestPeriodMs = 500;

/** A list of loads, or `none`. */
export function loadList(injectors: readonly LoadMember[]): z.ZodType<readonly LoadSettings[]> {
  const kind = { what: 'a list of loads, or none', like: '[{ memory: 60..140MiB, during: upgrade }]' };
  return z.union([
    z.literal('none', { error: (wrong) => complaint(wrong, kind) }).transform((): LoadSettings[] => []),
    list(load(injectors), kind, loadsMax),
  ]);
}

function load(injectors: readonly LoadMember[]) {
  const own = Object.fromEntries(
    injectors.map(({ name, summary, example, options }) => [
      name,
      noted(asWritten(options), `${summary}; a range is drawn from in every trial. ${example}`),
    ]),
  );
  const timing = {
    during: noted(
      word(loadWindows, 'a part of a trial', 'the parts'),
      "The part of a trial in which the load is on: while the base runs, from the upgrade's deploy " +
        'on, while swarm monitors the update, while swarm rolls back (if it does), or the whole trial.',
      { default: 'upgrade' },
    ),
    after: noted(durationRange(), 'Time between the start of that part and the start of the load.', {
      default: 0,
    }),
    for: noted(durationRange(), 'Time at full load; without it the load stays until that part ends.'),
    ramp: noted(durationRange(), 'Time in which the load grows to its full amount.', { default: 0 }),
    shape: noted(
      word(loadShapes, 'a shape of a load', 'the shapes'),
      'How the load moves while it is on: steady; sawtooth, which grows from nothing for four fifths ' +
        'of every period and stays full for one; or bursts, one in every period, of a fifth to three ' +
        'fifths of it, drawn from the seed.',
      { default: 'steady' },
    ),
    every: noted(duration(), 'One period of a sawtooth or of bursts.', { examples: ['2s'] }),
    band: noted(
      percentage(),
      'Largest accepted deviation of the measured load from the target; a trial beyond it is ' +
        `inconclusive. Without it ${bandsInWords(injectors)}.`,
    ),
  };
  return keys('a load, nor an injector', { ...own, ...timing })
    .transform((item, context) => loadOf(item, item, injectors, context))
    .meta({ oneOf: injectors.map(({ name }) => ({ required: [name] })) });
}

function bandsInWords(injectors: readonly LoadMember[]): string {
  return injectors.map(({ name, band }) => `${String(Math.round(band * 100))}% for ${name}`).join(', ');
}

interface Timing {
  readonly during?: string | undefined;
  readonly after?: LoadSettings['after'] | undefined;
  readonly for?: LoadSettings['after'] | undefined;
  readonly ramp?: LoadSettings['after'] | undefined;
  readonly shape?: string | undefined;
  readonly every?: number | undefined;
  readonly band?: number | undefined;
}

function loadOf(
  timing: Timing,
  item: object,
  injectors: readonly LoadMember[],
  context: z.RefinementCtx,
): LoadSettings {
  const written = new Map<string, unknown>(Object.entries(item));
  const given = injectors.filter(({ name }) => written.has(name));
  const [injector] = given;
  const names = (words: readonly LoadMember[]): string => words.map(({ name }) => name).join(', ');
  const wrong =
    injector === undefined
      ? `this load names no injector\nadd one of ${names(injectors)}`
      : given.length > 1
        ? `this load names several injectors: ${names(given)}\nmake each an item of its own`
        : whyUnmovable(injector, timing);
  if (injector === undefined || wrong !== null) {
    context.addIssue({ code: 'custom', message: wrong ?? 'this load names no injector' });
    return z.NEVER;
  }
  const options = written.get(injector.name);
  return {
    injector: injector.name,
    options,
    unit: injector.unit,
    amount: injector.amount(options),
    during: loadWindows.find((window) => window === timing.during) ?? 'upgrade',
    after: timing.after ?? nothing,
    for: timing.for ?? null,
    ramp: timing.ramp ?? nothing,
    shape: loadShapes.find((shape) => shape === timing.shape) ?? 'steady',
    everyMs: timing.every ?? null,
    band: timing.band ?? injector.band,
  };
}

/** Null when the load can move as it is to. */
function whyUnmovable(
  { name, varies }: LoadMember,
  { ramp, shape = 'steady', every }: Timing,
): string | null {
  if (!varies && (shape !== 'steady' || every !== undefined))
    return `a load of ${name} is steady\nleave shape and every out`;
  if (!varies && ramp !== undefined && ramp.high > 0)
    return `a load of ${name} does not grow\nleave ramp out`;
  if (shape === 'steady')
    return every === undefined
      ? null
      : 'every is the period of a sawtooth or of bursts, and this load is steady\nadd shape: sawtooth ' +
          'or shape: bursts, or leave every out';
  if (every === undefined) return `a load of shape ${shape} needs the length of its period\nadd every: 2s`;
  if (every < shortestPeriodMs)
    return (
      `a period of ${String(every)} ms is too short to measure what was reached\nmake every ` +
      `${String(shortestPeriodMs)}ms or longer`
    );
  return ramp !== undefined && ramp.high > 0 ? `a load of shape ${shape} has no ramp\nleave ramp out` : null;
}
