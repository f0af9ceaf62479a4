// Amounts of the engine's JSON as compose files write them, exact.

const units = [
  [3_600_000_000_000, 'h'],
  [60_000_000_000, 'm'],
  [1_000_000_000, 's'],
  [1_000_000, 'ms'],
  [1000, 'us'],
] as const;
const mib = 1024 ** 2;

/** `1m`, `90s`, `500ms`; undefined where nothing or zero is set, which mean the same. */
export function durationText(nanoseconds: number | null | undefined): string | undefined {
  if (nanoseconds == null || nanoseconds === 0) return undefined;
  const [size, unit] = units.find(([one]) => nanoseconds % one === 0) ?? [1, 'ns'];
  return `${String(nanoseconds / size)}${unit}`;
}

/** The same, where zero is not what nothing means. */
export function exactDurationText(nanoseconds: number | null | undefined): string | undefined {
  return nanoseconds === 0 ? '0s' : durationText(nanoseconds);
}

/** `300M` or bytes; undefined where nothing or zero is set. */
export function sizeText(bytes: number | null | undefined): string | undefined {
  if (bytes == null || bytes === 0) return undefined;
  return bytes % mib === 0 ? `${String(bytes / mib)}M` : `${String(bytes)}B`;
}

/** `0.5` of a thousand million; undefined where nothing or zero is set. */
export function cpusText(nanoCpus: number | null | undefined): string | undefined {
  return nanoCpus == null || nanoCpus === 0 ? undefined : String(nanoCpus / 1e9);
}
