// The live page's server, by real requests: who gets the page, who gets nothing, and what news a reader is told.
import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { servePage, type ServedPage } from '../../src/live/serve-page.js';

let served: ServedPage;
afterEach(() => served.close());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

function ask(url: string, options: { method?: string; host?: string } = {}): Promise<Answer> {
  const { method = 'GET', host } = options;
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { method, ...(host === undefined ? {} : { headers: { host } }) },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
        });
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

const begin = async (onReader: (query: string) => void = () => undefined): Promise<ServedPage> => {
  served = await servePage({ page: () => '<p>the page</p>', onReader });
  return served;
};

describe('the live page', () => {
  it('is given to who has its address, and is kept, framed and told on by nobody', async () => {
    const { url } = await begin();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/);
    const { status, text, headers } = await ask(url);
    expect([status, text]).toEqual([200, '<p>the page</p>']);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  it('is refused to a wrong token, one that is cut short, none, and a name that is not this machine’s', async () => {
    const { url } = await begin();
    const { port, pathname } = new URL(url);
    const at = (path: string): string => `http://127.0.0.1:${port}${path}`;
    const wrong = `${pathname.slice(0, -2)}${pathname.at(-2) === 'A' ? 'B' : 'A'}/`;
    for (const path of ['/', wrong, pathname.slice(0, -3), `/x${pathname}`, `${wrong}events`])
      expect([path, (await ask(at(path))).status]).toEqual([path, 403]);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1.evil.example:${port}`,
    ])
      expect([host, (await ask(url, { host })).status]).toEqual([host, 403]);
    expect((await ask(url, { host: `localhost:${port}` })).status).toBe(200);
  });

  it('takes nothing from anybody, and has nothing else', async () => {
    const { url } = await begin();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect([method, (await ask(url, { method })).status]).toEqual([method, 405]);
    expect((await ask(`${url}../../etc/passwd`)).status).toBe(403);
    expect((await ask(`${url}events/x`)).status).toBe(404);
  });

  it('is at another address each time, and on no other address of this machine', async () => {
    const first = (await begin()).url;
    await served.close();
    const { url } = await begin();
    expect(new URL(url).pathname).not.toBe(new URL(first).pathname);
    const others = Object.values(networkInterfaces())
      .flatMap((found) => found ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal);
    for (const { address } of others) expect(await connects(address, Number(new URL(url).port))).toBe(false);
  });

  it('tells its readers what is new, in order, and lets them go when it ends', async () => {
    const told: string[] = [];
    const { url, tell, readers } = await begin((query) => {
      told.push(query);
      served.tell('main', { text: 'two\nlines' });
      served.tell('now', []);
      void served.close();
    });
    const { status, text, headers } = await ask(`${url}events?have=3`);
    expect([status, headers['content-type'], told]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      ['?have=3'],
    ]);
    expect(text).toBe(
      ': news follow\n\nevent: main\ndata: {"text":"two\\nlines"}\n\nevent: now\ndata: []\n\n',
    );
    expect(readers()).toBe(0);
    tell('main', 'to nobody');
  });
});

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (isOpen: boolean) => () => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.on('connect', end(true)).on('error', end(false)).on('timeout', end(false));
  });
}
