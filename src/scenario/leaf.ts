// The values that stand at the ends of a scenario: text is checked, explained when it is wrong, and given its
// meaning. zod carries one text an issue; here its first line is the message and its second the hint.
import * as z from 'zod';
import {
  parseByteRange,
  parseBytes,
  parseCoreRange,
  parseDuration,
  parseDurationRange,
  parseRateRange,
  type Range,
} from '../base/units.js';
import { quoted, wayOut } from './wording.js';

/** What a value has to be, in words that fit `… is not …`, and an example. */
export interface Kind {
  readonly what: string;
  readonly like: string;
}

interface Wrong {
  readonly input?: unknown;
  readonly path?: readonly PropertyKey[] | undefined;
}

const number = String.raw`\d{1,9}(?:\.\d{1,6})?`;
const memory = String.raw`(?:[kKmMgG](?:[iI]?[bB])?|[bB])`;
const time = String.raw`(?:[mM][sS]|[sS]|[mM]|[mM][iI][nN]|[hH])`;
const longestMs = 24 * 3_600_000;
const mostBytes = 16 * 1024 ** 4;
const mostMillicores = 1_024_000;
/** How YAML's own types look to an editor: text here may look like a number there. */
const asWritten = { type: ['string', 'number'] };
/** Of numbers, only 0 goes without a unit. */
const withUnit = { type: ['string', 'number'], minimum: 0, maximum: 0 };

/** Two lines: what is wrong with `wrong.input`, and the way out. */
export function complaint({ input, path = [] }: Wrong, { what, like }: Kind): string {
  if (input === undefined)
    return `the key ${quoted(String(path.at(-1)))} is missing\nwrite ${what}, like ${like}`;
  if (input === null) return `no value is given\nwrite ${what}, like ${like}, or leave the key out`;
  return `${quoted(input)} is not ${what}\nwrite it like ${like}`;
}

/** One line of text that fits `pattern`. */
export function text(kind: Kind, pattern = /^[^\s-].*$/): z.ZodType<string, string> {
  const error = (wrong: Wrong): string => complaint(wrong, kind);
  return z
    .string({ error })
    .regex(pattern, { error })
    .refine((value) => !/\p{Cc}/u.test(value), { error })
    .meta(asWritten);
}

/** Any text, several lines too. */
export function prose(kind: Kind): z.ZodType<string, string> {
  return z
    .string({ error: (wrong) => complaint(wrong, kind) })
    .transform((value) => value.trim())
    .meta(asWritten);
}

/** The value of an environment variable: any scalar, as written; nothing is the empty text. */
export function envValue(): z.ZodType<string, string | null> {
  const error = (wrong: Wrong): string => complaint(wrong, { what: 'one value', like: '120' });
  return z
    .string({ error })
    .refine((value) => !value.includes('\0'), { error })
    .nullable()
    .transform((value) => value ?? '')
    .meta({ anyOf: [{ type: ['string', 'number', 'boolean', 'null'] }] });
}

/** One of the words; `what` as in `… is not a deployer`, `group` as in `the deployers are …`. */
export function word(names: readonly string[], what: string, group: string): z.ZodType<string, string> {
  const error = ({ input, path }: Wrong): string =>
    typeof input === 'string'
      ? `${quoted(input)} is not ${what}\n${wayOut(input, group, names)}`
      : complaint({ input, path }, { what, like: names[0] ?? '' });
  return z.enum(names, { error });
}

/** One of the words, or a list of some. */
export function oneOrMore(
  names: readonly string[],
  what: string,
  group: string,
): z.ZodType<readonly string[]> {
  const one = word(names, what, group);
  const list = z.array(one).min(1, { error: `the list is empty\nname ${what}, or leave the key out` });
  return z.union([one.transform((name) => [name]), list]);
}

/** Bytes. */
export function bytes(): z.ZodType<number, string> {
  return amount(
    { what: 'an amount of memory with its unit', like: '448MiB or 0.5GiB' },
    single(memory),
    (value) => within(parseBytes(value), mostBytes),
  );
}

/** Bytes, or a range of them that is drawn from. */
export function byteRange(): z.ZodType<Range, string> {
  const kind = { what: 'an amount of memory with its unit, or a range', like: '96MiB or 60..140MiB' };
  return amount(kind, ranged(memory), (value) => rangeWithin(parseByteRange(value), mostBytes));
}

