// Members that take no options: where one of them may stand, its name says all.
import * as z from 'zod';

export const nameAlone: z.ZodType<null> = z.null();
