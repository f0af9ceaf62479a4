// What lanes are called.
import type { RunContext } from '../story/run-context.js';

/** Of what a service did: with the run before it, where each of several runs has a service of its own. */
export function serviceLaneName(context: RunContext, name: string): string {
  const sharing = context.spec.runs.filter(({ stack }) => stack === context.run.stack);
  return sharing.length > 1 ? name : laneName(context, name);
}

/** With the run before it, where a trial has several. */
export function laneName({ spec, run }: RunContext, name: string): string {
  return spec.runs.length > 1 ? `${run.run} ${name}` : name;
}
