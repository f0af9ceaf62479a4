// Values that are checked by a schema and kept as they were written, so that the same schema reads them again
// wherever they are needed.
import * as z from 'zod';

/** Passes what the schema takes, as it stands; else every issue of the schema's own. */
export function asWritten(schema: z.ZodType): z.ZodType {
  const described = Object.fromEntries(
    Object.entries(z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })).filter(
      ([key]) => key !== '$schema',
    ),
  );
  return z
    .unknown()
    .superRefine((value, context) => {
      const read = schema.safeParse(value);
      for (const issue of read.error?.issues ?? [])
        context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    })
    .meta(described);
}
