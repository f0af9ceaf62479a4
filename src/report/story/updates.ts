// What swarm made of the update, as the service shows it: each state and each change of stamp once.
import type { EvidenceOf } from '../../evidence/evidence.js';
import { ofKind } from '../../evidence/timeline.js';
import type { Moment } from './moment.js';
import type { RunContext } from './run-context.js';
import { runningAt } from './tasks.js';

/** Every look at the service under test, rising. */
export function specsOf({ lines, service }: RunContext): readonly EvidenceOf<'spec'>[] {
  return ofKind(lines, 'spec').filter((line) => line.service === service);
}

/** `spec 7ae7b0f7+U   updating`. */
export function specAside({ spec, update }: EvidenceOf<'spec'>): string {
  return [spec.stamp === null ? 'spec without stamp' : `spec ${spec.stamp}`, ...(update === null ? [] : [update.state])].join('   ');
}

/** From the upgrade on; that the head's spec goes live and its update begins is told with the deploy. */
export function updateMoments(context: RunContext): readonly Moment[] {
  const specs = specsOf(context);
  const moments: Moment[] = [];
  let headSeen = false;
  for (const [index, now] of specs.entries()) {
    const before = specs[index - 1];
    if (before === undefined || now.atMs < context.upgradeMs || now.atMs >= context.overMs) continue;
    const first: boolean = !headSeen && now.exists && now.spec.specHash !== before.spec.specHash;
    headSeen ||= first;
    const text = changeInWords(context, before, now, first);
    if (text === null) continue;
    moments.push({ atMs: now.atMs, text, aside: now.exists ? specAside(now) : null, lines: [now.seq], cited: false });
  }
  return moments;
}

/** Null when nothing that matters changed. */
function changeInWords(context: RunContext, before: EvidenceOf<'spec'>, now: EvidenceOf<'spec'>, first: boolean): string | null {
  if (!now.exists) return before.exists ? 'the service is gone' : null;
  const [old, state] = [before.update?.state ?? null, now.update?.state ?? null];
  if (state !== old && state !== null && state !== 'updating') return stateInWords(context, state, now);
  const stampMoved = before.spec.stamp !== now.spec.stamp || !before.exists;
  return stampMoved && !first ? 'the spec was replaced' : null;
}

function stateInWords(context: RunContext, state: string, now: EvidenceOf<'spec'>): string {
  switch (state) {
    case 'completed':
      return 'swarm says the update completed';
    case 'paused':
      return 'swarm pauses the update';
    case 'rollback_started':
      return now.update?.message.startsWith('manually') === true ? 'a rollback was asked for by hand' : 'swarm rolls back';
    case 'rollback_completed':
      return `rollback_completed, ${whoRuns(context, now.atMs)}`;
    case 'rollback_paused':
      return "swarm's rollback stops half-way";
    default:
      return `update state ${state}`;
  }
}

function whoRuns(context: RunContext, atMs: number): string {
  const roles = runningAt(context, atMs);
  if (roles.includes('old')) return 'old task still running';
  if (roles.includes('restored')) return 'a new task of the base running';
  return roles.includes('new') ? 'head task still running' : 'no task running';
}
