// One line of the engine's event stream as a fact.
import type { ContainerFact, ServiceEventFact } from '../evidence/fact.js';
import { stackOf } from './source.js';

export interface StackEvent {
  readonly fact: ServiceEventFact | ContainerFact;
  /** ISO 8601 with nanoseconds. */
  readonly engineAt: string | null;
}

interface EventJson {
  readonly Type?: string;
  readonly Action?: string;
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> };
}

export interface EventFilters extends Readonly<Record<string, readonly string[]>> {
  readonly type: readonly ('service' | 'container')[];
  readonly event: readonly string[];
}

/** What to ask the engine for. Its match on actions is by prefix as soon as `health_status` is asked for. */
export const eventFilters: EventFilters = {
  type: ['service', 'container'],
  event: ['create', 'update', 'remove', 'start', 'health_status', 'oom', 'kill', 'die', 'destroy'],
};

const containerActions: ReadonlySet<string> = new Set([
  'create',
  'start',
  'health',
  'oom',
  'kill',
  'die',
  'destroy',
]);

/** Null when the event is about nothing of the stacks. */
export function stackEventOf(line: string, stacks: readonly string[]): StackEvent | null {
  const event = JSON.parse(line) as EventJson;
  const attributes = event.Actor?.Attributes ?? {};
  const subject = { id: event.Actor?.ID ?? '', action: event.Action ?? '', attributes };
  const fact = event.Type === 'service' ? serviceFact(subject, stacks) : containerFact(subject, stacks);
  return fact === null ? null : { fact, engineAt: engineAtOf(line) };
}

/**
 * Nanoseconds since 1970 as they stand in the line, beyond the precision of a JavaScript number; null without
 * them.
 */
export function nanosOf(line: string): string | null {
  return /"timeNano":(\d{10,})\}?\s*$/.exec(line)?.[1] ?? null;
}

interface Subject {
  readonly id: string;
  readonly action: string;
  readonly attributes: Readonly<Record<string, string>>;
}

function serviceFact(
  { id, action, attributes }: Subject,
  stacks: readonly string[],
): ServiceEventFact | null {
  const service = attributes['name'] ?? '';
  if (stackOf(stacks, service) === null) return null;
  return {
    kind: 'service-event',
    service,
    serviceId: id,
    action,
    stateOld: attributes['updatestate.old'] ?? null,
    stateNew: attributes['updatestate.new'] ?? null,
  };
}

function containerFact(
  { id, action: text, attributes }: Subject,
  stacks: readonly string[],
): ContainerFact | null {
  const [word = '', detail = ''] = text.split(/:\s*/, 2);
  const action = word === 'health_status' ? 'health' : word;
  const service = attributes['com.docker.swarm.service.name'] ?? '';
  if (!isContainerAction(action) || stackOf(stacks, service) === null) return null;
  const exitCode = action === 'die' ? Number(attributes['exitCode'] ?? NaN) : NaN;
  return {
    kind: 'container',
    action,
    containerId: id,
    service,
    taskId: attributes['com.docker.swarm.task.id'] ?? '',
    health: action === 'health' ? detail : null,
    exitCode: Number.isInteger(exitCode) ? exitCode : null,
    signal: action === 'kill' ? (attributes['signal'] ?? null) : null,
  };
}

function isContainerAction(action: string): action is ContainerFact['action'] {
  return containerActions.has(action);
}

function engineAtOf(line: string): string | null {
  const nanos = nanosOf(line);
  if (nanos === null) return null;
  const seconds = new Date(Number(nanos.slice(0, -9)) * 1000).toISOString().slice(0, -'.000Z'.length);
  return `${seconds}.${nanos.slice(-9)}Z`;
}
