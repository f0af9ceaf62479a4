// Reads plain values by the shape: every issue of zod becomes a finding, and what is sound is still read
// around the broken places, so that the checks of the whole can speak too.
import type * as z from 'zod';
import { meets, placesOf, without } from './places.js';
import { leadsTo, type Finding, type Path } from './problem.js';
import type { ScenarioPart, ScenarioShape } from './shape.js';
import { nearest, quoted, wayOut } from './wording.js';
import { stands, type YamlValue } from './yaml-tree.js';

export interface Shaped {
  /** The sound part of the file; null when it is no map at all. */
  readonly part: ScenarioPart | null;
  readonly findings: readonly Finding[];
  /** Whether a value at `path` was given but could not be read, so that nothing can be said of it. */
  readonly isBroken: (path: Path) => boolean;
}

export function readShape(value: YamlValue, shape: ScenarioShape): Shaped {
  const parsed = shape.safeParse(value);
  if (parsed.success) return { part: parsed.data, findings: [], isBroken: () => false };
  const issues = parsed.error.issues.flatMap((issue) => flattened(issue, []));
  const broken = placesOf(issues.flatMap((issue) => brokenBy(issue, value)));
  return {
    part: soundPart(shape, value, issues),
    findings: issues.filter((issue) => !isExplained(issue, issues)).flatMap(findingsOf),
    isBroken: (path) => meets(broken, path),
  };
}

interface FlatIssue {
  readonly path: Path;
  readonly message: string;
  /** Keys that the shape does not know; the issue's message then names the map and its known keys. */
  readonly unknown: readonly string[];
  /** The key itself is wrong. */
  readonly key: boolean;
}

/**
 * Of a union's alternatives the one speaks that got furthest, and of equals one that takes such a value at
 * all: it was meant.
 */
function flattened(issue: z.core.$ZodIssue, before: Path): readonly FlatIssue[] {
  const path: Path = [
    ...before,
    ...issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
  ];
  if (issue.code === 'invalid_union') {
    const depths = issue.errors.map((errors) => Math.min(...errors.map((error) => error.path.length)));
    const furthest = issue.errors.filter((_, index) => depths[index] === Math.max(...depths));
    const meant = furthest.find((errors) => !errors.some(isOfAnotherKind)) ?? furthest[0] ?? [];
    return meant.flatMap((error) => flattened(error, path));
  }
  if (issue.code === 'invalid_key')
    return [{ path, message: issue.issues[0]?.message ?? issue.message, unknown: [], key: true }];
  return [
    {
      path,
      message: issue.message,
      unknown: issue.code === 'unrecognized_keys' ? issue.keys : [],
      key: false,
    },
  ];
}

function isOfAnotherKind({ code, path }: z.core.$ZodIssue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

function findingsOf({ path, message, unknown, key }: FlatIssue): readonly Finding[] {
  const [first = '', ...rest] = message.split('\n');
  if (unknown.length === 0)
    return [{ path, place: key ? 'key' : 'value', message: first, hint: rest[0] ?? null }];
  return unknown.map((name) => ({
    path: [...path, name],
    place: 'key',
    message: `${quoted(name)} is not a key of ${first}`,
    hint: wayOut(name, 'the keys here', rest),
  }));
}

/** What a map as a whole lacks may be what its unknown key was meant to be: one of the two is enough said. */
function isExplained({ path, unknown }: FlatIssue, issues: readonly FlatIssue[]): boolean {
  return (
    unknown.length === 0 &&
    issues.some(
      (other) => other.unknown.length > 0 && other.path.length === path.length && leadsTo(other.path, path),
    )
  );
}

/** The broken place; a misspelt key breaks the key that was meant, unless that is there too. */
function brokenBy({ path, message, unknown }: FlatIssue, value: YamlValue): readonly Path[] {
  if (unknown.length === 0) return [path];
  const meant = unknown
    .map((name) => nearest(name, message.split('\n').slice(1)))
    .filter((name) => name !== null);
  return meant.map((name) => [...path, name]).filter((place) => !stands(value, place));
}

/** Takes broken places out until the rest is sound. Each round leaves less, so that there is an end. */
function soundPart(shape: ScenarioShape, whole: YamlValue, first: readonly FlatIssue[]): ScenarioPart | null {
  let [value, issues] = [whole, first];
  for (;;) {
    const places = issues.flatMap(({ path, unknown }) =>
      unknown.length === 0 ? [path] : unknown.map((name) => [...path, name]),
    );
    const rest = without(value, placesOf(places));
    if (rest === undefined) return null;
    const parsed = shape.safeParse(rest);
    if (parsed.success) return parsed.data;
    value = rest;
    issues = parsed.error.issues.flatMap((issue) => flattened(issue, []));
  }
}
