// Whether anybody could answer: when at least one task of the service under test was healthy, or ran where
// nothing checks health, and when none was.
import { formatDuration } from '../../base/units.js';
import { livesOf, type RunContext } from '../story/run-context.js';
import { serviceLaneName } from './names.js';
import type { Span, SpanLane } from './lanes.js';

interface Up {
  readonly fromMs: number;
  readonly toMs: number;
  readonly lines: readonly number[];
}

export function healthLane(context: RunContext, windowMs: number): readonly SpanLane[] {
  const untilMs = Math.min(context.endMs, windowMs);
  const ups = together(
    livesOf(context, context.service).flatMap((life): readonly Up[] => {
      if (life.up === null || life.up.atMs >= untilMs) return [];
      const overMs = Math.min(life.ill?.atMs ?? Infinity, life.end?.atMs ?? Infinity, untilMs);
      if (overMs <= life.up.atMs) return [];
      const lines = [life.up.seq, ...(life.end?.lines ?? [])].sort((a, b) => a - b);
      return [{ fromMs: life.up.atMs, toMs: overMs, lines }];
    }),
  );
  const spans = ups.flatMap((up, index) => [upSpan(up), ...downSpan(up, ups[index + 1] ?? null, untilMs)]);
  return [{ kind: 'spans', name: serviceLaneName(context, 'health'), spans, marks: [] }];
}

/** Overlapping times are one. */
function together(ups: readonly Up[]): readonly Up[] {
  const joined: Up[] = [];
  for (const up of [...ups].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1);
    if (last === undefined || up.fromMs > last.toMs) joined.push(up);
    else
      joined[joined.length - 1] = {
        fromMs: last.fromMs,
        toMs: Math.max(last.toMs, up.toMs),
        lines: [...last.lines, ...up.lines],
      };
  }
  return joined;
}

function upSpan({ fromMs, toMs, lines }: Up): Span {
  return {
    fromMs: Math.round(fromMs),
    toMs: Math.round(toMs),
    fill: 'solid',
    tone: 'good',
    label: 'a healthy task',
    text: `a healthy task for ${formatDuration(Math.round(toMs - fromMs))}`,
    lines,
    quotes: [],
  };
}

function downSpan(up: Up, next: Up | null, untilMs: number): readonly Span[] {
  const toMs = next?.fromMs ?? untilMs;
  if (toMs - up.toMs < 1) return [];
  const length = formatDuration(Math.round(toMs - up.toMs));
  return [
    {
      fromMs: Math.round(up.toMs),
      toMs: Math.round(toMs),
      fill: 'hatched',
      tone: 'bad',
      label: 'no healthy task',
      text: next === null ? 'no healthy task any more' : `no healthy task for ${length}`,
      lines: [...up.lines.slice(-1), ...(next?.lines.slice(0, 1) ?? [])],
      quotes: [],
    },
  ];
}
