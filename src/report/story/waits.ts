// Tasks that wait: swarm has no node for them, or a node cannot begin with them. Such a task neither runs nor
// fails, for ever if need be.
import { momentOf, type Moment } from './moment.js';
import type { RunContext } from './run-context.js';
import type { TaskState } from './task-end.js';
import type { TaskLife } from './task-life.js';
import { taskInWords } from './tasks.js';

/** Swarm gives a reason for a moment's wait too. */
export const worthSayingMs = 1000;
const shownWaits = 4;

export interface Wait {
  readonly life: TaskLife;
  readonly from: TaskState;
  /** When it went on or ended; null when it never did. */
  readonly untilMs: number | null;
}

export function waitMoments(context: RunContext): readonly Moment[] {
  return context.lives
    .flatMap(waitsOf)
    .filter(
      ({ from, untilMs }) =>
        from.atMs < context.endMs && (untilMs ?? context.endMs) - from.atMs >= worthSayingMs,
    )
    .slice(0, shownWaits)
    .map(({ life, from }) =>
      momentOf(
        'wait',
        from.atMs,
        `${taskInWords(context, life)} waits: ${reasonOf(from.line) ?? from.line.state}`,
        {
          lines: [from.seq],
          cited: true,
        },
      ),
    );
}

/** Each reason once, from when it was given to the next change of state or reason. */
export function waitsOf(life: TaskLife): readonly Wait[] {
  return life.states.flatMap((state, index) => {
    const {
      line,
      line: { err, state: name },
    } = state;
    const before = life.states[index - 1];
    if (reasonOf(line) === null || isOver(name) || (before?.line.err === err && before.line.state === name))
      return [];
    const next = life.states.slice(index + 1).find(({ line }) => line.err !== err || line.state !== name);
    return [{ life, from: state, untilMs: next?.atMs ?? null }];
  });
}

function isOver(state: string): boolean {
  return !['new', 'allocated', 'pending', 'assigned', 'accepted', 'preparing', 'ready', 'starting'].includes(
    state,
  );
}

/** Why it waits; null where swarm does not say, and its state does not tell. */
export function reasonOf({ err, state }: TaskState['line']): string | null {
  if (err !== '') return reasonInWords(err);
  return state === 'new' ? 'swarm has not given it addresses and ports' : null;
}

/** Swarm's own reason, without the words it puts around it. */
function reasonInWords(err: string): string {
  const none = /^no suitable node(?: \((.*)\))?$/.exec(err);
  if (none === null) return err;
  return `no node takes it${none[1] === undefined ? '' : ` (${none[1]})`}`;
}
