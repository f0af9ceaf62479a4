// What to say where something has another shape than docker takes, and the way out.
import { quoted } from '../scenario/wording.js';
import type { Node } from './node.js';
import type { Fault } from './place.js';
import type { Checking, Shape } from './shape.js';

export function wrong(node: Node, shape: Shape, { path, at }: Checking): Fault {
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
      return shape.form?.words ?? shape.words?.join(' or ') ?? 'a text';
    case 'integer':
      return shape.least === undefined ? 'a whole number' : `a whole number from ${String(shape.least)} on`;
    case 'number':
      return shape.form?.words ?? 'a number';
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
