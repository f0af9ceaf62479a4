// Published ports, short (`[ip:]published:target/protocol`, with ranges) and long. Source:
// docker/go-connections, nat.
import { itemsOf, numberOf, textOf, under, type Node } from './node.js';
import type { Placed } from './place.js';
import type { Port } from './stack.js';

/** A range of more ports than these is not written out one by one. */
const rangeMax = 1000;
const port = String.raw`(\d{1,5})(?:-(\d{1,5}))?`;
const short = new RegExp(
  String.raw`^(?:(?:\[[^\]]*\]|\d+(?:\.\d+){3}):)?(?:(?:${port})?:)?${port}(?:/(\w+))?$`,
);

/** What cannot be understood is left out. */
export function readPorts(node: Node | undefined): readonly Port[] {
  return itemsOf(node).flatMap((item) => {
    const text = textOf(item);
    return text === null ? longPort(item) : (shortPorts(text) ?? []);
  });
}

/** Null when docker would not take it. */
export function shortPorts({ value, place }: Placed<string>): readonly Port[] | null {
  const match = short.exec(value);
  if (match === null) return null;
  const [, published, publishedEnd, target = '', targetEnd, protocol = 'tcp'] = match;
  const [first, last] = [Number(target), Number(targetEnd ?? target)];
  const outFirst = published === undefined ? null : Number(published);
  const outLast = Number(publishedEnd ?? published ?? 0);
  const count = last - first + 1;
  if (count < 1 || count > rangeMax || last > 65_535 || first < 1) return null;
  if (
    outFirst !== null &&
    (outLast > 65_535 || outLast < outFirst || (count > 1 && outLast - outFirst + 1 !== count))
  )
    return null;
  return Array.from({ length: count }, (_, index) => ({
    place,
    published: outFirst === null ? null : outFirst + index,
    target: first + index,
    protocol: protocol.toLowerCase(),
    mode: 'ingress',
  }));
}

function longPort(item: Node): readonly Port[] {
  const target = numberOf(under(item, 'target'));
  if (target === null) return [];
  const published = numberOf(under(item, 'published'));
  return [
    {
      place: (published ?? target).place,
      published: published?.value ?? null,
      target: target.value,
      protocol: textOf(under(item, 'protocol'))?.value ?? 'tcp',
      mode: textOf(under(item, 'mode'))?.value ?? 'ingress',
    },
  ];
}
