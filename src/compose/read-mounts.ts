// Volumes of a service, short (`source:target:options`) and long. Source: docker/cli, internal/volumespec.
import { itemsOf, textOf, truthOf, under, type Node } from './node.js';
import type { Placed } from './place.js';
import type { Mount } from './stack.js';

/** What cannot be understood is left out. */
export function readMounts(node: Node | undefined): readonly Mount[] {
  return itemsOf(node).flatMap((item) => {
    const text = textOf(item);
    return text === null ? longMount(item) : shortMount(text);
  });
}

export function isMountSpec(written: string): boolean {
  const parts = sectionsOf(written);
  return parts.length <= 3 && !parts.includes('');
}

function shortMount({ value, place }: Placed<string>): readonly Mount[] {
  if (!isMountSpec(value)) return [];
  const [first = '', target, options = ''] = sectionsOf(value);
  if (target === undefined) return [{ place, type: 'volume', source: null, target: first, readOnly: false }];
  const flags = options.split(',').filter((flag) => flag === 'ro' || flag === 'rw');
  return [
    {
      place,
      type: isPath(first) ? 'bind' : 'volume',
      source: first,
      target,
      readOnly: flags.at(-1) === 'ro',
    },
  ];
}

/** A colon after a single letter is a Windows drive's. */
function sectionsOf(value: string): readonly string[] {
  if (value.length <= 2) return [value];
  const parts = [''];
  for (const character of value) {
    const current = parts.at(-1) ?? '';
    if (character === ':' && !/^\p{L}$/u.test(current)) parts.push('');
    else parts[parts.length - 1] = current + character;
  }
  return parts;
}

function isPath(source: string): boolean {
  return /^[./~]/.test(source) || source.startsWith('\\\\') || /^\p{L}:/u.test(source);
}

function longMount(item: Node): readonly Mount[] {
  const [type, target] = [textOf(under(item, 'type')), textOf(under(item, 'target'))];
  if (type === null || target === null) return [];
  const source = textOf(under(item, 'source'));
  return [
    {
      place: source?.place ?? target.place,
      type: type.value,
      source: source?.value ?? null,
      target: target.value,
      readOnly: truthOf(under(item, 'read_only'))?.value === true,
    },
  ];
}
