import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { processor } from '../../src/sources/processor.js';
import { threadsIn, waitsBetween } from '../../src/sources/run-queue.js';
import { fakeEngine } from './fake-engine.js';

const folder = mkdtempSync(join(tmpdir(), 'dl-proc-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Accounts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * A proc file system with these accounts: process, by its number and name, -> thread -> what stands in its
 * schedstat.
 */
function proc(processes: Accounts): string {
  const made = mkdtempSync(join(folder, 'p-'));
  writeFileSync(join(made, 'uptime'), '1 1\n');
  for (const [called, threads] of Object.entries(processes)) {
    const [pid = '', name = ''] = called.split(' ');
    for (const [thread, times] of Object.entries(threads)) {
      mkdirSync(join(made, pid, 'task', thread), { recursive: true });
      writeFileSync(join(made, pid, 'task', thread, 'schedstat'), `${times}\n`);
    }
    writeFileSync(join(made, pid, 'comm'), `${name}\n`);
  }
  return made;
}

function waits(before: Accounts, now: Accounts) {
  return waitsBetween(threadsIn(proc(before)), threadsIn(proc(now)));
}

describe('what threads waited between two looks', () => {
  it('is the sum of all, and the most that one did, with the name of its process', () => {
    const before = { '1 init': { 1: '0 0 1' }, '7 dockerd': { 7: '5000000 1000000 9', 8: '0 0 0' } };
    const now = {
      '1 init': { 1: '0 2000000 2' },
      '7 dockerd': { 7: '9000000 4000000 12', 8: '1000000 40000000 3' },
    };
    expect(waits(before, now)).toEqual({ ownMs: 5, waitedMs: 45, longestMs: 40, longest: 'dockerd' });
  });

  it('counts a thread that is new from its beginning, and one that has ended not at all', () => {
    expect(waits({ '7 a': { 7: '9000000 9000000 1' } }, { '9 b': { 9: '2000000 3000000 1' } })).toEqual({
      ownMs: 2,
      waitedMs: 3,
      longestMs: 3,
      longest: 'b',
    });
  });

  it('takes a number that was given out anew for a new thread', () => {
    expect(waits({ '7 a': { 7: '9000000 9000000 1' } }, { '7 b': { 7: '2000000 3000000 1' } })).toMatchObject(
      { ownMs: 2, waitedMs: 3 },
    );
  });

  it('is nothing where nobody waited', () => {
    expect(waits({}, {})).toEqual({ ownMs: 0, waitedMs: 0, longestMs: 0, longest: '' });
  });

  it('cannot be told where the kernel keeps no account of threads that are there', () => {
    const lacking = proc({ '7 a': { 7: '1 1 1' } });
    rmSync(join(lacking, '7', 'task', '7', 'schedstat'));
    writeFileSync(join(lacking, '7', 'task', '7', 'stat'), '7 (a) S\n');
    expect(() => threadsIn(lacking)).toThrow(/schedstat/);
  });

  it('leaves a process out that ended meanwhile', () => {
    const ended = proc({ '7 a': { 7: '1 1 1' } });
    mkdirSync(join(ended, '8'));
    expect([...threadsIn(ended).keys()]).toEqual(['7']);
  });
});

describe('the source of processors', () => {
  it('says each second who had them, how long the engine waited, and how late the lab was', async () => {
    const fake = await fakeEngine();
    try {
      const { facts, sources } = await fake.attach([processor], { init: `${String(process.pid)}@1` });
      const fact = await facts.until('processor', () => true);
      await sources.detach();
      expect(facts.of('source').map(({ source }) => source)).toContain('processor');
      expect(fact).toMatchObject({
        longestMs: expect.any(Number) as number,
        longest: expect.any(String) as string,
      });
      expect(fact.spanMs).toBeGreaterThanOrEqual(700);
      expect(fact.ownMs).toBeGreaterThan(0);
      expect(fact.waitedMs).toBeGreaterThanOrEqual(fact.longestMs);
      expect(fact.busyMs + fact.stolenMs).toBeLessThanOrEqual((fact.spanMs + 200) * fact.cores);
    } finally {
      await fake.close();
    }
  });

  it('notices that the lab itself was held up', async () => {
    const fake = await fakeEngine();
    try {
      const { facts, sources } = await fake.attach([processor], { init: `${String(process.pid)}@1` });
      await facts.until('processor', () => true);
      const until = performance.now() + 500;
      while (performance.now() < until);
      const late = await facts.until(
        'processor',
        ({ seq }) => seq > present(facts.of('processor')[0], 'first').seq,
      );
      await sources.detach();
      expect(late.labLateMs).toBeGreaterThan(250);
    } finally {
      await fake.close();
    }
  });

  it('is not there for an engine whose processes the lab does not know', async () => {
    const fake = await fakeEngine();
    try {
      const { facts, sources } = await fake.attach([processor]);
      await sources.detach();
      expect(facts.of('source')).toEqual([]);
    } finally {
      await fake.close();
    }
  });
});
