// Another program that boots an engine, to be killed or to end before it: a Node process that loads the room
// from source.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

export interface Booted {
  readonly id: string;
  readonly folder: string;
  readonly init: string;
  readonly daemon: string;
  readonly envelopeCgroup: string;
}

const room = resolve(import.meta.dirname, '../../src/engine/index.ts');
const script = `
import { runnerImport } from 'vite';
const { stateDir, keep } = JSON.parse(process.argv[1]);
const { module: { bootEngine, loadImages } } = await runnerImport(${JSON.stringify(room)});
const signal = AbortSignal.timeout(60_000);
const engine = await bootEngine({ memoryBytes: 128 * 1024 ** 2, stateDir, signal, keep });
await loadImages(engine, [{ tag: 'tiny:1', from: 'build', path: 'tiny' }], { baseDir: stateDir, cacheDir: stateDir + '/cache' }, signal);
await (await engine.docker.createContainer({ Image: 'tiny:1' })).start();
const { id, folder, nodes: [{ init, daemon, envelopeCgroup }] } = engine;
console.log(JSON.stringify({ id, folder, init, daemon: daemon(), envelopeCgroup }));
if (!keep) setInterval(() => undefined, 1000);
`;

/** Starts it and resolves when its engine runs a container; the state folder holds the image `tiny`. */
export async function startAnother(
  stateDir: string,
  keep: boolean,
): Promise<{ readonly child: ChildProcess; readonly booted: Booted }> {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', script, JSON.stringify({ stateDir, keep })],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => {
      throw new Error('it ended before its engine was up');
    }),
  ])) as [string];
  return { child, booted: JSON.parse(line) as Booted };
}
