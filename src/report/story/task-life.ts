// The life of each task as data, with the evidence it rests on: when it ran, when it turned unhealthy, how it
// ended. One end, however many lines tell of it. Words are made of it elsewhere.
import type { Evidence, EvidenceOf } from '../../evidence/evidence.js';
import type { ServiceUpgrade } from '../../evidence/service-upgrade.js';
import { ofKind, specsOf, type TaskHistory, type TaskLine } from '../../evidence/timeline.js';
import { lastWordsOf } from '../../verdict/last-words.js';
import type { LastWords } from '../../verdict/verdict.js';
import type { HappenedMs } from './clock.js';
import type { Owner } from './roles.js';
import { endOfTask, type Seen, type TaskEnd, type TaskState } from './task-end.js';

export interface TaskLife extends Owner {
  readonly taskId: string;
  readonly service: string;
  /** Of a global service the id of its node. */
  readonly slot: string;
  /** Name of its node, where several are watched and it has one. */
  readonly node: string | null;
  /** In the order of time. */
  readonly states: readonly TaskState[];
  readonly containerIds: readonly string[];
  /** Its container was started. */
  readonly started: boolean;
  /** Healthy where health is checked, running where it is not; null when that was never seen. */
  readonly up: (Seen & { readonly how: 'healthy' | 'running' }) | null;
  /** Found unhealthy before anybody stopped it. */
  readonly ill: Seen | null;
  /** Processes in it that the kernel killed, whether or not it died of that. */
  readonly kernel: readonly EvidenceOf<'kernel-oom'>[];
  /** Null while it lives. */
  readonly end: TaskEnd | null;
  readonly said: LastWords;
  /** Milliseconds that swarm gives it between SIGTERM and SIGKILL; null when its spec was not seen. */
  readonly graceMs: number | null;
}

export function taskLives(
  lines: readonly Evidence[],
  upgrade: ServiceUpgrade,
  { nodes, happened, ownerOf }: Telling,
): readonly TaskLife[] {
  return upgrade.tasks.map((task) => lifeOf({ lines, nodes, task, happened, ...ownerOf(upgrade, task) }));
}

interface Telling {
  /** Id of a node -> its name, where several are watched. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly happened: HappenedMs;
  readonly ownerOf: (upgrade: ServiceUpgrade, task: TaskHistory) => Owner;
}

interface OneTask extends Owner, Pick<Telling, 'nodes'> {
  readonly lines: readonly Evidence[];
  readonly task: TaskHistory;
  readonly happened: HappenedMs;
}

function lifeOf({ lines, nodes, task, role, version, happened }: OneTask): TaskLife {
  const { taskId, first } = task;
  const seen = (line: Evidence): Seen => ({ atMs: happened(line), seq: line.seq });
  const events = ofKind(lines, 'container')
    .filter((line) => line.taskId === taskId)
    .sort((a, b) => happened(a) - happened(b) || a.seq - b.seq);
  const states = ofKind(lines, 'task')
    .filter((line) => line.taskId === taskId)
    .map((line) => ({ ...seen(line), line }));
  const containers = new Set([task.containerId, ...events.map(({ containerId }) => containerId)]);
  const kernel = ofKind(lines, 'kernel-oom').filter(
    ({ containerId }) => containerId !== null && containers.has(containerId),
  );
  const health = events.filter(({ action }) => action === 'health');
  const up = health.find((line) => line.health === 'healthy');
  const runs = states.find(({ line }) => line.state === 'running');
  const ill = health.find(
    (line) =>
      line.health === 'unhealthy' &&
      events.every(({ action, seq }) => (action !== 'kill' && action !== 'die') || seq > line.seq),
  );
  return {
    taskId,
    service: first.service,
    slot: String(first.slot ?? task.last.nodeId),
    node: nodes.get(task.last.nodeId ?? '') ?? null,
    role,
    version,
    states,
    kernel,
    containerIds: [...containers].filter((id) => id !== null),
    started: task.ran || events.some(({ action }) => action === 'start'),
    up:
      up !== undefined
        ? { ...seen(up), how: 'healthy' }
        : runs !== undefined
          ? { atMs: runs.atMs, seq: runs.seq, how: 'running' }
          : null,
    ill: ill === undefined ? null : seen(ill),
    end: endOfTask({ lines, task, states, events, kernel, ill: ill ?? null, happened }),
    said: lastWordsOf(lines, taskId),
    graceMs: graceOf(lines, first),
  };
}

function graceOf(lines: readonly Evidence[], { service, taskHash }: TaskLine): number | null {
  const views = specsOf(lines, service).flatMap(({ spec, previousSpec }) => [spec, previousSpec]);
  return views.find((view) => view?.taskHash === taskHash)?.stopGraceMs ?? null;
}

/** The state at a moment; null before it was there. */
export function stateAt({ states }: TaskLife, atMs: number): TaskLine | null {
  return states.findLast((state) => state.atMs <= atMs)?.line ?? null;
}

/** Whether it ran at that moment: swarm says so, and its container had not died. */
export function runsAt(life: TaskLife, atMs: number): boolean {
  const state = stateAt(life, atMs);
  return state?.state === 'running' && state.exists && (life.end === null || life.end.atMs > atMs);
}
