// Killed for want of memory. `oom` events and the OOMKilled flag also hit innocent containers below the same cgroup, and
// 137 is any SIGKILL: the victim is the one that died with 137, unasked, and that the kernel names.
import type { Recogniser } from './recogniser.js';

const killed = 137;

export const oomKill: Recogniser = ({ exitCode, die, kill, oom, inspect, kernel, kernelSpoke }) => {
  if (exitCode !== killed || kill !== null) return null;
  const [named] = kernel;
  if (named !== undefined) {
    const size = named.rssBytes === null ? '' : ` at ${String(Math.round(named.rssBytes / 1024 ** 2))} MiB`;
    return { kind: 'oom-kill', detail: `the kernel killed ${named.process}${size}: out of memory`, lines: [die, oom, ...kernel].filter((line) => line !== null) };
  }
  if (kernelSpoke || die === null) return null;
  const flags = [oom, inspect?.oomKilled === true ? inspect : null].filter((line) => line !== null);
  if (flags.length === 0) return null;
  return { kind: 'oom-kill', detail: 'killed out of memory, by the engine\'s own flag; the kernel\'s log was not there to confirm it', lines: [die, ...flags] };
};
