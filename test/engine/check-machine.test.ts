import { expect, test } from 'vitest';
import { checkMachine } from '../../src/engine/index.js';

test('every check says what it found, and one that fails says what to do', async () => {
  const checks = await checkMachine();
  const names = checks.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'Linux',
      'root',
      'dockerd',
      'docker-init or tini',
      'memory cgroup',
      'git',
      'IPVS',
    ]),
  );
  for (const { ok, found, hint } of checks) {
    expect(found).not.toBe('');
    expect(hint === null).toBe(ok);
  }
  expect(checks.filter(({ ok, needed }) => needed && !ok)).toEqual([]);
});
