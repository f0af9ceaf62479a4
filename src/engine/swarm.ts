// Makes the engine a swarm of one node that forgets nothing.
import type Docker from 'dockerode';

/**
 * Initialises the swarm and gives the node's id. A negative task history keeps every task record: the default
 * of five a slot loses the task that caused a rollback within seconds (swarmkit,
 * orchestrator/taskreaper/task_reaper.go).
 */
export async function initSwarm(docker: Docker, signal: AbortSignal): Promise<string> {
  const nodeId: unknown = await docker.swarmInit({
    ListenAddr: '127.0.0.1:2377',
    AdvertiseAddr: '127.0.0.1',
    Spec: { Orchestration: { TaskHistoryRetentionLimit: -1 } },
    abortSignal: signal,
  });
  return String(nodeId);
}
