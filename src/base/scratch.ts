// The names of scratch folders: whoever cleans up reads in them which process made one. A pid means something
// only in its own pid namespace, and containers may share the temporary folder of the machine, so that stands
// in the name too.
import { readlinkSync } from 'node:fs';

export interface ScratchMaker {
  readonly pid: number;
  /** Number of its pid namespace (namespaces(7)); null where the name does not say. */
  readonly namespace: string | null;
}

/** What the name of a scratch folder of this process begins with. */
export function scratchPrefix(what = ''): string {
  return `driftlab-${String(process.pid)}-ns${ownNamespace()}-${what === '' ? '' : `${what}-`}`;
}

/** Who made the folder of this name; null when it is no scratch folder. */
export function scratchMaker(name: string): ScratchMaker | null {
  const [, pid, namespace = null] = /^driftlab-(\d+)-(?:ns(\d+)-)?/.exec(name) ?? [];
  return pid === undefined ? null : { pid: Number(pid), namespace };
}

/** Number of this process' pid namespace. */
export function ownNamespace(): string {
  return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
}
