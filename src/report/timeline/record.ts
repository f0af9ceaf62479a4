// Lines of evidence in short, for a reader who points at what rests on them. The journal itself has them
// whole.
import type { Evidence } from '../../evidence/evidence.js';
import { visible } from '../../base/visible.js';
import { shortLine } from '../outside-text.js';

const textMax = 160;
const lineMax = 420;
/** What every line has, what only tells two specs apart, and times on other clocks than the drawing's. */
const leftOut: ReadonlySet<string> = new Set([
  'seq',
  'atMs',
  'wall',
  'engineAt',
  'kind',
  'previousSpec',
  'serviceId',
  'nodeId',
  'statusAt',
  'createdAt',
  'exists',
]);

export function recordOf(
  lines: readonly Evidence[],
  cited: ReadonlySet<number>,
): Readonly<Record<number, string>> {
  return Object.fromEntries(
    lines.filter(({ seq }) => cited.has(seq)).map((line) => [line.seq, lineInShort(line)]),
  );
}

function lineInShort(line: Evidence): string {
  const fields = Object.entries(line).flatMap(([name, value]) =>
    leftOut.has(name) ? [] : fieldInShort(name, value),
  );
  const text = [line.kind, ...fields].join('  ');
  return text.length > lineMax ? `${text.slice(0, lineMax - 1)}…` : text;
}

/** Nothing of what is empty; of what a field holds in turn, its own plain fields. */
function fieldInShort(name: string, value: unknown): readonly string[] {
  if (value === null || value === '' || name.endsWith('Hash')) return [];
  if (typeof value === 'string') return [`${name}=${shortened(value)}`];
  if (typeof value === 'number' || typeof value === 'boolean') return [`${name}=${String(value)}`];
  if (Array.isArray(value))
    return value.length === 0 ? [] : [`${name}=${shortened(value.map(String).join(' | '))}`];
  return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([inner, of]) =>
    typeof of === 'object' ? [] : fieldInShort(`${name}.${inner}`, of),
  );
}

function shortened(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return `${text.slice(0, 12)}…`;
  return shortLine(visible(text), textMax);
}
