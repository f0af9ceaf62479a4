// What an engine would still show after a trial: of each service, task and container the last look, the last
// words of tasks, and the kernel's lines. Events, earlier states and swarm's messages in between are gone.
import type { Evidence } from '../../src/evidence/evidence.js';
import { beforeDestroy } from '../../src/evidence/timeline.js';

export function afterTheFact(lines: readonly Evidence[]): readonly Evidence[] {
  const last = new Map<string, Evidence>();
  for (const line of beforeDestroy(lines)) {
    const key = keyOf(line);
    if (key === null) continue;
    last.delete(key);
    last.set(key, line);
  }
  return [...last.values()];
}

function keyOf(line: Evidence): string | null {
  switch (line.kind) {
    case 'spec':
      return `spec ${line.serviceId}`;
    case 'task':
      return `task ${line.taskId}`;
    case 'container-inspect':
      return `container ${line.containerId}`;
    case 'task-log':
      return `log ${line.taskId}`;
    case 'kernel-oom':
      return `oom ${String(line.seq)}`;
    default:
      return null;
  }
}
