// What was asked and what was answered: the naive check's moments and the readback; and what the lab says of
// itself, what failed of it among that.
import type { Moment } from '../story/moment.js';
import type { PointMark, SpanLane } from './lanes.js';

export function checkLanes(moments: readonly Moment[]): readonly SpanLane[] {
  const having = (...kinds: readonly Moment['kind'][]): readonly PointMark[] =>
    moments.filter(({ kind }) => kinds.includes(kind)).map(markOf);
  return [
    { kind: 'spans', name: 'checks', spans: [], marks: having('check', 'naive', 'readback') },
    { kind: 'spans', name: 'the lab', spans: [], marks: having('lab-note', 'lab') },
  ];
}

function markOf({ kind, atMs, text, lines, quotes }: Moment): PointMark {
  const passed = hasPassed({ kind, text });
  return {
    atMs: Math.round(atMs),
    sign: signs[kind] ?? (passed ? 'pass' : 'fail'),
    tone: toneOf(kind, passed),
    label: shortly(kind, text),
    text,
    lines,
    quotes,
  };
}

/** Of what neither passes nor fails. */
const signs: Readonly<Partial<Record<Moment['kind'], PointMark['sign']>>> = {
  'lab-note': 'stop',
  lab: 'fault',
};

/** What the naive check sees proves nothing, whether it is right or not. */
function toneOf(kind: Moment['kind'], passed: boolean): PointMark['tone'] {
  if (kind === 'lab-note' || (kind === 'naive' && passed)) return 'faint';
  return passed && kind !== 'lab' ? 'good' : 'bad';
}

function hasPassed({ kind, text }: Pick<Moment, 'kind' | 'text'>): boolean {
  if (kind === 'naive') return !text.includes('not healthy');
  return kind === 'check' ? / said good\b/.test(text) : text.includes(': no drift');
}

function shortly(kind: Moment['kind'], text: string): string {
  if (kind === 'naive') return text.replace(/^(r\d+(?:, r\d+)*: )?naive check: /, '$1naive: ');
  return text.replace(/\. The naive check.*$/, '').replace(/\.$/, '');
}
