// The last lines of a container, read while it is there: swarm may remove it soon after its end.
import type { TaskLogFact } from '../evidence/fact.js';
import { messageOf } from '../base/lab-error.js';
import { redact } from '../base/secrets/index.js';
import { maskFor, plainLine } from './app-text.js';
import { lastLines } from './container-log.js';
import type { ContainerJson } from './container-view.js';
import { pathOf, textOf, type EngineApi } from './engine-api.js';

const linesMax = 20;
const charsMax = 400;

/** Both streams. A log that cannot be read, as with a log driver that only sends, is a fact too. */
export async function lastWordsOf(
  api: EngineApi,
  { Id, Config }: ContainerJson,
  signal: AbortSignal,
): Promise<TaskLogFact> {
  const taskId = Config.Labels?.['com.docker.swarm.task.id'] ?? '';
  const path = pathOf(`/containers/${Id}/logs`, {
    stdout: '1',
    stderr: '1',
    timestamps: '1',
    tail: String(linesMax),
  });
  try {
    const answer = await api.get(path, signal);
    if (answer.status === 404) return unread(taskId);
    textOf(answer);
    const mask = maskFor(Config.Env ?? []);
    const written = lastLines(answer.body, linesMax);
    const times = written.flatMap(({ at }) => at ?? []);
    return {
      kind: 'task-log',
      taskId,
      lines: written.map(({ text }) => plainLine(text, mask, charsMax)),
      ...(times.length === 0 || times.length < written.length ? {} : { writtenAt: times }),
      failure: null,
    };
  } catch (error) {
    return unread(taskId, redact(messageOf(error)));
  }
}

export function unread(
  taskId: string,
  failure = 'its container was no longer there, or is on another node',
): TaskLogFact {
  return { kind: 'task-log', taskId, lines: [], failure };
}
