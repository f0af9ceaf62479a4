// Memory that containers could still take, by the control groups above theirs: folders of the test's own.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Cgroups } from '../../../src/engine/cgroups/cgroups.js';
import { freeBeside } from '../../../src/engine/existing/free-beside.js';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
  for (const folder of ['docker/abc', 'engine/def', 'system.slice/docker-fed.scope'])
    mkdirSync(join(root, folder), { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const cgroups = (rooms: Readonly<Record<string, number>>): Cgroups => ({
  version: 1,
  memoryFolder: (name) => (name === '' ? root : join(root, name)),
  cpuFolder: () => null,
  roomIn: (folder) => rooms[folder.slice(root.length + 1)] ?? Infinity,
  own: () => [],
  folders: () => [],
  create: () => undefined,
  limit: () => undefined,
  reclaim: () => Promise.resolve(),
});

it('is what is free on the machine, or what a group above still has room for', () => {
  expect(freeBeside(['abc'], cgroups({ engine: 10 }), 100)).toBe(100);
  expect(freeBeside(['def'], cgroups({ engine: 10 }), 100)).toBe(10);
  expect(freeBeside(['fed'], cgroups({ 'system.slice': 20 }), 100)).toBe(20);
});

it("is not bound by the container's own limit, which the capture has as such", () => {
  expect(freeBeside(['def'], cgroups({ 'engine/def': 1 }), 100)).toBe(100);
});

it('is not known where no container is seen', () => {
  expect(freeBeside(['nobody'], cgroups({}), 100)).toBeNull();
  expect(freeBeside([], cgroups({}), 100)).toBeNull();
  expect(freeBeside(['abc'], null, 100)).toBeNull();
});
