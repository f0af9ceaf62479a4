// The kernel's two lines about each process it kills for memory, joined into one fact.
import type { KernelOomFact } from '../evidence/fact.js';

/** A record of /dev/kmsg. */
export interface KernelRecord {
  /** Microseconds since boot. */
  readonly atUs: number;
  readonly text: string;
}

export interface KernelOom {
  readonly fact: KernelOomFact;
  readonly atUs: number;
}

export interface OomJoiner {
  /** The kill that this record completes; null when it completes none. */
  readonly take: (record: KernelRecord) => KernelOom | null;
  /** Kills whose second line had not come at the last call either. */
  readonly overdue: () => readonly KernelOom[];
}

const choiceLine = /^oom-kill:.*?task_memcg=([^,]*),task=(.*),pid=(\d+),uid=\d+/;
const killLine = /ut of memory: Killed process (\d+) /;
const bytesPerKb = 1024;

/**
 * `priority,sequence,microseconds,flags;text`, then lines of properties that begin with a space; null when it
 * is nothing of the kind.
 */
export function kernelRecordOf(raw: string): KernelRecord | null {
  const match = /^\d+,\d+,(\d+),[^;]*;([^\n]*)/.exec(raw);
  return match === null ? null : { atUs: Number(match[1]), text: match[2] ?? '' };
}

/** Only kills of tasks whose memory cgroup passes `isOurs`. */
export function oomJoiner(isOurs: (memcg: string) => boolean): OomJoiner {
  const open = new Map<number, KernelOom>();
  let waited: ReadonlySet<number> = new Set();
  return {
    take: ({ atUs, text }) => {
      const [, memcg = '', process = '', chosen] = choiceLine.exec(text) ?? [];
      if (chosen !== undefined) {
        if (isOurs(memcg))
          open.set(Number(chosen), { atUs, fact: factOf(memcg, process, Number(chosen), text) });
        return null;
      }
      const pid = Number(killLine.exec(text)?.[1] ?? NaN);
      const kill = open.get(pid);
      if (kill === undefined) return null;
      open.delete(pid);
      return { atUs, fact: { ...kill.fact, rssBytes: rssOf(text) } };
    },
    overdue: () => {
      const late = [...open].filter(([pid]) => waited.has(pid));
      for (const [pid] of late) open.delete(pid);
      waited = new Set(open.keys());
      return late.map(([, kill]) => kill);
    },
  };
}

/** The line that names the cgroup is kept: the other one cannot be placed. */
function factOf(memcg: string, process: string, pid: number, line: string): KernelOomFact {
  return {
    kind: 'kernel-oom',
    containerId: /[0-9a-f]{64}/.exec(memcg)?.[0] ?? null,
    process,
    pid,
    rssBytes: null,
    line,
  };
}

/** Resident memory is the sum of three kinds, in kB. */
function rssOf(text: string): number | null {
  const parts = [...text.matchAll(/(?:anon|file|shmem)-rss:(\d+)kB/g)];
  return parts.length === 0 ? null : parts.reduce((sum, [, kb]) => sum + Number(kb) * bytesPerKb, 0);
}
