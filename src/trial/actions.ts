// Has the actions of a trial done when their moments come, each on record as it begins and ends. One that
// fails ends no trial: what became of the upgrade is still watched, and the record says what was not done.
import { present } from '../base/assert.js';
import { pause, withDeadline } from '../base/deadline.js';
import { LabError, messageOf } from '../base/lab-error.js';
import type { DrawnAction, TrialSpec } from '../plan/plan.js';
import type { ActionMoment } from '../scenario/action-settings.js';
import type { Action, ActionContext } from './action-port.js';
import type { Emit } from './source-ports.js';

export interface Actions {
  /** The moment has come: the delays of its actions begin to count, the first time it is called. */
  readonly come: (moment: ActionMoment) => void;
  /** Whether an action still waits for this moment. */
  readonly awaits: (moment: ActionMoment) => boolean;
  /** Whether everything is done whose moment has come. */
  readonly idle: () => boolean;
  /** Resolves when everything is done whose moment has come. */
  readonly done: () => Promise<void>;
  /** What was not begun never will be; resolves when what was begun has ended. */
  readonly stop: () => Promise<void>;
}

interface ActionsRequest {
  readonly spec: Pick<TrialSpec, 'actions' | 'settings'>;
  readonly known: Readonly<Record<string, Action>>;
  readonly context: ActionContext;
  readonly emit: Emit;
  /** Called when one has been done, to look at what it changed. */
  readonly look: () => Promise<void>;
}

const actionMsMax = 150_000;

export function scheduleActions(request: ActionsRequest, signal: AbortSignal): Actions {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const come = new Set<ActionMoment>();
  const running = new Set<Promise<void>>();
  const due = (moment: ActionMoment): readonly { readonly index: number; readonly drawn: DrawnAction }[] =>
    request.spec.actions.flatMap((drawn, index) => (drawn.at === moment ? [{ index, drawn }] : []));
  const done = async (): Promise<void> => {
    await Promise.all(running);
  };
  return {
    come: (moment) => {
      if (come.has(moment)) return;
      come.add(moment);
      for (const { index, drawn } of due(moment)) {
        const work = doLater(request, { index, drawn }, either).finally(() => running.delete(work));
        running.add(work);
      }
    },
    awaits: (moment) => !come.has(moment) && due(moment).length > 0,
    idle: () => running.size === 0,
    done,
    stop: () => {
      over.abort(new LabError('interrupted', 'observation ended before it was done'));
      return done();
    },
  };
}

/** Never rejects: an action that was not done is on record, or has no line at all where it was never due. */
async function doLater(
  { known, context, emit, look }: ActionsRequest,
  { index, drawn }: { readonly index: number; readonly drawn: DrawnAction },
  signal: AbortSignal,
): Promise<void> {
  const { action: name, afterMs, options } = drawn;
  try {
    if (afterMs > 0) await pause(afterMs, signal);
    signal.throwIfAborted();
  } catch {
    return;
  }
  const action = present(known[name], `action ${name}`);
  const common = {
    kind: 'action',
    index,
    action: name,
    what: action.words(options, context.service),
    ...(action.restartsDaemon === undefined ? {} : { restartsDaemon: action.restartsDaemon }),
  } as const;
  emit({ ...common, mark: 'begin', failure: null });
  try {
    await withDeadline(`the action ${name}`, actionMsMax, signal, (both) =>
      action.perform(options, context, both),
    );
    emit({ ...common, mark: 'end', failure: null });
    await look();
  } catch (error) {
    emit({ ...common, mark: 'end', failure: messageOf(error) });
  }
}
