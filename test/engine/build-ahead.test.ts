// Build scripts that are run before anything boots, and whose fault it is when they do not work.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildAhead, keptImages, removableImages } from '../../src/engine/index.js';
import { tryLock } from '../../src/base/file-lock.js';
import { present } from '../../src/base/assert.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftlab-ahead-'));
  mkdirSync(join(folder, 'app'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function build(script: string): Promise<void> {
  writeFileSync(join(folder, 'app', 'build'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'app', 'build'), 0o755);
  const image = { from: 'build', tag: 'app:1', path: 'app' } as const;
  return buildAhead([image], folders(), AbortSignal.timeout(10_000));
}
const folders = () => ({ baseDir: folder, cacheDir: join(folder, 'cache') });
const cached = (): readonly string[] => readdirSync(join(folder, 'cache', 'images'));

describe('a build script', () => {
  it('is run once, and what it made is there for the trials', async () => {
    const script = `echo run >> $HOME/../runs; echo tar`;
    await build(script);
    await build(script);
    expect(readFileSync(join(folder, 'runs'), 'utf8')).toBe('run\n');
    expect(cached()).toEqual([expect.stringMatching(/^built-[0-9a-f]+\.tar$/)]);
  });

  it('that ends with an error of its own is bad input, with its last words and the way to run it by hand', async () => {
    await expect(build('echo "no such package" >&2; exit 3')).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(
        /^the build script of image app:1 ended with exit code 3\n {2}no such package\n.*the scenario's own$/,
      ) as string,
      hint: expect.stringContaining('IMAGE_TAG=app:1 ./build') as string,
    });
    expect(cached()).toEqual([]);
  });

  it('that somebody killed, or that cannot be started, is not said to be wrong', async () => {
    await expect(build('kill -9 $$')).rejects.toMatchObject({ code: 'image' });
    writeFileSync(join(folder, 'app', 'build'), '#!/no/such/shell\n');
    const image = { from: 'build', tag: 'app:1', path: 'app' } as const;
    await expect(buildAhead([image], folders(), AbortSignal.timeout(10_000))).rejects.toMatchObject({
      code: 'image',
    });
  });
});

describe('the cache of images', () => {
  it('is told with its size, and emptied but for what is just being made', async () => {
    expect(keptImages(folders().cacheDir)).toBeNull();
    await build('echo 12345');
    const [name = ''] = cached();
    const images = join(folder, 'cache', 'images');
    expect(keptImages(folders().cacheDir)).toEqual({ folder: images, count: 1, bytes: 6 });
    writeFileSync(join(images, 'built-0.tar.1@1.part'), 'half');
    const lock = present(tryLock(join(images, 'built-0.tar.lock')), 'lock');
    expect(removableImages(folders().cacheDir).map(({ path }) => path)).toEqual([join(images, name)]);
    lock.release();
    const removable = removableImages(folders().cacheDir);
    expect(removable).toHaveLength(2);
    for (const { remove } of removable) await remove();
    expect(existsSync(join(images, name))).toBe(false);
    expect(keptImages(folders().cacheDir)).toBeNull();
  });
});