/** Millicores, or a range of them that is drawn from. */
export function coreRange(): z.ZodType<Range, string> {
  const kind = {
    what: 'a share of one core in per cent, or a range',
    like: '150% (one core and a half) or 50..150%',
  };
  return amount(kind, ranged('%'), (value) => rangeWithin(parseCoreRange(value), mostMillicores));
}

/** Bytes per second, or a range of them that is drawn from. */
export function rateRange(): z.ZodType<Range, string> {
  const kind = { what: 'an amount written per second, or a range', like: '4MiB/s or 2..8MiB/s' };
  return amount(kind, ranged(String.raw`${memory}\s*/\s*[sS]`), (value) =>
    rangeWithin(parseRateRange(value), mostBytes),
  );
}

/** Milliseconds. */
export function duration(): z.ZodType<number, string> {
  return amount(
    { what: 'a duration with its unit, of at most 24h', like: '2s, 500ms or 1.5min' },
    single(time),
    (value) => within(parseDuration(value), longestMs),
  );
}

/** Milliseconds, or a range of them that is drawn from. */
export function durationRange(): z.ZodType<Range, string> {
  const kind = { what: 'a duration with its unit, of at most 24h, or a range', like: '2s, 500ms or 0..3s' };
  return amount(kind, ranged(time), (value) => rangeWithin(parseDurationRange(value), longestMs));
}

/** A fraction, written as a percentage between 0 and 100. */
export function percentage(): z.ZodType<number, string> {
  const parse = (value: string): number | null => {
    const fraction = Number(value.replace('%', '')) / 100;
    return fraction > 0 && fraction <= 1 ? fraction : null;
  };
  return amount(
    { what: 'a percentage above 0% and up to 100%', like: '5%' },
    new RegExp(String.raw`^${number}\s*%$`),
    parse,
  ).meta({ type: 'string' });
}

/** A whole number from 1 to `most`. */
export function count(most = 99_999): z.ZodType<number, string> {
  const kind = { what: `a whole number from 1 to ${String(most)}`, like: String(Math.min(10, most)) };
  return amount(kind, /^[1-9]\d{0,4}$/, (value) => within(Number(value), most)).meta({
    type: 'integer',
    minimum: 1,
    maximum: most,
  });
}

export function flag(): z.ZodType<boolean, string> {
  const error = (wrong: Wrong): string => complaint(wrong, { what: 'true or false', like: 'true' });
  return z
    .enum(['true', 'false'], { error })
    .transform((value) => value === 'true')
    .meta({ type: 'boolean', enum: [true, false] });
}

function amount<T>(kind: Kind, pattern: RegExp, parse: (value: string) => T | null): z.ZodType<T, string> {
  const error = (wrong: Wrong): string => complaint(wrong, kind);
  return z
    .string({ error })
    .regex(pattern, { error })
    .transform((value, context) => {
      const parsed = parse(value);
      if (parsed !== null) return parsed;
      context.issues.push({
        code: 'custom',
        message: goesDown(value) ?? complaint({ input: value }, kind),
        input: value,
      });
      return z.NEVER;
    })
    .meta(withUnit);
}

/** Two amounts that would make a range the other way round. */
function goesDown(value: string): string | null {
  const [, low = '', lowUnit = '', high = '', highUnit = ''] =
    /^([\d.]+)\s*([a-z%/]*)\s*\.\.\s*([\d.]+)\s*([a-z%/]+)$/i.exec(value) ?? [];
  const turned = `${high}${highUnit}..${low}${lowUnit === '' ? highUnit : lowUnit}`;
  if (
    (parseByteRange(turned) ??
      parseDurationRange(turned) ??
      parseCoreRange(turned) ??
      parseRateRange(turned)) === null
  )
    return null;
  return `the range ${quoted(value)} runs from high to low\nput the smaller amount first`;
}

function single(unit: string): RegExp {
  return new RegExp(String.raw`^(?:0|${number}\s*${unit})$`);
}

/** The unit of the upper end serves the lower end too. */
function ranged(unit: string): RegExp {
  return new RegExp(
    String.raw`^(?:0|${number}\s*${unit}|${number}\s*${unit}?\s*\.\.\s*${number}\s*${unit})$`,
  );
}

function within(value: number | null, most: number): number | null {
  return value !== null && value <= most ? value : null;
}

function rangeWithin(range: Range | null, most: number): Range | null {
  return range !== null && range.high <= most ? range : null;
}

/** A path of the scenario's, as `like` is one. */
export function path(like: string): z.ZodType<string, string> {
  return text({ what: "a path, relative to the scenario's folder", like });
}
