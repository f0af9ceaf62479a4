// What a member of this family is made from: its definition, and how it comes to its answer.
import { member, type Definition } from '../scenario/definition.js';
import type { Check, CheckAnswer, CheckContext } from '../trial/ports.js';

export interface CheckDefinition<Options> extends Definition<Options> {
  /** As {@link Check.requires} says it; left out: nothing is needed. */
  readonly requires?: (options: Options, scenarioDir: string) => void;
  /** As {@link Check.programs} says it; left out: none. */
  readonly programs?: (options: Options) => readonly string[];
  readonly ask: (options: Options, context: CheckContext, signal: AbortSignal) => Promise<CheckAnswer>;
}

export function check<Options>(definition: CheckDefinition<Options>): Check {
  const { options, requires, programs, ask } = definition;
  return {
    ...member(definition),
    requires: (written, scenarioDir) => requires?.(options.parse(written), scenarioDir),
    programs: (written) => programs?.(options.parse(written)) ?? [],
    ask: (written, context, signal) => ask(options.parse(written), context, signal),
  };
}

/** An answer of what is no program. */
export function said(answer: 'good' | 'bad', words: string): CheckAnswer {
  return { answer, exitCode: null, said: words, failure: null };
}
