// YAML text -> plain values in which every scalar is text exactly as written, with the place of each in the
// file. YAML's own guesses are not wanted here: `1e10`, `0.10` and `7e5` are refs, not numbers.
import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLError, type YAMLMap } from 'yaml';
import { present } from '../base/assert.js';
import { pathText, type Finding, type Path, type Problem } from './problem.js';
import { quoted } from './wording.js';
import { readDocuments } from './yaml-document.js';

export type YamlValue = string | null | readonly YamlValue[] | { readonly [key: string]: YamlValue };

export interface YamlTree {
  /** Undefined when the text cannot be read. */
  readonly value: YamlValue | undefined;
  readonly problems: readonly Problem[];
  /** Puts a finding at its place in the text. */
  readonly locate: (finding: Finding) => Problem;
}

/** A mistake at an offset of the text; after a `fatal` one nothing more can be said about the file. */
interface Mistake extends Finding {
  readonly offset: number;
  readonly fatal: boolean;
}

/** After so many places that are not YAML the rest is only counted: they follow from each other. */
const syntaxMax = 50;

export function readYaml(text: string): YamlTree {
  const places = placesIn(text);
  const problemAt = (offset: number, { path, message, hint }: Finding): Problem => ({
    ...places(offset),
    path: pathText(path),
    message,
    hint,
  });
  const unreadable = (mistakes: readonly Mistake[]): YamlTree => ({
    value: undefined,
    problems: mistakes.map((mistake) => problemAt(mistake.offset, mistake)),
    locate: (finding) => problemAt(0, finding),
  });

  const read = readDocuments(text, {
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
  });
  if ('message' in read) return unreadable([mistake(read.offset, read.message, read.hint)]);
  const [document, another] = read;
  const root = document?.contents ?? null;
  const errors = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  const syntax = errors.slice(0, syntaxMax).map(syntaxMistake);
  const unsaid = errors[syntaxMax];
  if (unsaid !== undefined) {
    const more = String(errors.length - syntaxMax);
    syntax.push(mistake(unsaid.pos[0], `from here on it has ${more} more places that are not YAML`, null));
  }
  if (another !== undefined)
    syntax.push(
      mistake(
        another.range[0],
        'the file holds more than one YAML document',
        'give each scenario a file of its own',
      ),
    );
  if (syntax.length > 0) return unreadable(syntax);
  if (root === null)
    return unreadable([mistake(0, 'the file says nothing', 'begin with "scenario: a-name"')]);

  const mistakes: Mistake[] = [];
  const value = valueOf(root, [], mistakes);
  if (mistakes.some(({ fatal }) => fatal)) return unreadable(mistakes);
  const offsetOf = offsetsIn(root);
  return {
    value,
    problems: mistakes.map((found) => problemAt(found.offset, found)),
    locate: (finding) => problemAt(offsetOf(finding), finding),
  };
}

function mistake(
  offset: number,
  message: string,
  hint: string | null,
  path: Path = [],
  fatal = true,
): Mistake {
  return { offset, message, hint, path, place: 'value', fatal };
}

function syntaxMistake({ code, message, pos: [offset] }: YAMLError): Mistake {
  switch (code) {
    case 'TAB_AS_INDENT':
      return mistake(offset, 'YAML cannot be indented with tabs', 'use spaces');
    case 'TAG_RESOLVE_FAILED':
      return mistake(
        offset,
        'tags ("!…") have no meaning in a scenario',
        'leave the tag out, or put quotes around the text',
      );
    case 'BLOCK_AS_IMPLICIT_KEY':
      return mistake(
        offset,
        'this is not YAML: a second ": " on the same line',
        'put quotes around a text that holds a colon',
      );
    default:
      return mistake(offset, `this is not YAML: ${message}`, null);
  }
}

