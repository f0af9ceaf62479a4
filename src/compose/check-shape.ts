// A walk over a part of a compose file that tells every place where docker takes something else.
import { nearest, quoted } from '../scenario/wording.js';
import { composeOnly } from './compose-only.js';
import { fits, kindOf } from './fits.js';
import { plainOf, type Entry, type List, type Mapping, type Node } from './node.js';
import type { Fault } from './place.js';
import type { Checking, Form, KeysShape, Shape } from './shape.js';
import { wrong } from './shape-wording.js';

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
      return [
        ...(shape.distinct === true ? repeated(node, checking) : []),
        ...node.items.flatMap((item, index) =>
          checkShape(item, shape.of, {
            ...checking,
            path: `${checking.path}.${String(index)}`,
            at: item.place,
          }),
        ),
      ];
    case 'map':
      if (node.kind !== 'map') return [wrong(node, shape, checking)];
      return [...node.entries].flatMap(([name, { node: inner, key }]) => [
        ...(shape.named?.takes(name) === false
          ? [wrongName(name, shape.named, { ...checking, at: key })]
          : []),
        ...checkShape(inner, shape.of, { ...checking, path: `${checking.path}.${name}`, at: key }),
      ]);
    case 'keys':
      return node.kind === 'map' ? checkKeys(node, shape, checking) : [wrong(node, shape, checking)];
    default:
      return fits(node, shape) ? [] : [wrong(node, shape, checking)];
  }
}

/** Told at the later of two. */
function repeated({ items }: List, { path }: Checking): readonly Fault[] {
  const before = new Set<string>();
  return items.flatMap((item) => {
    const written = JSON.stringify(plainOf(item));
    const isNew = !before.has(written) || (item.kind === 'scalar' && item.unknown);
    before.add(written);
    if (isNew) return [];
    const message = `${path} has ${named(item)} twice, and docker takes each only once`;
    return [{ kind: 'refused', place: item.place, message, hint: 'keep one of them' } as const];
  });
}

/** Without what may be a secret. */
function named(item: Node): string {
  return item.kind === 'scalar' ? (String(item.value).split('=')[0] ?? '') : 'the same entry';
}

function wrongName(name: string, { words }: Form, { path, at }: Checking): Fault {
  const message = `docker takes no ${quoted(name)} as a name in ${path}`;
  return { kind: 'refused', place: at, message, hint: `names are ${words}` };
}

function checkKeys(node: Mapping, shape: KeysShape, checking: Checking): readonly Fault[] {
  const absent = (shape.required ?? []).filter((name) => !node.entries.has(name));
  const missing = absent.map((name): Fault => ({
    kind: 'refused',
    place: node.place,
    message: `${checking.path} needs ${name}, which is not there`,
    hint: null,
  }));
  return [...missing, ...checkEach(node, shape, checking)];
}

function checkEach(node: Mapping, shape: KeysShape, checking: Checking): readonly Fault[] {
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
  const own = composeOnly(path, name);
  const near = nearest(name, Object.keys(shape.keys));
  return {
    kind: 'refused',
    place: entry.key,
    message: `docker knows no ${name} ${inside}`,
    hint: own ?? (near === null ? null : `did you mean ${near}?`),
  };
}
