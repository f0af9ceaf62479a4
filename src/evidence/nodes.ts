// The names of the nodes, where several are watched.
import type { Evidence } from './evidence.js';
import { ofKind } from './timeline.js';

/** Swarm's id of a node -> its host name; empty where one node is watched, which needs no name. */
export function nodeNames(lines: readonly Evidence[]): ReadonlyMap<string, string> {
  const nodes = ofKind(lines, 'engine').find((line) => line.nodes !== undefined)?.nodes ?? [];
  return new Map(nodes.map(({ id, name }) => [id, name]));
}
