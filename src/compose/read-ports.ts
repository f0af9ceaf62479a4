// Published ports, short (`[ip:]published:target/protocol`, with ranges) and long. Source:
// docker/go-connections, nat.
import { itemsOf, numberOf, textOf, under, type Node } from './node.js';
import type { Placed } from './place.js';
import type { Port } from './stack.js';

/** A range of more ports than these is not written out one by one. */
const rangeMax = 1000;
const port = String.raw`(\d{1,5})(?:-(\d{1,5}))?`;
const address = String.raw`(?:\[([^\]]*)\]|(\d+(?:\.\d+){3}|[\da-f:]*:[\da-f:.]*))`;
const short = new RegExp(String.raw`^(?:${address}:)?(?:(?:${port})?:)?${port}(?:/(tcp|udp|sctp)?)?$`, 'i');

/** What cannot be understood is left out. */
export function readPorts(node: Node | undefined): readonly Port[] {
  return itemsOf(node).flatMap((item) => {
    const text = textOf(item);
    return text === null ? longPort(item) : (shortPorts(text) ?? []);
  });
}

/** Null when docker would not take it. Of a range that is too long no port. */
function shortPorts({ value, place }: Placed<string>): readonly Port[] | null {
  const spec = specOf(value);
  if (spec === null) return null;
  const count = spec.last - spec.first + 1;
  return Array.from({ length: count > rangeMax ? 0 : count }, (_, index) => ({
    place,
    published: spec.outFirst === null ? null : spec.outFirst + index,
    target: spec.first + index,
    protocol: spec.protocol,
    mode: 'ingress',
  }));
}

export function isPortSpec(written: string): boolean {
  return specOf(written) !== null;
}

interface PortSpec {
  readonly first: number;
  readonly last: number;
  /** Null where the engine chooses. */
  readonly outFirst: number | null;
  readonly protocol: string;
}

function specOf(value: string): PortSpec | null {
  const match = short.exec(value);
  if (match === null) return null;
  const [, bracketed, bare, published, publishedEnd, target = '', targetEnd, protocol] = match;
  const ip = bracketed ?? bare;
  if (ip !== undefined && !isIpAddress(ip)) return null;
  const [first, last] = [Number(target), Number(targetEnd ?? target)];
  const outFirst = published === undefined ? null : Number(published);
  const outLast = Number(publishedEnd ?? published ?? 0);
  const isRange = last > first;
  if (last < first || last > 65_535 || outLast > 65_535 || outLast < (outFirst ?? 0)) return null;
  if (outFirst !== null && isRange && outLast - outFirst !== last - first) return null;
  return { first, last, outFirst, protocol: (protocol ?? 'tcp').toLowerCase() };
}

function isIpAddress(written: string): boolean {
  if (written.includes('::')) return /^[\da-f:]+(?:\d+(?:\.\d+){3})?$/i.test(written);
  if (written.includes(':')) return /^[\da-f]{1,4}(?::[\da-f]{1,4}){7}$/i.test(written);
  const parts = written.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
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
