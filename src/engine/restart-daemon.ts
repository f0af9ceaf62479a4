// Has a private engine's dockerd end and start again, as `systemctl restart docker` does with the one of a
// machine: its containers end, and swarm takes up again what its log holds.
import { rmSync, writeFileSync } from 'node:fs';
import type Docker from 'dockerode';
import { pause } from '../base/deadline.js';
import { LabError } from '../base/lab-error.js';
import type { NodeRecord } from './engine-record.js';
import { isWithoutDaemon, statusOf, untilAnswering } from './client.js';
import type { Guarded } from './guarded.js';
import { restartFileOf } from './launch.js';
import { pidOf } from './processes.js';

interface Restarted {
  readonly node: Pick<NodeRecord, 'folder' | 'role'>;
  readonly docker: Docker;
  readonly guarded: Guarded;
  /** How it is told to end: SIGTERM, as a restart of the service does, or SIGKILL, as in a crash. */
  readonly by: 'SIGTERM' | 'SIGKILL';
}

const pollMs = 50;

/**
 * Resolves when the new daemon answers, and a manager has its swarm again; throws where the engine was lost
 * meanwhile.
 */
export async function restartDaemon(
  { node, docker, guarded, by }: Restarted,
  signal: AbortSignal,
): Promise<void> {
  const before = guarded.daemon();
  if (before === null) throw new LabError('engine-lost', 'the engine has no daemon to restart');
  const either = AbortSignal.any([signal, guarded.lost]);
  const file = restartFileOf(node.folder);
  await guarded.during(async () => {
    writeFileSync(file, '');
    try {
      process.kill(pidOf(before), by);
      while (guarded.daemon() === before || guarded.daemon() === null) await pause(pollMs, either);
    } finally {
      rmSync(file, { force: true });
    }
    await untilAnswering(docker, either);
    if (node.role === 'manager') await untilManaging(docker, either);
  });
}

/** A daemon answers before its swarm has a leader again, and says 503 of it until then. */
async function untilManaging(docker: Docker, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await docker.swarmInspect();
      return;
    } catch (error) {
      if (statusOf(error) !== 503 && !isWithoutDaemon(error)) throw error;
    }
    await pause(pollMs, signal);
  }
}
