// Durations and sizes as docker parses them in compose files: Go's time.ParseDuration, and units.RAMInBytes
// of docker/go-units.

const durationUnitsMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const durationPart = '(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)';
/** Nobody writes longer ones, and matching them would take ever longer. */
const lettersMax = 100;
const sizePowers: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4, p: 5 };

/** Milliseconds of `1m30s`, `500ms` or `0`; null when Go would not take it. A number needs a unit. */
export function parseGoDuration(text: string): number | null {
  if (text.length > lettersMax) return null;
  const [, sign = '', body = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (body === '0') return 0;
  if (!new RegExp(`^(?:${durationPart})+$`).test(body)) return null;
  const parts = [...body.matchAll(new RegExp(durationPart, 'g'))];
  const ms = parts.reduce(
    (sum, [, digits, unit]) => sum + Number(digits) * (durationUnitsMs[unit ?? ''] ?? 0),
    0,
  );
  return sign === '-' ? -ms : ms;
}

/** Bytes of `512M`, `1.5g` or `64 MiB`, all of them powers of 1024; null when docker would not take it. */
export function parseRam(text: string): number | null {
  if (text.length > lettersMax) return null;
  const match = /^(\d+\.?\d*|\.\d+) ?(?:b|([kmgtp])(?:i?b)?)?$/i.exec(text);
  if (match === null) return null;
  const power = sizePowers[(match[2] ?? '').toLowerCase()] ?? 0;
  return Math.trunc(Number(match[1]) * 1024 ** power);
}
