// One request to an engine's API, as any client would send it.
import { request } from 'node:http';

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
}

/** The answer, parsed; throws what the engine said where it refused. */
export function callEngine(socketPath: string, { method, path, body }: Call): Promise<unknown> {
  const text = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const sent = request({ socketPath, path, method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('error', reject);
      answer.once('end', () => {
        const said = Buffer.concat(parts).toString();
        if ((answer.statusCode ?? 500) < 400) resolve(said === '' ? null : (JSON.parse(said) as unknown));
        else reject(new Error(`${method} ${path}: ${String(answer.statusCode)} ${said}`));
      });
    });
    sent.once('error', reject);
    sent.end(text);
  });
}
