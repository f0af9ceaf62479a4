import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bootEngine } from '../../src/engine/private-engine.js';
import { wearOf, worn } from '../../src/engine/wear.js';

const mebibyte = 1024 ** 2;
const fresh = { mounts: 30, descriptors: 60, daemonBytes: 90 * mebibyte, zombies: 0 };
const dir = mkdtempSync(join(tmpdir(), 'dl-wear-'));
afterAll(() => {
  rmSync(dir, { recursive: true });
});

describe('an engine', () => {
  it('that carries what it did as it was booted is used again, for so many trials', () => {
    expect(worn({ trials: 24, fresh, now: fresh })).toBeNull();
    expect(worn({ trials: 25, fresh, now: fresh })).toBe('it ran 25 trials');
  });

  it.each([
    ['it has 21 mounts more than when it was booted', { mounts: 51 }],
    ['its daemon has 201 files more open than when it was booted', { descriptors: 261 }],
    ['its daemon takes 513 MiB', { daemonBytes: 513 * mebibyte }],
    ['it has 11 zombies', { zombies: 11 }],
  ])('is renewed when %s', (why, more) => {
    expect(worn({ trials: 1, fresh, now: { ...fresh, ...more } })).toBe(why);
  });

  it.each([{ mounts: 50 }, { descriptors: 260 }, { daemonBytes: 512 * mebibyte }, { zombies: 10 }])(
    'is used again with %j',
    (more) => {
      expect(worn({ trials: 1, fresh, now: { ...fresh, ...more } })).toBeNull();
    },
  );
});

it('is found worn as it runs, by the mounts that were left in it', async () => {
  const signal = AbortSignal.timeout(60_000);
  const engine = await bootEngine({ memoryBytes: 64 * mebibyte, stateDir: dir, signal });
  try {
    expect(await wearOf(engine, signal)).toBeNull();
    const mountAll = 'for i in $(seq 25); do mkdir -p /run/left$i && mount -t tmpfs left /run/left$i; done';
    execFileSync('nsenter', [
      '--mount',
      '--target',
      engine.nodes[0].init.split('@')[0] ?? '',
      'sh',
      '-c',
      mountAll,
    ]);
    expect(await wearOf(engine, signal)).toMatch(/^it has 2[5-9] mounts more than when it was booted$/);
  } finally {
    await engine.destroy();
  }
});
