import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Cgroups } from '../../src/engine/cgroups/cgroups.js';
import { cgroupsV1 } from '../../src/engine/cgroups/v1.js';
import { cgroupsV2 } from '../../src/engine/cgroups/v2.js';
import { enginesThatFit, lackOfMemory, memoryRoom, type MemoryRoom } from '../../src/engine/memory-room.js';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;
const folder = mkdtempSync(join(tmpdir(), 'dl-room-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function files(contents: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(join(folder, 'g-'));
  for (const [file, text] of Object.entries(contents)) writeFileSync(join(made, file), `${text}\n`);
  return made;
}

function machineOf(bytes: number): MemoryRoom {
  return { all: bytes, programs: bytes, boundBy: 'machine' };
}

describe('how many engines fit', () => {
  const wanted = { envelopeBytes: 448 * mebibyte, engines: 4 };

  it('is as many as were asked for where there is room', () => {
    expect(enginesThatFit(wanted, machineOf(4 * gibibyte))).toBe(4);
    expect(lackOfMemory(wanted, machineOf(4 * gibibyte))).toBeNull();
  });

  it('goes by what is free: each takes its envelope and its programs, and some is left to others', () => {
    expect(enginesThatFit(wanted, machineOf(256 * mebibyte + 3 * 640 * mebibyte))).toBe(3);
    expect(enginesThatFit(wanted, machineOf(256 * mebibyte + 3 * 640 * mebibyte - 1))).toBe(2);
  });

  it('counts the programs of an engine that is cleaned meanwhile', () => {
    expect(enginesThatFit({ ...wanted, spare: 1 }, machineOf(256 * mebibyte + 3 * 640 * mebibyte))).toBe(2);
  });

  it('counts each of its nodes', () => {
    const three = { ...wanted, nodes: 3 };
    expect(enginesThatFit(three, machineOf(256 * mebibyte + 6 * 640 * mebibyte))).toBe(2);
    expect(enginesThatFit(three, machineOf(256 * mebibyte + 6 * 640 * mebibyte - 1))).toBe(1);
    expect(lackOfMemory({ ...three, engines: 1 }, machineOf(gibibyte))?.message).toContain(
      'an engine takes 3 times 448 MiB of envelope',
    );
  });

  it('is none where not even one fits, and never less', () => {
    expect(enginesThatFit(wanted, machineOf(0))).toBe(0);
  });

  it('is bound by the room for programs where driftlab itself may take little', () => {
    expect(
      enginesThatFit(wanted, {
        all: 20 * gibibyte,
        programs: 256 * mebibyte + 2 * 192 * mebibyte,
        boundBy: 'cgroup',
      }),
    ).toBe(2);
  });
});

describe('what is said when they do not fit', () => {
  it('has the arithmetic and the number that would', () => {
    const lack = lackOfMemory({ envelopeBytes: 448 * mebibyte, engines: 4 }, machineOf(2 * gibibyte));
    expect(lack).toMatchObject({ code: 'engine-boot', hint: expect.stringContaining('--jobs 2') as string });
    expect(lack?.message).toBe(
      '4 engines at a time take 448 MiB of envelope and 192 MiB for its programs each, and this ' +
        'machine has 2 GiB free, of which 256 MiB are left to others',
    );
  });

  it('offers no number where none would', () => {
    expect(lackOfMemory({ envelopeBytes: gibibyte, engines: 2 }, machineOf(gibibyte))?.hint).not.toContain(
      '--jobs',
    );
  });
});

describe('the room in a control group', () => {
  const v1 = cgroupsV1({ memory: folder, cpuacct: null, all: [] });
  const v2 = cgroupsV2(folder);

  it('is what its limit leaves, pages of files not counted, which the kernel gives back first', () => {
    const old = files({
      'memory.limit_in_bytes': '1000',
      'memory.usage_in_bytes': '900',
      'memory.stat': 'inactive_file 1\ntotal_inactive_file 300\ntotal_active_file 100',
    });
    expect(v1.roomIn(old)).toBe(500);
    expect(
      v2.roomIn(
        files({
          'memory.max': '1000',
          'memory.current': '900',
          'memory.stat': 'inactive_file 300\nactive_file 100',
        }),
      ),
    ).toBe(500);
  });

  it('is endless without a limit, on either version', () => {
    expect(
      v1.roomIn(
        files({
          'memory.limit_in_bytes': '9223372036854771712',
          'memory.usage_in_bytes': '900',
          'memory.stat': '',
        }),
      ),
    ).toBe(Infinity);
    expect(v2.roomIn(files({ 'memory.max': 'max', 'memory.current': '900', 'memory.stat': '' }))).toBe(
      Infinity,
    );
    expect(v2.roomIn(files({}))).toBe(Infinity);
  });
});

describe('the room on this machine', () => {
  const groups = (own: number, root: number): Cgroups => ({
    ...cgroupsV1({ memory: '/none', cpuacct: null, all: [] }),
    own: () => ['/none/own', '/none'],
    roomIn: (path) => (path === '/none/own' ? own : root),
  });

  it('is what is free where no group says less', () => {
    expect(memoryRoom(groups(Infinity, Infinity), 500)).toEqual({
      all: 500,
      programs: 500,
      boundBy: 'machine',
    });
  });

  it("leaves the envelopes out of driftlab's own group, in which they are not", () => {
    expect(memoryRoom(groups(100, Infinity), 500)).toEqual({ all: 500, programs: 100, boundBy: 'cgroup' });
  });

  it('is that of the container that all of it runs in', () => {
    expect(memoryRoom(groups(Infinity, 300), 500)).toEqual({ all: 300, programs: 300, boundBy: 'cgroup' });
  });
});
