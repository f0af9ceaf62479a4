// What a soak measured after each of its trials, and whether the lab is at the end as it was at the
// beginning.

/** The lab's own process when a trial was over. */
export interface Moment {
  /** Milliseconds since the campaign began. */
  readonly atMs: number;
  /** Processor time that it has had so far, without that of what it starts. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  /** Open file descriptors: files, sockets, pipes and timers alike. */
  readonly descriptors: number;
  readonly threads: number;
}

export interface Trend {
  readonly trials: number;
  /** By least squares over the trials after the first {@link warmUp}. */
  readonly rssBytesEach: number;
  readonly rssFirstBytes: number;
  readonly rssLastBytes: number;
  /** Median of the last stretch of trials less that of the first after warming up. */
  readonly moreDescriptors: number;
  readonly moreThreads: number;
  /**
   * Mean time from one trial's end to the next in the last stretch, over that in the first after warming up.
   */
  readonly slower: number;
  /**
   * Milliseconds of the lab's own processor time a trial, in either stretch: what it does itself, whatever
   * else the machine has to do.
   */
  readonly cpuFirstMs: number;
  readonly cpuLastMs: number;
}

/** What was there when all was over and had not been before; each in words. */
export interface Left {
  readonly what: readonly string[];
  /** Bytes in the folder of state that were not there before. */
  readonly diskBytes: number;
}

export const warmUp = 50;
const kibibyte = 1024;
export const bounds = {
  rssBytesEach: 50 * kibibyte,
  slower: 1.25,
  costlier: 1.25,
  moreDescriptors: 4,
  moreThreads: 2,
  diskBytes: 1024 * kibibyte,
} as const;

/** Null where there are too few trials after warming up for a beginning and an end. */
export function trendOf(moments: readonly Moment[]): Trend | null {
  const warm = moments.slice(warmUp);
  const stretch = Math.floor(Math.min(warmUp, warm.length / 2));
  const [first, last] = [warm.slice(0, stretch), warm.slice(-stretch)];
  if (stretch < 5) return null;
  const more = (of: (moment: Moment) => number): number => median(last.map(of)) - median(first.map(of));
  return {
    trials: moments.length,
    rssBytesEach: slopeOf(warm.map(({ rssBytes }) => rssBytes)),
    rssFirstBytes: median(first.map(({ rssBytes }) => rssBytes)),
    rssLastBytes: median(last.map(({ rssBytes }) => rssBytes)),
    moreDescriptors: more(({ descriptors }) => descriptors),
    moreThreads: more(({ threads }) => threads),
    slower: paceOf(last, ({ atMs }) => atMs) / paceOf(first, ({ atMs }) => atMs),
    cpuFirstMs: paceOf(first, ({ cpuMs }) => cpuMs),
    cpuLastMs: paceOf(last, ({ cpuMs }) => cpuMs),
  };
}

/** Everything that is not as it should be, in words; none where the lab soaks nothing up. */
export function troubles(trend: Trend, left: Left): readonly string[] {
  return [
    ...(trend.rssBytesEach < bounds.rssBytesEach
      ? []
      : [`its memory grew by ${kib(trend.rssBytesEach)} a trial`]),
    ...(trend.slower <= bounds.slower
      ? []
      : [`its last trials took ${trend.slower.toFixed(2)} times as long as its first`]),
    ...(trend.cpuLastMs <= bounds.costlier * trend.cpuFirstMs
      ? []
      : [
          `its last trials cost it ${String(Math.round(trend.cpuLastMs))} ms of processor time, its ` +
            `first ${String(Math.round(trend.cpuFirstMs))} ms`,
        ]),
    ...(trend.moreDescriptors <= bounds.moreDescriptors
      ? []
      : [`it held ${String(trend.moreDescriptors)} files more at the end`]),
    ...(trend.moreThreads <= bounds.moreThreads
      ? []
      : [`it had ${String(trend.moreThreads)} threads more at the end`]),
    ...(left.diskBytes <= bounds.diskBytes ? [] : [`it left ${kib(left.diskBytes)} on the disk`]),
    ...left.what.map((what) => `it left ${what}`),
  ];
}

export function kib(bytes: number): string {
  return `${String(Math.round(bytes / kibibyte))} KiB`;
}

/** Several trials at a time end in bunches, so that the whole stretch tells more than single steps. */
function paceOf(moments: readonly Moment[], of: (moment: Moment) => number): number {
  const ends = [moments[0], moments.at(-1)].map((moment) => (moment === undefined ? 0 : of(moment)));
  return ((ends[1] ?? 0) - (ends[0] ?? 0)) / (moments.length - 1);
}

/** Least squares over 0, 1, 2, … */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const products = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0);
  return products / values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) /
    2
  );
}
