// Paths as a tree, so that thousands of them are looked up, or taken out of a file, in one walk.
import type { Path } from './problem.js';
import type { YamlValue } from './yaml-tree.js';

export interface Places {
  /** Whether a path ends here. */
  readonly ends: boolean;
  readonly next: ReadonlyMap<string | number, Places>;
}

interface Growing {
  ends: boolean;
  readonly next: Map<string | number, Growing>;
}

export function placesOf(paths: readonly Path[]): Places {
  const root: Growing = { ends: false, next: new Map() };
  for (const path of paths) {
    let at = root;
    for (const step of path) {
      const next: Growing = at.next.get(step) ?? { ends: false, next: new Map() };
      at.next.set(step, next);
      at = next;
    }
    at.ends = true;
  }
  return root;
}

/** Whether one of the places is `path`, leads to it, or lies within it. */
export function meets(places: Places, path: Path): boolean {
  let at: Places | undefined = places;
  for (const step of path) {
    if (at.ends) return true;
    at = at.next.get(step);
    if (at === undefined) return false;
  }
  return at.ends || at.next.size > 0;
}

/**
 * The value without what stands at the places; undefined when nothing of it is left. A list with a broken
 * item goes whole, so that no position shifts, and so does a map that lacks what a place names: what is
 * required and missing cannot be taken out.
 */
export function without(value: YamlValue, places: Places): YamlValue | undefined {
  if (places.ends) return undefined;
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return places.next.size === 0 ? value : undefined;
  if ([...places.next.keys()].some((step) => !Object.hasOwn(value, step))) return undefined;
  const kept = Object.entries(value).flatMap(([name, inner]) => {
    const within = places.next.get(name);
    const rest = within === undefined ? inner : without(inner, within);
    return rest === undefined ? [] : [[name, rest] as const];
  });
  return Object.fromEntries(kept);
}
