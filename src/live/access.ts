// Who may look at the live page: whoever knows its address, which has a token that nobody can guess. A page
// of somebody else's that a browser has open must not get at it either, so the name by which it was asked for
// has to be this machine's own.
import { timingSafeEqual } from 'node:crypto';

export interface Asked {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  /** The header `Host`; undefined where there is none. */
  readonly host: string | undefined;
}

export interface Door {
  readonly port: number;
  /** The first part of every path. */
  readonly token: string;
}

export interface Refusal {
  readonly status: 403 | 404 | 405;
  readonly text: string;
}

/** What of the page was asked for, or why nothing of it is given. */
export function answerTo(
  { method, url, host }: Asked,
  { port, token }: Door,
): Refusal | { readonly path: string } {
  const own = [`127.0.0.1:${String(port)}`, `localhost:${String(port)}`];
  if (host === undefined || !own.includes(host)) return { status: 403, text: 'not under this name' };
  const [path = ''] = url.split('?');
  const [, said = '', ...rest] = path.split('/');
  if (!isToken(said, token))
    return { status: 403, text: 'the address that driftlab watch printed has a token' };
  if (method !== 'GET') return { status: 405, text: 'this page can only be read' };
  const asked = rest.join('/');
  return asked === '' || asked === 'events'
    ? { path: asked }
    : { status: 404, text: 'there is no such page' };
}

/** Takes as long for a wrong one as for the right one. */
function isToken(said: string, token: string): boolean {
  const [a, b] = [Buffer.from(said), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
