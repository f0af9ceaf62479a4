// Killed for want of memory. `oom` events and the OOMKilled flag also hit innocent containers below the same
// cgroup, and 137 is any SIGKILL: the victim is the one that died with 137, unasked, and that the kernel
// names.
import type { EvidenceOf } from '../../evidence/evidence.js';
import { compareInstants } from '../../evidence/instant.js';
import type { Recogniser, TaskEnd } from './recogniser.js';

const killed = 137;
/**
 * A container's end that comes to the kernel's kill no nearer than the kill that was asked for is that one's.
 */
const sigkill: ReadonlySet<string> = new Set(['9', 'KILL', 'SIGKILL']);

export const oomKill: Recogniser = (end) => {
  const { exitCode, die, oom, inspect, kernel, kernelSpoke, kill } = end;
  if (exitCode !== killed || wasAskedFirst(end)) return null;
  const [named] = kernel;
  if (named !== undefined) {
    const size = named.rssBytes === null ? '' : ` at ${String(Math.round(named.rssBytes / 1024 ** 2))} MiB`;
    const lines = [die, oom, ...kernel].filter((line) => line !== null);
    if (!ranIntoOwnLimit(named))
      return { kind: 'oom-kill', detail: `the kernel killed ${named.process}${size}: out of memory`, lines };
    return {
      kind: 'oom-kill',
      because: 'own-limit',
      detail: `the kernel killed ${named.process}${size}: the container's own memory limit was reached`,
      lines,
    };
  }
  if (kernelSpoke || die === null || kill !== null) return null;
  const flags = [oom, inspect?.oomKilled === true ? inspect : null].filter((line) => line !== null);
  if (flags.length === 0) return null;
  return {
    kind: 'oom-kill',
    detail: "killed out of memory, by the engine's own flag; the kernel's log was not there to confirm it",
    lines: [die, ...flags],
  };
};

/**
 * The kernel names the cgroup whose memory ran out: the container's own, or one above it that others share.
 */
function ranIntoOwnLimit({ line, containerId }: EvidenceOf<'kernel-oom'>): boolean {
  const ranOut = /\boom_memcg=([^,]*)/.exec(line)?.[1];
  return ranOut !== undefined && containerId !== null && ranOut.includes(containerId);
}

/**
 * Whether the engine was asked to end the container before the kernel did. Swarm's own SIGTERM may come
 * moments after the kernel's kill and before the container's end is known; where the times do not tell, a
 * SIGTERM explains no 137, and a SIGKILL does.
 */
function wasAskedFirst({ kill, kernel }: TaskEnd): boolean {
  if (kill === null) return false;
  const order = compareInstants(kill.engineAt ?? '', kernel[0]?.engineAt ?? '');
  return order === null ? kernel.length === 0 || sigkill.has(kill.signal ?? '') : order < 0;
}
