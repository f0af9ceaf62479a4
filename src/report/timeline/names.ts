// What lanes are called.
import type { RunContext } from '../story/run-context.js';

/** With the run before it, where a trial has several. */
export function laneName({ spec, run }: RunContext, name: string): string {
  return spec.runs.length > 1 ? `${run.run} ${name}` : name;
}
