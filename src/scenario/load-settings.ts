// What a load is asked to do.
import * as z from 'zod';
import { loadUnits } from '../base/units.js';
import { whole, wholes, writtenOptions, type Kept } from './kept.js';

/** The part of a trial in which a load is on. */
export const loadWindows = ['base', 'upgrade', 'monitor', 'rollback', 'whole'] as const;

export type LoadWindow = (typeof loadWindows)[number];

/**
 * How a load moves while it is on. `steady`: it stays. `sawtooth`: it grows from nothing for four fifths of
 * every period and stays at its amount for one. `bursts`: in every period it is there once, for a fifth to
 * three fifths of it, at a time drawn from the seed.
 */
export const loadShapes = ['steady', 'sawtooth', 'bursts'] as const;

export function keptLoad() {
  return z.strictObject({
    /** Name of an injector. */
    injector: z.string(),
    /** As they are written; the injector's own schema reads them. */
    options: writtenOptions().default(null),
    unit: z.enum(loadUnits).default('bytes'),
    /** The dose that the options ask for, in its unit; where a search varies it, one level of that. */
    amount: wholes(),
    during: z.enum(loadWindows),
    /** Milliseconds between the start of the window and the start of the load. */
    after: wholes(),
    /** Milliseconds at full load; null means until the window closes. */
    for: wholes().nullable(),
    /** Milliseconds in which the load grows to its full amount. */
    ramp: wholes(),
    shape: z.enum(loadShapes).default('steady'),
    /** Milliseconds of one period; null for a steady load. */
    everyMs: whole().nullable().default(null),
    /** Largest accepted deviation of the measured dose from the target, as a fraction of the target. */
    band: z.number().positive(),
  });
}

export type LoadSettings = Kept<typeof keptLoad>;
