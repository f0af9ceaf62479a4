// Which texts of a fact are others' (an app's, a deployer's, git's, an engine's free words), where a secret
// may stand. All else is names, states, hashes, times and the fixed sentences of swarm and kernel, which the
// lab judges by: what is done to foreign text, as masking, never touches them.
import type { Evidence } from './evidence.js';
import type { Fact } from './fact.js';

type Field<K extends Fact['kind']> = Exclude<keyof Extract<Fact, { readonly kind: K }>, 'kind'>;

/** A field is text, or a list of texts. */
const foreign: { readonly [K in Fact['kind']]: readonly Field<K>[] } = {
  phase: [],
  engine: [],
  source: [],
  'moved-ref': [],
  'deployer-binary': [],
  adopted: [],
  provision: [],
  spec: [],
  'service-event': [],
  container: [],
  'kernel-oom': [],
  envelope: [],
  'container-memory': [],
  disk: [],
  window: [],
  pressure: [],
  processor: [],
  wear: [],
  naive: [],
  readback: [],
  run: [],
  lock: [],
  'trial-end': [],
  gap: ['reason'],
  worktree: ['reflog'],
  checkout: ['failure'],
  deploy: ['failure'],
  'own-step': ['command', 'output'],
  passage: ['failure'],
  task: ['err'],
  'container-inspect': ['probes'],
  'task-log': ['lines', 'failure'],
  'daemon-log': ['line'],
  load: ['note'],
  action: ['failure'],
  check: ['said', 'failure'],
  fault: ['message'],
};
/** Texts that begin with a word of the lab's own: an exit code, a commit. */
const afterFirstWord: readonly string[] = ['probes', 'reflog'];

/** The same line with `change` done to each foreign text in it. */
export function withForeignText(line: Evidence, change: (text: string) => string): Evidence {
  const fields: readonly string[] = foreign[line.kind];
  if (fields.length === 0) return line;
  const changed = Object.entries(line).map(([name, value]: [string, unknown]) => [
    name,
    fields.includes(name)
      ? changedValue(value, afterFirstWord.includes(name) ? tailOnly(change) : change)
      : value,
  ]);
  return Object.fromEntries(changed) as Evidence;
}

function changedValue(value: unknown, change: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => changedValue(item, change));
  return typeof value === 'string' ? change(value) : value;
}

function tailOnly(change: (text: string) => string): (text: string) => string {
  return (text) => {
    const end = text.indexOf(' ') + 1;
    return end === 0 ? text : `${text.slice(0, end)}${change(text.slice(end))}`;
  };
}
