// A compose file as a tree in which variables are put in, anchors and merge keys are resolved, and every
// value knows its place.
import type { Place, Placed } from './place.js';

export type Node = Scalar | List | Mapping;

export interface Scalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /**
   * True where a variable was put in: docker then makes the number or the truth value that it wants out of
   * the text.
   */
  readonly substituted: boolean;
  /**
   * True where the value cannot be known: a variable's form is wrong, or one that is required is not given.
   */
  readonly unknown: boolean;
  readonly place: Place;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly place: Place;
}

export interface Mapping {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly place: Place;
}

export interface Entry {
  /** Where the key stands. */
  readonly key: Place;
  readonly node: Node;
}

/** What stands under these keys, one in the other; undefined where a step is missing or is no mapping. */
export function under(node: Node | undefined, ...keys: readonly string[]): Node | undefined {
  return keys.reduce<Node | undefined>(
    (at, key) => (at?.kind === 'map' ? at.entries.get(key)?.node : undefined),
    node,
  );
}

export function entriesOf(node: Node | undefined): readonly (readonly [name: string, entry: Entry])[] {
  return node?.kind === 'map' ? [...node.entries] : [];
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}

/** As data without places, mappings in the order of their keys. */
export function plainOf(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainOf);
  const entries = [...node.entries].map(([name, entry]) => [name, plainOf(entry.node)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The text of a scalar; null of anything else, of nothing, and of what cannot be known. */
export function textOf(node: Node | undefined): Placed<string> | null {
  if (node?.kind !== 'scalar' || node.value === null || node.unknown) return null;
  return { value: String(node.value), place: node.place };
}

/** The number that is written or put in; null of anything else. */
export function numberOf(node: Node | undefined): Placed<number> | null {
  const text = textOf(node);
  const value = text === null || text.value.trim() === '' ? NaN : Number(text.value);
  return text === null || Number.isNaN(value) ? null : { value, place: text.place };
}

/** Words of YAML 1.1 count where a variable was put in. */
export const truthWords: Readonly<Record<string, boolean>> = {
  y: true,
  yes: true,
  true: true,
  on: true,
  n: false,
  no: false,
  false: false,
  off: false,
};

export function truthOf(node: Node | undefined): Placed<boolean> | null {
  const text = textOf(node);
  if (text === null) return null;
  const word = text.value.toLowerCase();
  return Object.hasOwn(truthWords, word) ? { value: truthWords[word] === true, place: text.place } : null;
}

/** The texts of a list, or the one text that stands in its place. */
export function textsOf(node: Node | undefined): readonly Placed<string>[] {
  const one = textOf(node);
  return one === null ? itemsOf(node).flatMap((item) => textOf(item) ?? []) : [one];
}

/** `NAME: value` of a mapping, or `NAME=value` of a list; null is the value of a name without one. */
export function pairsOf(node: Node | undefined): ReadonlyMap<string, Placed<string | null>> {
  const pairs = new Map<string, Placed<string | null>>();
  for (const [name, { node: value, key }] of entriesOf(node)) {
    pairs.set(name, textOf(value) ?? { value: null, place: key });
  }
  for (const item of itemsOf(node)) {
    const text = textOf(item);
    if (text === null) continue;
    const [name = '', ...rest] = text.value.split('=');
    pairs.set(name, { value: rest.length === 0 ? null : rest.join('='), place: text.place });
  }
  return pairs;
}
