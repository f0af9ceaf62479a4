// One line of dockerd's debug log as a fact. Only known lines pass; a posted spec, which may hold secrets,
// never does.
import type { DaemonLogFact } from '../evidence/fact.js';
import { redact } from '../base/secrets/index.js';
import { daemonCallOf } from './daemon-call.js';
import { logFieldsOf } from './log-fields.js';

export interface DaemonLine {
  /** Services and containers are called in it as the line calls them. */
  readonly fact: DaemonLogFact;
  readonly engineAt: string | null;
}

interface Shape {
  readonly about: DaemonLogFact['about'];
  /** Matches at the beginning of the message. Group 1, where there is one, is what `names` says. */
  readonly message: RegExp;
  readonly names: 'service' | 'task' | null;
  /** The field that has a container's id. */
  readonly container?: string;
}

const shapes: readonly Shape[] = [
  { about: 'rollback', message: /^starting rollback of service (\w+)/, names: 'service' },
  { about: 'pause', message: /^pausing update of service (\w+)/, names: 'service' },
  { about: 'complete', message: /^update of service (\w+) complete/, names: 'service' },
  // Its API logs this of every service write that swarm refused, beside a line of the API's own for some;
  // newer engines name the service in a field.
  {
    about: 'write-refused',
    message: /^Error (?:creating|updating|removing) service(?: (.+?): |$)/,
    names: 'service',
  },
  { about: 'task', message: /^state for task (\w+) updated to \w+/, names: 'task' },
  { about: 'task', message: /^fatal task error/, names: null },
  { about: 'shim-gone', message: /^shim disconnected$/, names: null, container: 'id' },
  { about: 'daemon-start', message: /^(?:Starting up|Daemon has completed initialization)/, names: null },
];

/** Null for every other line. */
export function daemonLineOf(line: string): DaemonLine | null {
  const fields = logFieldsOf(line);
  const fact = callFact(fields) ?? messageFact(line, fields);
  return fact === null ? null : { fact, engineAt: fields.get('time') ?? null };
}

function callFact(fields: ReadonlyMap<string, string>): DaemonLogFact | null {
  const call = daemonCallOf(fields);
  if (call === null) return null;
  const { about, service: serviceId, container: containerId, version, line } = call;
  return { kind: 'daemon-log', about, serviceId, taskId: null, containerId, version, line: redact(line) };
}

function messageFact(line: string, fields: ReadonlyMap<string, string>): DaemonLogFact | null {
  const message = fields.get('msg') ?? '';
  for (const { about, message: shape, names, container = '' } of shapes) {
    const match = shape.exec(message);
    if (match === null) continue;
    const named = (kind: Shape['names']): string | null => (names === kind ? (match[1] ?? null) : null);
    const field = (...keys: readonly string[]): string | null =>
      keys.map((key) => fields.get(key)).find((value) => value !== undefined) ?? null;
    return {
      kind: 'daemon-log',
      about,
      containerId: fields.get(container) ?? null,
      version: null,
      line: redact(line),
      serviceId: named('service') ?? field('service.id', 'service-id', 'service-name'),
      taskId: named('task') ?? field('task.id'),
    };
  }
  return null;
}
