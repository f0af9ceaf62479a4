// What a part of a compose file may look like, and a walk that tells every place at which it does not. Docker
// validates after variables are put in, and makes numbers and truth values out of texts only where it is told
// to, which `cast` says.
import { nearest, quoted } from '../scenario/wording.js';
import { parseGoDuration } from './amounts.js';
import { truthWords, type Entry, type Mapping, type Node, type Scalar } from './node.js';
import type { Fault, Place } from './place.js';

export type Shape = Leaf | ListShape | MapShape | KeysShape | Either;

export interface Leaf {
  readonly is: 'text' | 'integer' | 'number' | 'truth' | 'duration' | 'nothing' | 'anything';
  readonly cast?: boolean;
  /** Words that a text may be. */
  readonly words?: readonly string[];
}
export interface ListShape {
  readonly is: 'list';
  readonly of: Shape;
}
export interface MapShape {
  readonly is: 'map';
  readonly of: Shape;
}
export interface KeysShape {
  readonly is: 'keys';
  readonly keys: Readonly<Record<string, Shape>>;
  /** Key -> the 3.x version of the file format that brought it. */
  readonly since?: Readonly<Record<string, number>>;
  /** Whether other keys are taken, as docker does in a few places. */
  readonly open?: boolean;
  readonly extensions?: boolean;
}
/** The first that has the kind of what stands there is the one that counts. */
export interface Either {
  readonly is: 'either';
  readonly of: readonly Shape[];
}

export interface Checking {
  /** Of 3.x; 13 where a file says none. */
  readonly minor: number;
  /** As docker names places: `services.app.deploy`. */
  readonly path: string;
  /** Where the thing is named that is looked at. */
  readonly at: Place;
}

/** Every fault of the kind `refused`. */
export function checkShape(node: Node, shape: Shape, checking: Checking): readonly Fault[] {
  if (node.kind === 'scalar' && node.unknown) return [];
  switch (shape.is) {
    case 'either': {
      const fitting =
        shape.of.find((one) => fits(node, one)) ?? shape.of.find((one) => kindOf(one) === node.kind);
      return fitting === undefined ? [wrong(node, shape, checking)] : checkShape(node, fitting, checking);
    }
    case 'list':
      if (node.kind !== 'list') return [wrong(node, shape, checking)];
      return node.items.flatMap((item, index) =>
        checkShape(item, shape.of, {
          ...checking,
          path: `${checking.path}.${String(index)}`,
          at: item.place,
        }),
      );
    case 'map':
      if (node.kind !== 'map') return [wrong(node, shape, checking)];
      return [...node.entries].flatMap(([name, { node: inner, key }]) =>
        checkShape(inner, shape.of, { ...checking, path: `${checking.path}.${name}`, at: key }),
      );
    case 'keys':
      return node.kind === 'map' ? checkKeys(node, shape, checking) : [wrong(node, shape, checking)];
    default:
      return fits(node, shape) ? [] : [wrong(node, shape, checking)];
  }
}

function checkKeys(node: Mapping, shape: KeysShape, checking: Checking): readonly Fault[] {
  return [...node.entries].flatMap(([name, entry]) => {
    const inner = Object.hasOwn(shape.keys, name) ? shape.keys[name] : undefined;
    const since = shape.since?.[name] ?? 0;
    if (inner !== undefined && since <= checking.minor) {
      return checkShape(entry.node, inner, {
        ...checking,
        path: checking.path === '' ? name : `${checking.path}.${name}`,
        at: entry.key,
      });
    }
    if (shape.open === true || (shape.extensions === true && name.startsWith('x-'))) return [];
    return [unknownKey({ name, entry, since: inner === undefined ? null : since }, shape, checking)];
  });
}

