// What swarm's own record of a service says of its last update.
import type { Evidence } from '../../evidence/evidence.js';
import { ofKind, type SpecLine } from '../../evidence/timeline.js';
import type { LastUpdate, Statement } from './diagnosis.js';

const ofState: Readonly<Record<string, LastUpdate>> = {
  updating: 'under-way',
  completed: 'completed',
  paused: 'paused',
  rollback_started: 'rolling-back',
  rollback_paused: 'rollback-paused',
};

/**
 * Only swarm's own rollback leaves no previous spec behind: one that was asked for keeps the version that it
 * replaced (swarmkit, `updater.go` and `service.go`). Where two tasks failed together, swarm may write
 * `completed` over the state of its rollback.
 */
export function lastUpdateOf({ update, previousSpec }: SpecLine): LastUpdate {
  if (update === null) return 'none';
  if (update.state === 'rollback_completed')
    return previousSpec === null ? 'rolled-back' : 'rolled-back-by-hand';
  if (update.state === 'completed' && previousSpec === null) return 'rolled-back';
  return ofState[update.state] ?? 'none';
}

const inWords: Readonly<Record<Exclude<LastUpdate, 'none'>, string>> = {
  'under-way': 'swarm is still updating it',
  completed: 'swarm completed the last update',
  'rolling-back': 'swarm is rolling it back',
  'rolled-back': 'swarm rolled the last update back by itself',
  'rolled-back-by-hand': 'the last update was rolled back because somebody asked for it',
  paused: 'swarm paused the last update, and the service is left half-way until somebody acts',
  'rollback-paused': 'swarm rolled the last update back, and that failed too: it is left half-way',
};

export function updateStatement(line: SpecLine): Statement {
  const last = lastUpdateOf(line);
  const source = "swarm's update status";
  if (last === 'none' || line.update === null) {
    return {
      source,
      evidence: [line.seq],
      says:
        'swarm shows no state of an update: there was none, or the last write changed nothing that ' +
        'tasks are replaced for, which makes swarm forget the state before it',
    };
  }
  const { startedAt, completedAt, message } = line.update;
  const when = [
    ...(startedAt === null ? [] : [`begun ${short(startedAt)}`]),
    ...(completedAt === null ? [] : [`ended ${short(completedAt)}`]),
  ].join(', ');
  const words = message === '' || /completed$/.test(message) ? '' : `: "${message}"`;
  return { source, evidence: [line.seq], says: `${inWords[last]}${when === '' ? '' : ` (${when})`}${words}` };
}

/** A rollback that the engine's events tell of, and that the status does not show any more. */
export function forgottenRollback(lines: readonly Evidence[], line: SpecLine): Statement | null {
  if (line.update !== null) return null;
  const told = ofKind(lines, 'service-event').findLast(
    ({ service, stateNew }) => service === line.service && stateNew === 'rollback_completed',
  );
  if (told === undefined) return null;
  return {
    source: "the engine's events",
    evidence: [told.seq],
    says:
      'an update before the last write was rolled ' +
      `back${told.engineAt === null ? '' : `, ${short(told.engineAt)}`}; the write after it made swarm ` +
      'forget that',
  };
}

/** To the second: the fractions help nobody who looks for a line in another log. */
export function short(instant: string): string {
  return instant.replace(/\.\d+/, '').replace('T', ' ');
}
