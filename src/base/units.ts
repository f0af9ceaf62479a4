// Amounts as people write them: `448MiB`, `1.5s`, `150%` of a core, `4MiB/s`, and ranges of them
// (`60..140MiB`, `0..3s`).

/** What a load's amount counts. A thousand millicores are one core. */
export const loadUnits = ['bytes', 'millicores', 'bytes-per-second', 'tasks', 'milliseconds'] as const;
export type LoadUnit = (typeof loadUnits)[number];

/**
 * A closed range; `low` equals `high` for a single amount. Bytes, milliseconds or whatever else the function
 * says.
 */
export interface Range {
  readonly low: number;
  readonly high: number;
}

const byteUnits: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1000,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1e6,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1e9,
  gib: 1024 ** 3,
};
const coreUnits: Readonly<Record<string, number>> = { '%': 10 };
const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};

/** Bytes of `448MiB`, `0.5GiB`, `100MB`; null when the text is no amount of memory. */
export function parseBytes(text: string): number | null {
  const range = parseRange(text, byteUnits);
  return range !== null && range.low === range.high ? range.low : null;
}

/** Bytes of `60..140MiB` or of a single amount; null when the text is neither. */
export function parseByteRange(text: string): Range | null {
  return parseRange(text, byteUnits);
}

/** Milliseconds of `30m`, `1.5s`, `200ms`, or 0; null when the text is no duration. */
export function parseDuration(text: string): number | null {
  const range = parseRange(text, durationUnits);
  return range !== null && range.low === range.high ? range.low : null;
}

/** Milliseconds of `0..3s` or of a single duration; null when the text is neither. */
export function parseDurationRange(text: string): Range | null {
  return parseRange(text, durationUnits);
}

/**
 * Millicores of `150%` (of one core, as `docker stats` counts) or `50..150%`; null when the text is neither.
 */
export function parseCoreRange(text: string): Range | null {
  return parseRange(text, coreUnits);
}

/** Bytes per second of `4MiB/s` or `2..8MiB/s`; null when the text is neither. */
export function parseRateRange(text: string): Range | null {
  const amount = text.replaceAll(/\s*\/\s*s(?![a-z])/gi, '');
  return amount === text && Number(text) !== 0 ? null : parseByteRange(amount);
}

/** A unit after the upper end serves the lower end too; a bare 0 needs no unit. */
function parseRange(text: string, units: Readonly<Record<string, number>>): Range | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z%]*)\s*(?:\.\.\s*(\d+(?:\.\d+)?)\s*([a-z%]*)\s*)?$/i.exec(text);
  if (!match) return null;
  const [, lowText = '', lowUnit = '', highText, highUnit = ''] = match;
  if (highText === undefined) {
    const amount = scaled(lowText, lowUnit, units);
    return amount === null ? null : { low: amount, high: amount };
  }
  const low = scaled(lowText, lowUnit === '' ? highUnit : lowUnit, units);
  const high = scaled(highText, highUnit, units);
  return low === null || high === null || low > high ? null : { low, high };
}

function scaled(digits: string, unit: string, units: Readonly<Record<string, number>>): number | null {
  if (Number(digits) === 0 && unit === '') return 0;
  const factor = units[unit.toLowerCase()];
  return factor === undefined ? null : Math.round(Number(digits) * factor);
}

/** `448 MiB`, `1.5 GiB`: binary units, at most one decimal. */
export function formatBytes(bytes: number): string {
  const [size, unit] =
    bytes >= 1024 ** 3 ? [1024 ** 3, 'GiB'] : bytes >= 1024 ** 2 ? [1024 ** 2, 'MiB'] : [1024, 'KiB'];
  return `${trimmed(bytes / size)} ${unit}`;
}

/** A load's amount: `112 MiB`, `150 % of a core`, `4 MiB/s`, `1 task`, `200 ms`. */
export function formatAmount(amount: number, unit: LoadUnit): string {
  switch (unit) {
    case 'bytes':
      return formatBytes(amount);
    case 'millicores':
      return `${trimmed(amount / 10)} % of a core`;
    case 'bytes-per-second':
      return `${formatBytes(amount)}/s`;
    case 'tasks':
      return `${trimmed(amount)} task${amount === 1 ? '' : 's'}`;
    case 'milliseconds':
      return formatDuration(amount);
  }
}

/** `4.1 s`, `320 ms`, `2 min 5 s`, `1 h 4 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return ms === 0 ? '0 s' : `${String(Math.round(ms))} ms`;
  if (ms < 60_000) return `${trimmed(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60)
    return seconds % 60 === 0 ? `${String(minutes)} min` : `${String(minutes)} min ${String(seconds % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** `30%`, `2.5%`: a fraction as scenarios write it, to at most three significant digits. */
export function formatPercent(fraction: number): string {
  return `${String(Number((fraction * 100).toPrecision(3)))}%`;
}

function trimmed(amount: number): string {
  return amount.toFixed(1).replace(/\.0$/, '');
}
