// What was asked and what was answered: the naive check's moments, the readback, and what failed of the lab
// itself.
import type { Moment } from '../story/moment.js';
import type { PointMark, SpanLane } from './lanes.js';

export function checkLanes(moments: readonly Moment[]): readonly SpanLane[] {
  const having = (...kinds: readonly Moment['kind'][]): readonly PointMark[] =>
    moments.filter(({ kind }) => kinds.includes(kind)).map(markOf);
  return [
    { kind: 'spans', name: 'checks', spans: [], marks: having('check', 'naive', 'readback') },
    { kind: 'spans', name: 'the lab', spans: [], marks: having('lab') },
  ];
}

function markOf({ kind, atMs, text, lines, quotes }: Moment): PointMark {
  const passed = hasPassed({ kind, text });
  return {
    atMs: Math.round(atMs),
    sign: kind === 'lab' ? 'fault' : passed ? 'pass' : 'fail',
    tone: passed && kind !== 'lab' ? 'good' : 'bad',
    label: shortly(kind, text),
    text,
    lines,
    quotes,
  };
}

function hasPassed({ kind, text }: Pick<Moment, 'kind' | 'text'>): boolean {
  if (kind === 'naive') return !text.includes('not healthy');
  return kind === 'check' ? / said good\b/.test(text) : text.includes(': no drift');
}

function shortly(kind: Moment['kind'], text: string): string {
  if (kind === 'naive') return text.replace(/^(r\d+(?:, r\d+)*: )?naive check: /, '$1naive: ');
  return text.replace(/\. The naive check.*$/, '').replace(/\.$/, '');
}
