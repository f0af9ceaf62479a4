// How many engines this machine can be given now: by what is free, not by what it has, so that the kernel
// never has to kill anything outside an envelope.
import { freemem, totalmem } from 'node:os';
import { LabError } from '../base/lab-error.js';
import { formatBytes } from '../base/units.js';
import type { Cgroups } from './cgroups/cgroups.js';
import { findCgroups } from './cgroups/index.js';

/** What a node's own programs take beside its envelope, the client that deploys to it among them. */
const programsBytes = 192 * 1024 ** 2;
/** What is left to driftlab itself and to everybody else. */
const reserveBytes = 256 * 1024 ** 2;

/** What is free, in bytes, and what sets that limit. */
export interface MemoryRoom {
  /** For envelopes and programs together. */
  readonly all: number;
  /** For programs alone: they are in driftlab's own control group, and the envelopes are not. */
  readonly programs: number;
  readonly boundBy: 'machine' | 'cgroup' | 'size';
}

/** As if nothing else ran on this machine. */
export function wholeMachine(): MemoryRoom {
  return { all: totalmem(), programs: totalmem(), boundBy: 'size' };
}

export interface WantedMemory {
  /** Of one node. */
  readonly envelopeBytes: number;
  /** Of one engine; left out: one. */
  readonly nodes?: number;
  /** Engines with trials on them at a time. */
  readonly engines: number;
  /** Engines without a trial, such as one that is cleaned. */
  readonly spare?: number;
}

export function memoryRoom(cgroups: Cgroups | null = findCgroups(), free = freemem()): MemoryRoom {
  if (cgroups === null) return { all: free, programs: free, boundBy: 'machine' };
  const root = cgroups.roomIn(cgroups.memoryFolder(''));
  const own = Math.min(...cgroups.own().map(cgroups.roomIn));
  return {
    all: Math.min(free, root),
    programs: Math.min(free, root, own),
    boundBy: Math.min(root, own) < free ? 'cgroup' : 'machine',
  };
}

/** How many trials at a time fit, `engines` at the most: 0 when not even one does. */
export function enginesThatFit(
  { envelopeBytes, nodes = 1, engines, spare = 0 }: WantedMemory,
  room: MemoryRoom,
): number {
  const spareBytes = reserveBytes + spare * nodes * programsBytes;
  const most = Math.min(
    (room.all - spareBytes) / (nodes * (envelopeBytes + programsBytes)),
    (room.programs - spareBytes) / (nodes * programsBytes),
  );
  return Math.max(0, Math.min(engines, Math.floor(most)));
}

/** Null when there is room for all of them; else what to say, and the way out. */
export function lackOfMemory(wanted: WantedMemory, room: MemoryRoom = memoryRoom()): LabError | null {
  const { envelopeBytes, nodes = 1, engines } = wanted;
  const fits = enginesThatFit(wanted, room);
  if (fits >= engines) return null;
  const ofNode = `${formatBytes(envelopeBytes)} of envelope and ${formatBytes(programsBytes)} for its programs`;
  const one = nodes === 1 ? ofNode : `${String(nodes)} times ${ofNode} (one for each node)`;
  const asked =
    engines === 1 ? `an engine takes ${one}` : `${String(engines)} engines at a time take ${one} each`;
  const where = room.boundBy === 'cgroup' ? 'the control group that driftlab runs in' : 'this machine';
  const free = `${formatBytes(Math.max(0, Math.min(room.all, room.programs)))}${room.boundBy === 'size' ? '' : ' free'}`;
  return new LabError(
    'engine-boot',
    `${asked}, and ${where} has ${free}, of which ${formatBytes(reserveBytes)} are left to others`,
    {
      hint:
        fits > 0
          ? `Use --jobs ${String(fits)}, make engine.private.memory smaller, or end something.`
          : 'Make engine.private.memory smaller, or end something.',
    },
  );
}
