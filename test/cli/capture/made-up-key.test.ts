// The key of made values: kept in the state folder, for its owner alone.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keptKey, passingKey } from '../../../src/cli/capture/made-up-key.js';

it('is the same for every capture of one state folder, and another for another', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dl-key-'));
  try {
    const [one, again, other] = [
      keptKey(join(folder, 'a', 'b')),
      keptKey(join(folder, 'a', 'b')),
      keptKey(folder),
    ];
    expect([again.id, again.fingerprint('x')]).toEqual([one.id, one.fingerprint('x')]);
    expect(other.id).not.toBe(one.id);
    expect(other.fingerprint('x')).not.toBe(one.fingerprint('x'));
    expect(passingKey().id).not.toBe(passingKey().id);
    expect(statSync(join(folder, 'capture.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'capture.key'), 'utf8')).not.toContain(other.id);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