function valueOf(node: unknown, path: Path, mistakes: Mistake[]): YamlValue {
  if (node === null) return null;
  if (isScalar(node)) return scalarText(node);
  if (isSeq(node)) return node.items.map((item, index) => valueOf(item, [...path, index], mistakes));
  if (isMap(node)) return mapOf(node.items, path, mistakes);
  mistakes.push(
    mistake(startOf(node), 'aliases ("*…") have no meaning in a scenario', 'write the value out', path),
  );
  return null;
}

function mapOf(pairs: readonly Pair[], path: Path, mistakes: Mistake[]): YamlValue {
  const entries = new Map<string, YamlValue>();
  for (const { key, value } of pairs) {
    const name = keyText(key);
    if (name === null || name === '__proto__') {
      mistakes.push(mistake(startOf(key), 'this cannot be a key', 'keys are plain words', path));
    } else if (entries.has(name)) {
      mistakes.push(
        mistake(
          startOf(key),
          `${quoted(name)} is given twice`,
          'keep one of the two',
          [...path, name],
          false,
        ),
      );
    } else {
      entries.set(name, valueOf(value, [...path, name], mistakes));
    }
  }
  return Object.fromEntries(entries);
}

/** Text as written, whatever YAML would make of it; null for an empty place, `~` and `null`. */
function scalarText({
  type,
  source,
  value,
}: {
  readonly type?: unknown;
  readonly source?: string;
  readonly value: unknown;
}): string | null {
  if (type !== 'PLAIN') return String(value);
  const text = source ?? String(value);
  return /^(?:~|null|Null|NULL)?$/.test(text) ? null : text;
}

function keyText(key: unknown): string | null {
  return isScalar(key) ? (scalarText(key) ?? key.source ?? '') : null;
}

/**
 * Where the finding's path ends; for something that is missing, where the thing that lacks it is named. The
 * pairs of a map are put in order when they are first asked for: a file may have thousands of findings in one
 * map.
 */
function offsetsIn(root: Node): (finding: Finding) => number {
  const known = new Map<YAMLMap, ReadonlyMap<string | null, Pair>>();
  const pairsOf = (map: YAMLMap): ReadonlyMap<string | null, Pair> => {
    const pairs =
      known.get(map) ?? new Map(map.items.map((pair) => [keyText(pair.key), pair] as const).reverse());
    known.set(map, pairs);
    return pairs;
  };
  return ({ path, place }) => {
    let node: unknown = root;
    let offset = startOf(root);
    let named = offset;
    for (const [index, step] of path.entries()) {
      if (isSeq(node)) {
        node = typeof step === 'number' ? node.items[step] : undefined;
        if (node === undefined) return named;
        named = offset = startOf(node);
      } else if (isMap(node)) {
        const pair = pairsOf(node).get(String(step));
        if (pair === undefined) return named;
        node = pair.value;
        named = startOf(pair.key);
        const onKey =
          (place === 'key' && index === path.length - 1) ||
          node === null ||
          (isScalar(node) && scalarText(node) === null);
        offset = onKey ? named : startOf(node);
      } else {
        return offset;
      }
    }
    return offset;
  };
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}

/** Whether the file gives something, be it nothing (`key:`), at `path`. */
export function stands(value: YamlValue | undefined, path: Path): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return value !== undefined;
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return false;
  return stands((value as Readonly<Record<string | number, YamlValue>>)[step], rest);
}

/**
 * Lines are counted anew: the `LineCounter` of yaml loses some where it recovers from an error inside
 * brackets.
 */
function placesIn(text: string): (offset: number) => Pick<Problem, 'line' | 'column'> {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return (offset) => {
    let [line, beyond] = [0, starts.length];
    while (beyond - line > 1) {
      const middle = (line + beyond) >> 1;
      if (present(starts[middle], 'line') <= offset) line = middle;
      else beyond = middle;
    }
    return { line: line + 1, column: Math.min(offset, text.length) - present(starts[line], 'line') + 1 };
  };
}
