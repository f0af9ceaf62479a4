// What the engine went through in a part of a trial: its envelope, what the kernel killed, and how much
// everything had to wait.
import type { Evidence } from '../evidence/evidence.js';
import { kernelLog } from '../evidence/named-sources.js';
import { sawThroughout } from '../evidence/outages.js';
import { ofKind } from '../evidence/timeline.js';
import type { Stress } from './verdict.js';

/** Milliseconds since the trial began. */
export function stressBetween(lines: readonly Evidence[], fromMs: number, toMs: number): Stress {
  const between = lines.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const watchedKernel = sawThroughout(lines, kernelLog, fromMs, Math.min(toMs, lines.at(-1)?.atMs ?? 0));
  return {
    envelope: envelopeOf(lines, between),
    kills: watchedKernel ? ofKind(between, 'kernel-oom').length : null,
    pressure: pressureOf(lines, fromMs, toMs),
  };
}

/** Of the node whose envelope was fullest, where there are several. */
function envelopeOf(lines: readonly Evidence[], between: readonly Evidence[]): Stress['envelope'] {
  const nodes = new Set(ofKind(between, 'envelope').map(({ node }) => node));
  const each = [...nodes].flatMap((node) => {
    const own = (line: Evidence): boolean => line.node === node;
    return ofNode(lines.filter(own), between.filter(own)) ?? [];
  });
  const share = ({ peakBytes, limitBytes }: (typeof each)[number]): number => peakBytes / limitBytes;
  return [...each].sort((a, b) => share(b) - share(a))[0] ?? null;
}

/** The counter of hits goes on from the last sample before. */
function ofNode(lines: readonly Evidence[], between: readonly Evidence[]): Stress['envelope'] {
  const samples = ofKind(between, 'envelope');
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return null;
  const before = ofKind(lines, 'envelope').findLast(({ seq }) => seq < first.seq) ?? first;
  return {
    peakBytes: Math.max(...samples.map(({ usageBytes }) => usageBytes)),
    limitBytes: last.limitBytes,
    hits: last.hits - before.hits,
  };
}

/** From the last sample before to the first after, or as near as there are any. */
function pressureOf(lines: readonly Evidence[], fromMs: number, toMs: number): Stress['pressure'] {
  const samples = ofKind(lines, 'pressure');
  const first = samples.findLast(({ atMs }) => atMs <= fromMs) ?? samples[0];
  const last = samples.find(({ atMs }) => atMs >= toMs) ?? samples.at(-1);
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return null;
  const share = (us: number): number => Math.round((us / 1000 / (last.atMs - first.atMs)) * 1000) / 1000;
  return {
    scope: last.scope,
    cpu: share(last.cpuUs - first.cpuUs),
    memory: share(last.memoryUs - first.memoryUs),
    io: share(last.ioUs - first.ioUs),
  };
}
