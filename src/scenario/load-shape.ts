// One load: its injector is the key, its amount the value, and when it is on stands beside it.
import * as z from 'zod';
import { byteRange, complaint, durationRange, percentage, word } from './leaf.js';
import { keys, list, noted } from './map-shape.js';
import type { LoadSettings, LoadWindow } from './scenario.js';
import type { Word } from './vocabulary.js';

const windows = ['base', 'upgrade', 'monitor', 'whole'] as const satisfies readonly LoadWindow[];
const none = 'none';
const nothing = { low: 0, high: 0 } as const;

/** A list of loads, or `none`. */
export function loadList(words: readonly Word[]): z.ZodType<readonly LoadSettings[]> {
  const injectors = words.filter(({ name }) => name !== none);
  const kind = { what: 'a list of loads, or none', like: '[{ memory: 60..140MiB, during: upgrade }]' };
  return z.union([
    z.literal(none, { error: (wrong) => complaint(wrong, kind) }).transform((): LoadSettings[] => []),
    list(load(injectors), kind.what, kind.like),
  ]);
}

function load(injectors: readonly Word[]) {
  const names = injectors.map(({ name }) => name);
  const amounts = Object.fromEntries(injectors.map(({ name, summary }) => [name, noted(byteRange(), `${summary} A range is drawn from in every trial.`)]));
  const timing = {
    during: noted(word(windows, 'a part of a trial', 'the parts'), 'The part of a trial in which the load is on: while the base runs, from the upgrade\'s deploy on, while swarm monitors the update, or the whole trial.', { default: 'upgrade' }),
    after: noted(durationRange(), 'Time between the start of that part and the start of the load.', { default: 0 }),
    for: noted(durationRange(), 'Time at full load; without it the load stays until that part ends.'),
    ramp: noted(durationRange(), 'Time in which the load grows to its full amount.', { default: 0 }),
    band: noted(percentage(), 'Largest accepted deviation of the measured load from the target; a trial beyond it is inconclusive.', { default: '5%' }),
  };
  return keys('a load, nor an injector', { ...amounts, ...timing })
    .transform((item, context) => loadOf(item, item, names, context))
    .meta({ oneOf: names.map((name) => ({ required: [name] })) });
}

interface Timing {
  readonly during?: string | undefined;
  readonly after?: LoadSettings['after'] | undefined;
  readonly for?: LoadSettings['after'] | undefined;
  readonly ramp?: LoadSettings['after'] | undefined;
  readonly band?: number | undefined;
}

function loadOf(timing: Timing, item: object, names: readonly string[], context: z.RefinementCtx): LoadSettings {
  const amounts = new Map(Object.entries(item) as [string, LoadSettings['amount']][]);
  const given = names.filter((name) => amounts.has(name));
  const [injector] = given;
  const amount = injector === undefined ? undefined : amounts.get(injector);
  if (injector === undefined || amount === undefined || given.length > 1) {
    const message = injector === undefined ? `this load names no injector\nadd one of ${names.join(', ')}` : `this load names several injectors: ${given.join(', ')}\nmake each an item of its own`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
  return {
    injector,
    amount,
    during: windows.find((window) => window === timing.during) ?? 'upgrade',
    after: timing.after ?? nothing,
    for: timing.for ?? null,
    ramp: timing.ramp ?? nothing,
    band: timing.band ?? 0.05,
  };
}
