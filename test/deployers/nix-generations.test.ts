import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { abraOfGenerations } from '../../src/deployers/nix-generations.js';
import { openBench } from '../recipe/bench.js';

let bench: Awaited<ReturnType<typeof openBench>>;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.end();
});

test(
  'the abra of each NixOS generation is listed by its place in the store, oldest first, and its ' +
    'absence too',
  async () => {
    const store = join(await realpath(bench.dir), 'store-abra');
    await writeFile(store, '');
    for (const generation of [11, 4, 3]) {
      const bin = join(bench.dir, `system-${String(generation)}-link`, 'sw', 'bin');
      await mkdir(bin, { recursive: true });
      if (generation > 3) await symlink(store, join(bin, 'abra'));
    }
    await mkdir(join(bench.dir, 'per-user'));
    expect(await abraOfGenerations(bench.dir)).toEqual([
      { generation: 3, path: null },
      { generation: 4, path: store },
      { generation: 11, path: store },
    ]);
    expect(await abraOfGenerations(join(bench.dir, 'nowhere'))).toEqual([]);
  },
);
