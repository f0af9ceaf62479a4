import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requireDisk } from '../../src/engine/require-disk.js';

test('room is asked for where a folder will be, before it is there', () => {
  expect(() => {
    requireDisk(join(tmpdir(), 'not', 'yet'));
  }).not.toThrow();
});

test('too little room is refused with what there is, what is needed, and the way out', () => {
  expect(() => {
    requireDisk('/proc');
  }).toThrow(
    expect.objectContaining({
      code: 'engine-boot',
      message: 'the disk of /proc, where engines live, has 0 KiB free, and a trial needs 256 MiB',
      hint: expect.stringContaining('DRIFTLAB_STATE') as string,
    }) as Error,
  );
});
