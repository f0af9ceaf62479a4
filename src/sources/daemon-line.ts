// One line of dockerd's debug log as a fact. Only known lines pass; a posted spec, which may hold secrets, never does: neither the
// `form data` lines nor what some clients repeat of it in the query of their calls.
import type { DaemonLogFact } from '../evidence/fact.js';
import { redact } from '../base/redact.js';

export interface DaemonLine {
  readonly fact: DaemonLogFact;
  readonly engineAt: string | null;
}

interface Shape {
  readonly about: DaemonLogFact['about'];
  /** Matches at the beginning of the message. Group 1, where there is one, is an id of the kind that `names` says. */
  readonly message: RegExp;
  readonly names: 'service' | 'task' | null;
}

const shapes: readonly Shape[] = [
  { about: 'rollback', message: /^starting rollback of service (\w+)/, names: 'service' },
  { about: 'pause', message: /^pausing update of service (\w+)/, names: 'service' },
  { about: 'complete', message: /^update of service (\w+) complete/, names: 'service' },
  { about: 'service-write', message: /^Calling POST (?:\/v[\d.]+)?\/services\/([^/?]+)\/update/, names: 'service' },
  { about: 'task', message: /^state for task (\w+) updated to \w+/, names: 'task' },
  { about: 'task', message: /^fatal task error/, names: null },
  { about: 'daemon-start', message: /^(?:Starting up|Daemon has completed initialization)/, names: null },
];

const opening = ' msg="';

/** Null for every other line. */
export function daemonLineOf(line: string): DaemonLine | null {
  const at = line.indexOf(opening);
  if (at === -1) return null;
  const message = line.slice(at + opening.length);
  for (const { about, message: shape, names } of shapes) {
    const match = shape.exec(message);
    if (match === null) continue;
    const id = match[1] ?? null;
    return {
      fact: {
        kind: 'daemon-log', about, line: redact(withoutQuery(line)),
        serviceId: names === 'service' ? id : fieldOf(line, 'service.id'),
        taskId: names === 'task' ? id : fieldOf(line, 'task.id'),
      },
      engineAt: /^time="([^"]+)"/.exec(line)?.[1] ?? null,
    };
  }
  return null;
}

/** Of a call's query only the version is kept. */
function withoutQuery(line: string): string {
  return line.replace(/(Calling POST [^?"\s]+)\?([^"\s]*)/, (_, call: string, query: string) => {
    const version = /(?:^|&)version=(\d+)/.exec(query)?.[1];
    return version === undefined ? call : `${call}?version=${version}`;
  });
}

function fieldOf(line: string, key: string): string | null {
  return new RegExp(`\\s${key.replace('.', '\\.')}=(\\w+)`).exec(line)?.[1] ?? null;
}
