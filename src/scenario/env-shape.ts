// The shape of `env`: variables of the app by name.
import * as z from 'zod';
import { complaint, envValue, text } from './leaf.js';
import { bounded } from './map-shape.js';

export function variableShape(): z.ZodType<string, string> {
  return text({ what: 'the name of an environment variable', like: 'HEAP_MIB' }, /^[A-Za-z_][A-Za-z0-9_]*$/);
}

export function envShape(): z.ZodType<Readonly<Record<string, string>>> {
  return bounded(
    z.record(variableShape(), envValue(), {
      error: (wrong) => complaint(wrong, { what: 'a map of names to values', like: '{ HEAP_MIB: 120 }' }),
    }),
  );
}