function unknownKey(
  { name, entry, since }: { readonly name: string; readonly entry: Entry; readonly since: number | null },
  shape: KeysShape,
  { path }: Checking,
): Fault {
  const inside = path === '' ? 'at the top of a file' : `in ${path}`;
  if (since !== null) {
    const hint = `write version: "3.${String(since)}", or leave the version out`;
    return {
      kind: 'refused',
      place: entry.key,
      message: `docker knows ${name} ${inside} from version 3.${String(since)} of the file format on`,
      hint,
    };
  }
  const near = nearest(name, Object.keys(shape.keys));
  return {
    kind: 'refused',
    place: entry.key,
    message: `docker knows no ${name} ${inside}`,
    hint: near === null ? null : `did you mean ${near}?`,
  };
}

function fits(node: Node, shape: Shape): boolean {
  if (node.kind !== kindOf(shape)) return shape.is === 'anything';
  if (node.kind !== 'scalar') return true;
  if (node.unknown) return true;
  switch (shape.is) {
    case 'text':
      return typeof node.value === 'string' && (shape.words?.includes(node.value) ?? true);
    case 'integer':
      return isNumber(node, shape, Number.isInteger);
    case 'number':
      return isNumber(node, shape, () => true);
    case 'truth':
      return (
        typeof node.value === 'boolean' ||
        (isCast(node, shape) && Object.hasOwn(truthWords, String(node.value).toLowerCase()))
      );
    case 'duration':
      return typeof node.value === 'string' && parseGoDuration(node.value) !== null;
    case 'nothing':
      return node.value === null;
    default:
      return true;
  }
}

function isNumber(node: Scalar, shape: Leaf, ok: (value: number) => boolean): boolean {
  if (typeof node.value === 'number') return ok(node.value);
  return (
    isCast(node, shape) &&
    /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(String(node.value)) &&
    ok(Number(node.value))
  );
}

function isCast(node: Scalar, shape: Leaf): boolean {
  return node.substituted && shape.cast === true;
}

function kindOf(shape: Shape): Node['kind'] | null {
  if (shape.is === 'either') return null;
  return shape.is === 'list' ? 'list' : shape.is === 'map' || shape.is === 'keys' ? 'map' : 'scalar';
}

function wrong(node: Node, shape: Shape, { path, at }: Checking): Fault {
  const empty = node.kind === 'scalar' && node.value === null;
  const got =
    node.kind === 'list'
      ? 'a list'
      : node.kind === 'map'
        ? 'a mapping'
        : empty
          ? 'nothing'
          : quoted(node.value === null ? '' : String(node.value));
  const what = path === '' ? 'the file' : path;
  return {
    kind: 'refused',
    place: empty ? at : node.place,
    message: `${what} has to be ${wordsOf(shape)}, and is ${got}`,
    hint: hintOf(node, shape),
  };
}

function hintOf(node: Node, shape: Shape): string | null {
  if (node.kind !== 'scalar' || node.value === null) return null;
  const written = String(node.value);
  if (shape.is === 'duration')
    return /^\d+$/.test(written)
      ? `give it a unit: ${written}s`
      : 'durations are written as 500ms, 10s, 1m30s';
  const texts =
    shape.is === 'text'
      ? shape.words === undefined
      : shape.is === 'either' && shape.of.some(({ is }) => is === 'text');
  if (texts && typeof node.value !== 'string') return `put quotes around it: "${written}"`;
  if (
    (shape.is === 'integer' || shape.is === 'number' || shape.is === 'truth') &&
    typeof node.value === 'string'
  ) {
    return node.substituted ? null : 'leave the quotes out';
  }
  return null;
}

function wordsOf(shape: Shape): string {
  switch (shape.is) {
    case 'text':
      return shape.words === undefined ? 'a text' : shape.words.join(' or ');
    case 'integer':
      return 'a whole number';
    case 'number':
      return 'a number';
    case 'truth':
      return 'true or false';
    case 'duration':
      return 'a duration';
    case 'nothing':
      return 'nothing';
    case 'list':
      return 'a list';
    case 'map':
    case 'keys':
      return 'a mapping';
    case 'either':
      return [...new Set(shape.of.map(wordsOf))].join(' or ');
    case 'anything':
      return 'anything';
  }
}
