// Files that are made once: what a full disk or a killed driftlab leaves beside them keeps nobody waiting.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cachedFile } from '../../src/engine/images/cached-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftlab-cached-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const soon = (): AbortSignal => AbortSignal.timeout(10_000);
const entry = (made: { count: number }) => ({
  folder,
  name: 'x.tar',
  make: async (path: string) => {
    made.count++;
    await writeFile(path, 'whole');
  },
});

it('is made once, however many ask for it at the same time', async () => {
  const made = { count: 0 };
  const paths = await Promise.all(Array.from({ length: 5 }, () => cachedFile(entry(made), soon())));
  expect([made.count, ...new Set(paths)]).toEqual([1, join(folder, 'x.tar')]);
  expect(readdirSync(folder)).toEqual(['x.tar']);
});

it(
  'is made although an empty lock lies there, or one of a process that is gone, and half a file of ' +
    'such a one goes',
  async () => {
    for (const holder of ['', '1@1']) {
      rmSync(join(folder, 'x.tar'), { force: true });
      writeFileSync(join(folder, 'x.tar.lock'), holder);
      writeFileSync(join(folder, 'x.tar.1@1.part'), 'half');
      writeFileSync(join(folder, 'y.tar.1@1.part'), 'of another file');
      expect(readFileSync(await cachedFile(entry({ count: 0 }), soon()), 'utf8')).toBe('whole');
      expect(readdirSync(folder)).toEqual(['x.tar', 'y.tar.1@1.part']);
    }
  },
);

it('is made by the next who asks when the first could not, as on a full disk, and nothing of that stays', async () => {
  const full = { folder, name: 'x.tar', make: () => Promise.reject(new Error('ENOSPC')) };
  await expect(cachedFile(full, soon())).rejects.toThrow('ENOSPC');
  expect(readdirSync(folder)).toEqual([]);
  expect(readFileSync(await cachedFile(entry({ count: 0 }), soon()), 'utf8')).toBe('whole');
});
