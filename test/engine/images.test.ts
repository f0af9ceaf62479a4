import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadImages } from '../../src/engine/images/load-images.js';
import { bootEngine, type PrivateEngine } from '../../src/engine/private-engine.js';
import type { ImageSource } from '../../src/scenario/scenario.js';
import { writeTinyImage } from './tiny-image.js';

const dir = mkdtempSync(join(tmpdir(), 'dl-images-'));
const folders = { baseDir: dir, cacheDir: join(dir, 'cache') };
const signal = AbortSignal.timeout(120_000);
const tiny: ImageSource = { tag: 'tiny:1', from: 'build', path: 'tiny' };
let engines: readonly PrivateEngine[] = [];

beforeAll(async () => {
  writeTinyImage(dir);
  const boot = (): Promise<PrivateEngine> =>
    bootEngine({ memoryBytes: 128 * 1024 ** 2, stateDir: dir, signal });
  engines = await Promise.all([boot(), boot()]);
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.destroy()));
  rmSync(dir, { recursive: true });
});

test('an image that two engines ask for at once is built once, and starts as its image.json says', async () => {
  await Promise.all(engines.map((engine) => loadImages(engine, [tiny], folders, signal)));
  expect(readFileSync(join(dir, 'builds'), 'utf8')).toBe('built\n');
  expect(readdirSync(join(dir, 'cache', 'images'))).toHaveLength(1);
  for (const { docker } of engines) {
    const { Config: config } = await docker.getImage('tiny:1').inspect();
    expect(config.Cmd).toEqual(['/bin/sleep', '1000']);
    expect(config.Env).toContain('GREETING=a "quoted" $HOME \\ value');
    expect(config.WorkingDir).toBe('/tmp');
    expect(config.Healthcheck).toEqual({ Test: ['CMD', '/bin/sh', '-c', 'true'], Interval: 1e9, Retries: 2 });
  }
});

test('an image that an engine has is not loaded again, unless its folder changed', async () => {
  const [engine] = engines as [PrivateEngine];
  const before = await engine.docker.getImage('tiny:1').inspect();
  await loadImages(engine, [tiny], folders, signal);
  expect((await engine.docker.getImage('tiny:1').inspect()).Id).toBe(before.Id);
  writeFileSync(join(dir, 'tiny', 'note'), 'changed');
  await loadImages(engine, [tiny], folders, signal);
  expect((await engine.docker.getImage('tiny:1').inspect()).Id).not.toBe(before.Id);
});

test('an image comes from an archive, and an archive without it is an error that says what is there', async () => {
  const [source, target] = engines as [PrivateEngine, PrivateEngine];
  await source.docker.getImage('tiny:1').tag({ repo: 'saved', tag: '2' });
  await pipeline(await source.docker.getImage('saved:2').get(), createWriteStream(join(dir, 'saved.tar')));
  await loadImages(target, [{ tag: 'saved:2', from: 'tar', path: 'saved.tar' }], folders, signal);
  expect((await target.docker.getImage('saved:2').inspect()).Config.Cmd).toEqual(['/bin/sleep', '1000']);
  await expect(
    loadImages(target, [{ tag: 'other:3', from: 'tar', path: 'saved.tar' }], folders, signal),
  ).rejects.toMatchObject({ code: 'image', message: expect.stringContaining('it holds saved:2') as string });
});

test("an image is copied from the host's engine under the tag that the scenario gives it", async () => {
  const [host, target] = engines as [PrivateEngine, PrivateEngine];
  const before = process.env['DOCKER_HOST'];
  process.env['DOCKER_HOST'] = `unix://${host.socketPath}`;
  try {
    await loadImages(target, [{ tag: 'copied:4', from: 'host', name: 'tiny:1' }], folders, signal);
    expect((await target.docker.getImage('copied:4').inspect()).Id).toBe(
      (await host.docker.getImage('tiny:1').inspect()).Id,
    );
    await expect(
      loadImages(target, [{ tag: 'copied:5', from: 'host', name: 'nowhere:1' }], folders, signal),
    ).rejects.toMatchObject({
      code: 'image',
      hint: expect.stringContaining('docker pull nowhere:1') as string,
    });
  } finally {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
  }
});

test('a build script that fails is quoted, and leaves no half image in the cache', async () => {
  const [engine] = engines as [PrivateEngine];
  writeFileSync(join(dir, 'tiny', 'build'), '#!/bin/sh\necho half; echo "no such library" >&2; exit 3\n');
  const cached = readdirSync(join(dir, 'cache', 'images'));
  await expect(loadImages(engine, [{ ...tiny, tag: 'tiny:2' }], folders, signal)).rejects.toMatchObject({
    code: 'image',
    message: 'the build script of image tiny:2 ended with exit code 3\n  no such library',
  });
  expect(readdirSync(join(dir, 'cache', 'images'))).toEqual(cached);
});

test('a wrong image.json is an error that names every problem', async () => {
  const [engine] = engines as [PrivateEngine];
  writeFileSync(join(dir, 'tiny', 'image.json'), '{"cmd": [], "enviroment": {}}');
  await expect(loadImages(engine, [tiny], folders, signal)).rejects.toMatchObject({
    code: 'image',
    message: expect.stringMatching(/cmd: .*enviroment/s) as string,
  });
});
