// Whether the driftlab of a record runs: seen by a lock of the kernel's, across pid namespaces, and not
// guessed where it cannot be seen.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findLeftovers, removeLeftovers } from '../../src/engine/index.js';
import { doubtOf, ownerOf, thisMachine } from '../../src/engine/record-owner.js';
import { planVisit, writeVisit } from '../../src/engine/existing/visit-record.js';
import { withoutEngine } from '../cli/driftlab.js';

const folder = mkdtempSync(join(tmpdir(), 'dl-owner-'));
let stateDir: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  stateDir = mkdtempSync(join(folder, 'state-'));
  vi.stubEnv('TMPDIR', stateDir);
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const gone = '4194304@1'; // one more than the largest pid there can be
const elsewhere = {
  host: 'another-machine',
  boot: '00000000-0000-0000-0000-000000000000',
  namespace: '4026531836',
};

describe('the driftlab of a record', () => {
  it('runs while it holds the record, and is gone as soon as it does not, whatever its pid says', () => {
    const { record, hold } = planVisit(stateDir, { by: 'socket', at: '/nowhere' }, 'engine');
    expect(ownerOf({ ...record, lab: gone })).toBe('runs');
    hold.leave();
    expect(ownerOf(record)).toBe('gone');
    for (const path of [join(stateDir, 'visits'), record.folder])
      expect((statSync(path).mode & 0o777).toString(8), "nobody else's to read").toBe('700');
  });

  it('cannot be known of another machine with the same folder, unless it holds the record', () => {
    const { record, hold } = planVisit(stateDir, { by: 'socket', at: '/nowhere' }, 'engine');
    expect(ownerOf({ ...record, machine: elsewhere })).toBe('runs');
    hold.leave();
    expect(ownerOf({ ...record, machine: elsewhere })).toBe('unknown');
    expect(doubtOf({ ...record, lab: gone, machine: elsewhere })).toBe(
      'its driftlab, pid 4194304, was started on the machine another-machine and may run there still',
    );
  });

  it('is gone when its machine was started anew since', () => {
    const { record, hold } = planVisit(stateDir, { by: 'socket', at: '/nowhere' }, 'engine');
    hold.leave();
    expect(ownerOf({ ...record, machine: { ...elsewhere, host: thisMachine().host } })).toBe('gone');
  });

  it('is known by its pid where a version wrote the record that held none', () => {
    const { record, hold } = planVisit(stateDir, { by: 'socket', at: '/nowhere' }, 'engine');
    hold.leave();
    expect(ownerOf({ ...record, machine: null })).toBe('runs');
    expect(ownerOf({ ...record, lab: gone, machine: null })).toBe('gone');
  });
});

describe('a leftover', () => {
  it.skipIf(withoutEngine)(
    'is nothing that a driftlab in another pid namespace has, until that ends',
    async () => {
      const room = resolve(import.meta.dirname, '../../src/engine/existing/visit-record.ts');
      const script = `const { runnerImport } = await import('vite');
      const { module: { planVisit } } = await runnerImport(${JSON.stringify(room)});
      const kept = planVisit(${JSON.stringify(stateDir)}, { by: 'socket', at: '/nowhere' }, 'engine');
      console.log(kept.record.id);
      setInterval(() => kept, 1000);`;
      const child = spawn(
        'unshare',
        [
          '--pid',
          '--fork',
          '--kill-child',
          '--mount-proc',
          process.execPath,
          '--input-type=module',
          '-e',
          script,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      children.push(child);
      const [id] = (await once(createInterface(child.stdout), 'line')) as [string];
      expect(findLeftovers(stateDir)).toEqual([]);
      child.kill('SIGKILL');
      await vi.waitUntil(() => findLeftovers(stateDir).length > 0, { timeout: 10_000, interval: 20 });
      expect(findLeftovers(stateDir)).toMatchObject([{ path: join(stateDir, 'visits', id), doubt: null }]);
    },
  );

  it('is in doubt when its driftlab may run where that cannot be seen', () => {
    const { record, hold } = planVisit(stateDir, { by: 'socket', at: '/nowhere' }, 'engine');
    hold.leave();
    writeVisit({ ...record, machine: elsewhere });
    mkdirSync(join(stateDir, 'driftlab-4194304-ns1-x'));
    mkdirSync(join(stateDir, `driftlab-4194304-ns${thisMachine().namespace}-x`));
    expect(findLeftovers(stateDir).map(({ doubt }) => doubt)).toEqual([
      expect.stringContaining('on the machine another-machine'),
      expect.stringContaining('of another pid namespace'),
      null,
    ]);
  });

  it('of a record that cannot be read is kept, and does not keep others from going', async () => {
    for (const [name, text] of [
      ['torn', '{"format":1,'],
      ['newer', '{"format":2}'],
    ] as const) {
      mkdirSync(join(stateDir, 'visits', name), { recursive: true });
      writeFileSync(join(stateDir, 'visits', name, 'visit.json'), text);
    }
    mkdirSync(join(stateDir, 'visits', 'never-began'));
    mkdirSync(join(stateDir, 'engines', 'never-began'), { recursive: true });
    const cleanings = await removeLeftovers(findLeftovers(stateDir));
    expect(cleanings.filter(({ failure }) => failure !== null)).toHaveLength(2);
    expect(readdirSync(join(stateDir, 'visits')).sort()).toEqual(['newer', 'torn']);
    expect(readdirSync(join(stateDir, 'engines'))).toEqual([]);
  });
});
