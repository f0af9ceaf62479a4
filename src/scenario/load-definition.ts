// What an injector says of itself beside what every member does: what its dose is counted in, and how far the
// dose may be off.
import type { LoadUnit, Range } from '../base/units.js';
import { member, type Definition, type Member } from './definition.js';

export interface Dose {
  /** What the dose is counted in. */
  readonly unit: LoadUnit;
  /** Accepted deviation of the measured dose from the target, as a fraction, where a scenario is silent. */
  readonly band: number;
  /** Whether the dose can change while the load is on: ramp and shape are for such loads only. */
  readonly varies: boolean;
  /** True where a search may vary it: it is counted in bytes of the engine's memory. */
  readonly searchable?: true;
}

export interface LoadDefinition<Options> extends Definition<Options>, Dose {
  /** The dose that the options ask for, in the unit. */
  readonly amount: (options: Options) => Range;
}

/** An injector as its family's list has it. */
export interface LoadMember extends Member, Dose {
  readonly amount: (written: unknown) => Range;
}

export function loadMember<Options>(definition: LoadDefinition<Options>): LoadMember {
  const { options, unit, band, varies, searchable, amount } = definition;
  return {
    ...member(definition),
    unit,
    band,
    varies,
    ...(searchable === undefined ? {} : { searchable }),
    amount: (written) => amount(options.parse(written)),
  };
}
