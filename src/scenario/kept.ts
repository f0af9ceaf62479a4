// What a scenario means is kept in plan.json: the schema that reads it there is the one place in which its
// type is written.
import * as z from 'zod';

/** The type of what a schema reads, which nobody changes. */
export type Kept<Schema extends (...of: never) => z.ZodType> = Unchanging<z.output<ReturnType<Schema>>>;

export type Unchanging<T> = T extends readonly (infer Item)[]
  ? readonly Unchanging<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Unchanging<T[Key]> }
    : T;

/** A whole number from 0 on: bytes, milliseconds, a count. */
export function whole(): z.ZodNumber {
  return z.number().int().nonnegative();
}

/** A range of such. */
export function wholes() {
  return z.strictObject({ low: whole(), high: whole() });
}

/** Options of a member as they are written; its own schema reads them where it does its work. */
export function writtenOptions(): z.ZodType {
  return z.json();
}
