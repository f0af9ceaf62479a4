// The processes of a private engine that must run while it does: its daemon, the daemon's container runtime,
// the shims that stand between that and each container, and init and keeper above them all. They are found by
// their parents: dockerd starts containerd, and init takes the shims in.
import { keeperUnder } from './launch.js';
import { childOf, childrenOf, conditionOf, pidOf, type ProcessTag } from './processes.js';
import type { OwnProcess } from './watchdog.js';

/** So often shims are looked for, in looks: each costs a walk over all processes of the machine. */
const shimsEvery = 2;

/**
 * Looks at them at each call. A shim ends with its container, and init and keeper end their launcher with
 * them, so that of these only a stop tells anything.
 */
export function ownProcesses(init: ProcessTag, dockerd: ProcessTag | null): () => readonly OwnProcess[] {
  const containerd = dockerd === null ? null : childOf(dockerd, 'containerd');
  const needed = [
    { name: 'dockerd', tag: dockerd },
    { name: 'containerd', tag: containerd },
  ];
  const above = [
    { name: 'init', tag: init },
    { name: 'keeper', tag: keeperUnder(init) },
  ];
  let shims: readonly ProcessTag[] = [];
  let looks = 0;
  return () => {
    if (looks++ % shimsEvery === 0) shims = childrenOf(init, 'containerd-shim');
    return [
      ...needed.flatMap(({ name, tag }) =>
        tag === null ? [] : { name, pid: pidOf(tag), state: conditionOf(tag) },
      ),
      ...[...above, ...shims.map((tag) => ({ name: 'containerd-shim', tag }))].flatMap(({ name, tag }) =>
        tag !== null && conditionOf(tag) === 'stopped'
          ? { name, pid: pidOf(tag), state: 'stopped' as const }
          : [],
      ),
    ];
  };
}
