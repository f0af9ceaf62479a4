// When a load was on, as against when the first task of the head began: a load that was over by then did not
// press it.
import type { Evidence } from '../../evidence/evidence.js';
import { ofKind } from '../../evidence/timeline.js';
import { livesOf, type RunContext } from './run-context.js';

/**
 * When the first task of the head was started, in milliseconds since the trial began; null where that is not
 * on record, and of several runs.
 */
export function headBeganMs(contexts: readonly RunContext[]): number | null {
  const [context, ...others] = contexts;
  if (context === undefined || others.length > 0) return null;
  const starts = livesOf(context, context.service)
    .filter(({ role }) => role === 'new')
    .flatMap(
      ({ states }) =>
        states.find(({ line }) => line.state === 'starting' || line.state === 'running')?.atMs ?? [],
    );
  return starts.length === 0 ? null : Math.min(...starts);
}

/**
 * `full from 2.1 s before to 0.3 s after the first new task began`; null where the load never was, or no task
 * of the head began.
 */
export function aroundHead(
  lines: readonly Evidence[],
  index: number,
  beganMs: number | null,
): { readonly text: string; readonly ended: Evidence | null } | null {
  const own = ofKind(lines, 'load').filter((line) => line.index === index);
  const full = own.find(({ event }) => event === 'full');
  if (full === undefined || beganMs === null) return null;
  const ended =
    own.find(({ event, seq }) => (event === 'ended' || event === 'died') && seq > full.seq) ?? null;
  const [from, to] = [full.atMs - beganMs, ended === null ? null : ended.atMs - beganMs];
  const began = 'the first new task began';
  const span =
    to === null
      ? `from ${apart(from)} ${side(from)} ${began}`
      : side(from) === side(to)
        ? `from ${apart(from)} to ${apart(to)} ${side(from)} ${began}`
        : `from ${apart(from)} ${side(from)} to ${apart(to)} ${side(to)} ${began}`;
  return { text: `full ${span}`, ended };
}

function side(ms: number): 'before' | 'after' {
  return ms < 0 ? 'before' : 'after';
}

function apart(ms: number): string {
  return `${(Math.abs(ms) / 1000).toFixed(1)} s`;
}
