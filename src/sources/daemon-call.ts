// A call of an API client as dockerd's debug log tells of it. Up to 27 the method and path stand in the
// message; from 28 on the message is always the same and the path is a field, beside one with all that was
// posted, which may hold secrets.
import type { DaemonLogFact } from '../evidence/fact.js';

export interface DaemonCall {
  readonly about: DaemonLogFact['about'];
  /** What the call names, as the client wrote it: an id, or a name. */
  readonly service: string | null;
  readonly container: string | null;
  /** The version of the service that the client had before it. */
  readonly version: number | null;
  /** The line again with nothing of the call but its path and what of its query is harmless. */
  readonly line: string;
}

interface Shape {
  readonly about: DaemonLogFact['about'];
  readonly call: RegExp;
  /** What group 1 names. */
  readonly names: 'service' | 'container' | null;
}

const shapes: readonly Shape[] = [
  { about: 'service-create', call: /^POST \/services\/create$/, names: null },
  { about: 'service-write', call: /^POST \/services\/([^/]+)\/update$/, names: 'service' },
  { about: 'service-remove', call: /^DELETE \/services\/([^/]+)$/, names: 'service' },
  {
    about: 'container-kill',
    call: /^POST \/containers\/([^/]+)\/(?:kill|stop|restart)$/,
    names: 'container',
  },
  { about: 'container-kill', call: /^DELETE \/containers\/([^/]+)$/, names: 'container' },
];

/** Parts of a query that say what the call does; a client may repeat the whole spec in the rest of it. */
const harmless = /^(?:version=\d+|rollback=previous|signal=\w+|t=-?\d+|force=\w+)$/;

/** Null when the line tells of no such call. */
export function daemonCallOf(fields: ReadonlyMap<string, string>): DaemonCall | null {
  const told = callIn(fields);
  if (told === null) return null;
  const [path = '', query = ''] = told.url.split('?', 2);
  const call = `${told.method} ${path.replace(/^\/v\d[\d.]*(?=\/)/, '')}`;
  for (const { about, call: shape, names } of shapes) {
    const match = shape.exec(call);
    if (match === null) continue;
    const kept = query.split('&').filter((part) => harmless.test(part));
    const version = kept.find((part) => part.startsWith('version='));
    return {
      about,
      service: names === 'service' ? (match[1] ?? null) : null,
      container: names === 'container' ? (match[1] ?? null) : null,
      version: version === undefined ? null : Number(version.slice('version='.length)),
      line: [
        ...opening(fields),
        told.say([path, ...(kept.length === 0 ? [] : [kept.join('&')])].join('?')),
      ].join(' '),
    };
  }
  return null;
}

interface Told {
  readonly method: string;
  readonly url: string;
  /** The line's own form, with this for the address. */
  readonly say: (url: string) => string;
}

function callIn(fields: ReadonlyMap<string, string>): Told | null {
  const message = fields.get('msg') ?? '';
  const [, method, url] = /^Calling (POST|DELETE) (\S+)$/.exec(message) ?? [];
  if (method !== undefined && url !== undefined)
    return { method, url, say: (kept) => `msg="Calling ${method} ${kept}"` };
  const [, verb] = /^handling (POST|DELETE) request$/.exec(message) ?? [];
  const asked = fields.get('request-url');
  if (verb === undefined || asked === undefined) return null;
  return { method: verb, url: asked, say: (kept) => `msg="${message}" request-url="${kept}"` };
}

function opening(fields: ReadonlyMap<string, string>): readonly string[] {
  const [time, level] = [fields.get('time'), fields.get('level')];
  return [
    ...(time === undefined ? [] : [`time="${time}"`]),
    ...(level === undefined ? [] : [`level=${level}`]),
  ];
}
