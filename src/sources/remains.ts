// What is only there for a while: containers that ended, with the last words of failed tasks, and at the end the stamp that is live.
import type { ContainerInspectFact } from '../evidence/fact.js';
import { redact, secretsOf } from '../base/redact.js';
import type { RunSpec } from '../plan/plan.js';
import { lastLines } from './container-log.js';
import { pathOf, textOf } from './engine-api.js';
import { outageOf } from './outage.js';
import type { Source, Watch } from './source.js';
import { stampOf, type ServiceJson } from './spec-view.js';
import { inspectFactOf, type ContainerJson } from './container-view.js';

const name = 'remains';
const logLinesMax = 20;

export const remains: Source = {
  name,
  attach: (watch) => {
    const outage = outageOf(name, watch);
    const inspect = inspector(watch);
    watch.notices.on('container', ({ action, containerId }) => {
      if (action === 'kill') inspect.killed.add(containerId);
      if (action === 'die') watch.follow(inspect.now(containerId, watch.signal).catch((error: unknown) => { outage.lost(error); }));
    });
    return Promise.resolve({
      collect: async (signal) => {
        for (const id of await containersOf(watch, signal)) await inspect.now(id, signal);
        for (const run of watch.runs) if (!watch.seen.concluded.has(run.run)) await readBack(watch, run, signal);
      },
      conclude: (run, signal) => readBack(watch, run, signal),
    });
  },
};

interface Inspector {
  /** Containers that were sent a signal through the engine, as swarm does to stop them. */
  readonly killed: Set<string>;
  readonly now: (id: string, signal: AbortSignal) => Promise<void>;
}

/** Puts a container on record when it looks different from last time, and once its last lines when it failed. */
function inspector(watch: Watch): Inspector {
  const killed = new Set<string>();
  const last = new Map<string, string>();
  const logged = new Set<string>();
  /** A kill from outside swarm is known for a failure only when swarm has said so of the task. */
  const isFailure = ({ running, containerId, taskId }: ContainerInspectFact): boolean =>
    !running && (watch.seen.failedTasks.has(taskId) || !killed.has(containerId));
  const now: Inspector['now'] = async (id, signal) => {
    const container = await watch.api.getJson<ContainerJson>(`/containers/${id}/json`, signal);
    if (container === null) return;
    const fact = inspectFactOf(container);
    const text = JSON.stringify(fact);
    if (last.get(id) !== text) watch.emit(fact);
    last.set(id, text);
    if (logged.has(id) || !isFailure(fact) || fact.startedAt.startsWith('0001')) return;
    logged.add(id);
    await recordLog(watch, container, signal);
  };
  return { killed, now };
}

async function recordLog(watch: Watch, container: ContainerJson, signal: AbortSignal): Promise<void> {
  const path = pathOf(`/containers/${container.Id}/logs`, { stdout: '1', stderr: '1', tail: String(logLinesMax) });
  const answer = await watch.api.get(path, signal);
  if (answer.status === 404) return;
  textOf(answer);
  const lines = lastLines(answer.body, logLinesMax);
  const secrets = secretsOf(Object.fromEntries((container.Config.Env ?? []).map((pair) => {
    const [variable = '', ...value] = pair.split('=');
    return [variable, value.join('=')];
  })));
  const taskId = container.Config.Labels?.['com.docker.swarm.task.id'] ?? '';
  watch.emit({ kind: 'task-log', taskId, lines: lines.map((line) => redact(line, secrets)) });
}

async function containersOf(watch: Watch, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const stack of watch.stacks) {
    const path = pathOf('/containers/json', { all: 'true', filters: { label: [`com.docker.stack.namespace=${stack}`] } });
    const containers = await watch.api.getJson<readonly { readonly Id: string }[]>(path, signal) ?? [];
    for (const { Id } of containers) ids.add(Id);
  }
  return ids;
}

async function readBack(watch: Watch, { run, stack }: RunSpec, signal: AbortSignal): Promise<void> {
  const service = `${stack}_${watch.service}`;
  const answer = await watch.api.getJson<ServiceJson>(`/services/${service}`, signal);
  watch.emit({ kind: 'readback', run, service, found: answer !== null, stamp: answer === null ? null : stampOf(stack, answer.Spec) });
}
