// The engine of an arm, as `plan.json` has it.
import * as z from 'zod';

export const engine = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('private'),
    memoryBytes: z.number().int().nonnegative(),
    fresh: z.boolean(),
    programs: z.string().nullable().default(null),
    socket: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal('existing'),
    by: z.enum(['socket', 'context', 'ssh']),
    at: z.string(),
    shared: z.boolean(),
    socket: z.boolean().default(false),
  }),
]);
