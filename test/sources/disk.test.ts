import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { disk } from '../../src/sources/disk.js';
import { fakeEngine, type FakeEngine } from './fake-engine.js';

let fake: FakeEngine;

beforeEach(async () => {
  fake = await fakeEngine();
});
afterEach(() => fake.close());

test("what is left of the engine's disk is on record from the start", async () => {
  const { facts, sources } = await fake.attach([disk], { diskFolder: tmpdir() });
  await sources.detach();
  expect(facts.of('disk')[0]?.freeBytes).toBeGreaterThan(0);
});

test('a file system without room, and without an account of its files, is told as that', async () => {
  const { facts, sources } = await fake.attach([disk], { diskFolder: '/proc' });
  await sources.detach();
  expect(facts.of('disk')).toMatchObject([{ freeBytes: 0, freeInodes: null }]);
});

test('a folder that is gone is a gap, and an engine whose disk is not known has no such source', async () => {
  const { facts, sources } = await fake.attach([disk], { diskFolder: '/nowhere/at/all' });
  await sources.detach();
  expect(facts.of('gap')).toMatchObject([{ source: 'disk', mark: 'begin' }]);
  const other = await fake.attach([disk]);
  await other.sources.detach();
  expect(other.facts.of('source')).toEqual([]);
});
