// What a member of this family is made from: its definition, what it says of what it did, and how it is done.
import { member, type Definition } from '../scenario/definition.js';
import type { Action, ActionContext, OtherVersion } from '../trial/ports.js';

export interface ActionDefinition<Options> extends Definition<Options> {
  /** What it did, as {@link Action.words} says it. */
  readonly words: (options: Options, service: string) => string;
  /** Other versions of the recipe that it deploys; left out: none. */
  readonly versions?: (options: Options) => readonly OtherVersion[];
  /** That the engine's daemon begins anew is what it is for; left out: it stays as it is. */
  readonly restartsDaemon?: true;
  readonly perform: (options: Options, context: ActionContext, signal: AbortSignal) => Promise<void>;
}

export function action<Options>(definition: ActionDefinition<Options>): Action {
  const { options, words, versions, perform, restartsDaemon } = definition;
  return {
    ...member(definition),
    words: (written, service) => words(options.parse(written), service),
    versions: (written) => versions?.(options.parse(written)) ?? [],
    ...(restartsDaemon === undefined ? {} : { restartsDaemon }),
    perform: (written, context, signal) => perform(options.parse(written), context, signal),
  };
}
