// Services that two versions of a compose file have otherwise.
import { parse } from 'yaml';
import { sameJson } from './same-json.js';

/** By name, in the order of the head; those that only the base has come last. */
export function changedServices(base: string, head: string): readonly string[] {
  const [before, after] = [servicesIn(base), servicesIn(head)];
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return names.filter((name) => !sameJson(before[name], after[name]));
}

function servicesIn(text: string): Readonly<Record<string, unknown>> {
  const { services = {} } = parse(text) as { readonly services?: Readonly<Record<string, unknown>> };
  return services;
}
