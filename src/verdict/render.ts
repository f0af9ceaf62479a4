// A verdict as text: the same verdict gives the same bytes, whatever order its objects were built in.
import { escapedJson } from '../base/visible.js';
import type { Verdict } from './verdict.js';

const order = [
  'format',
  'trial',
  'arm',
  'end',
  'runs',
  'run',
  'outcome',
  'index',
  'injector',
  'unit',
  'target',
  'achieved',
  'met',
  'reason',
  'lateMs',
  'fromMs',
  'toMs',
  'stress',
  'envelope',
  'peakBytes',
  'limitBytes',
  'hits',
  'kills',
  'pressure',
  'scope',
  'cpu',
  'memory',
  'io',
  'drift',
  'masked',
  'component',
  'cause',
  'kind',
  'detail',
  'task',
  'container',
  'exitCode',
  'victim',
  'atMs',
  'evidence',
  'stamps',
  'intended',
  'deployed',
  'readback',
  'chain',
  'naive',
  'pass',
  'healthy',
  'message',
  'dose',
  'outageMs',
  'services',
  'times',
];

/**
 * The text of `verdict.json`: fields in the order of the format, names of services and times sorted, a line
 * break at the end.
 */
export function renderVerdict(verdict: Verdict): string {
  return `${escapedJson(JSON.stringify(verdict, sorted, 2))}\n`;
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)));
}

function rank(name: string): number {
  const index = order.indexOf(name);
  return index === -1 ? order.length : index;
}
