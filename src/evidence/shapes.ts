// The shape of each kind of line, checked when a journal is read: a file is data from outside, also one's own.
// The mapped type makes the compiler ask for one shape for each kind of fact, and for every field of it.
import { z } from 'zod';
import { loadUnits } from '../base/units.js';
import { loadWindows } from '../scenario/scenario.js';
import type { EvidenceOf } from './evidence.js';
import { phases, restartConditions, serviceModes, stopGraceMsByDefault, updateConfigByDefault, type Fact, type ServiceMode } from './fact.js';

const text = z.string();
const number = z.number();
const flag = z.boolean();
const maybeText = text.nullable();
const maybeNumber = number.nullable();
const texts = z.array(text);
const phase = z.enum(phases);
const step = z.enum(['base', 'upgrade']);

const stamped = { seq: z.int().positive(), atMs: number, wall: text, engineAt: maybeText };

const updateConfig = z.object({
  order: z.enum(['start-first', 'stop-first']), failureAction: z.enum(['pause', 'continue', 'rollback']),
  monitorMs: number, parallelism: number, delayMs: number, maxFailureRatio: number,
});

const specView = z.preprocess(withDefaults, z.object({
  stamp: maybeText, version: maybeText, image: text, templateHash: text, taskHash: text, specHash: text,
  mode: z.enum(serviceModes), replicas: maybeNumber, restart: z.enum(restartConditions), healthcheck: flag, stopGraceMs: number,
  updateConfig, rollbackConfig: updateConfig,
}));

const updateView = z.object({ state: text, startedAt: maybeText, completedAt: maybeText, message: text });

type Shapes = { readonly [K in Fact['kind']]: z.ZodType<EvidenceOf<K>> };

export const shapes: Shapes = {
  phase: line('phase', { phase, mark: z.enum(['begin', 'end']) }),
  engine: line('engine', {
    moment: z.enum(['start', 'end']), engine: text, version: text, programs: maybeText, nodeId: text, daemon: maybeText, envelopeBytes: maybeNumber,
    cgroupVersion: z.union([z.literal(1), z.literal(2)]).nullable(),
  }, ofTheMachine),
  source: line('source', { source: text, state: z.enum(['attached', 'detached']) }),
  gap: line('gap', { source: text, mark: z.enum(['begin', 'end']), unseenMs: number, reason: text }, withoutEnd),
  worktree: line('worktree', {
    run: text, step, head: text, dirty: texts, reflog: texts, tags: texts, intendedStamp: text, treeStamp: text,
  }),
  'moved-ref': line('moved-ref', { run: text, step, ref: text, pinned: text, now: maybeText }),
  'deployer-binary': line('deployer-binary', { deployer: text, path: text, sha256: text, version: text }),
  adopted: line('adopted', { run: text, stack: text, service: text, intendedStamp: maybeText }),
  deploy: line('deploy', {
    run: text, step, mark: z.enum(['begin', 'end']), deployer: text, stack: text, stamp: maybeText, exitCode: maybeNumber, failure: maybeText,
  }),
  spec: line('spec', {
    stack: text, service: text, serviceId: text, exists: flag, versionIndex: number, spec: specView, previousSpec: specView.nullable(),
    update: updateView.nullable(), updatedAt: text, seenBy: z.enum(['event', 'poll', 'look']),
  }),
  'service-event': line('service-event', { service: text, serviceId: text, action: text, stateOld: maybeText, stateNew: maybeText }),
  task: line('task', {
    taskId: text, service: text, serviceId: text, slot: maybeNumber, nodeId: maybeText, state: text, desired: text, message: text, err: text,
    exitCode: maybeNumber, containerId: maybeText, image: text, taskHash: text, stamp: maybeText, statusAt: text, createdAt: text, exists: flag,
  }),
  container: line('container', {
    action: z.enum(['create', 'start', 'health', 'oom', 'kill', 'die', 'destroy']), containerId: text, service: text, taskId: text,
    health: maybeText, exitCode: maybeNumber, signal: maybeText,
  }),
  'container-inspect': line('container-inspect', {
    containerId: text, service: text, taskId: text, running: flag, oomKilled: flag, exitCode: number, startedAt: text, finishedAt: text,
    health: maybeText, probes: texts,
  }),
  'task-log': line('task-log', { taskId: text, lines: texts, failure: maybeText.default(null) }),
  'kernel-oom': line('kernel-oom', { containerId: maybeText, process: text, pid: number, rssBytes: maybeNumber, line: text }),
  'daemon-log': line('daemon-log', {
    about: z.enum([
      'rollback', 'pause', 'complete', 'task', 'daemon-start',
      'service-create', 'service-write', 'service-remove', 'write-refused', 'container-kill', 'shim-gone',
    ]),
    serviceId: maybeText, taskId: maybeText, containerId: maybeText, version: maybeNumber, line: text,
  }, ofWritesAlone),
  envelope: line('envelope', { usageBytes: number, limitBytes: number, hits: number, kills: maybeNumber, pressure: maybeNumber }),
  disk: line('disk', { freeBytes: number, freeInodes: maybeNumber }),
  load: line('load', {
    index: number, injector: text, event: z.enum(['planned', 'started', 'full', 'sample', 'ended', 'died']), unit: z.enum(loadUnits),
    target: number, achieved: maybeNumber, note: maybeText,
  }, ofMemory),
  window: line('window', { window: z.enum(loadWindows), mark: z.enum(['open', 'close']) }),
  pressure: line('pressure', { scope: z.enum(['envelope', 'machine']), cpuUs: number, memoryUs: number, ioUs: number }),
  wear: line('wear', {
    trialsBefore: maybeNumber, networks: number, ingressAddresses: maybeNumber, tasks: number, containers: number, mounts: maybeNumber,
    diskFreeBytes: maybeNumber, swapUsedBytes: maybeNumber, cpuPressure: maybeNumber,
  }),
  processor: line('processor', {
    spanMs: number, cores: number, busyMs: number, stolenMs: number, ownMs: number, waitedMs: number, longestMs: number, longest: text, labLateMs: number,
  }),
  naive: line('naive', {
    run: text, moment: z.enum(['healthy', 'end']), healthy: flag, label: maybeText, pass: flag, message: text,
  }),
  checkout: line('checkout', { run: text, by: number, step: z.enum(['base', 'upgrade']), mark: z.enum(['begin', 'end']), stamp: maybeText, failure: maybeText }),
  run: line('run', { run: text, mark: z.enum(['begin', 'end']) }),
  lock: line('lock', { run: text, stack: text, mark: z.enum(['taken', 'released']) }),
  readback: line('readback', { run: text, service: text, found: flag, stamp: maybeText }),
  fault: line('fault', { phase, code: text, message: text }),
  'trial-end': line('trial-end', { end: z.enum(['completed', 'aborted', 'invalid']) }),
};

function line<K extends Fact['kind'], S extends z.ZodRawShape>(kind: K, shape: S, older: (line: unknown) => unknown = (same) => same) {
  return z.preprocess(older, z.object({ ...stamped, kind: z.literal(kind), ...shape }));
}

/** Journals of older driftlabs knew no jobs, and nothing of how a service restarts, stops or rolls back. */
function withDefaults(view: unknown): unknown {
  if (typeof view !== 'object' || view === null || 'mode' in view || !('replicas' in view)) return view;
  const mode: ServiceMode = view.replicas === null ? 'global' : 'replicated';
  return { ...view, mode, restart: 'any', stopGraceMs: stopGraceMsByDefault, rollbackConfig: updateConfigByDefault };
}

/** Journals of older driftlabs knew amounts of memory only. */
function ofMemory(line: unknown): unknown {
  if (typeof line !== 'object' || line === null || !('targetBytes' in line) || !('heldBytes' in line)) return line;
  const { targetBytes: target, heldBytes: achieved, ...rest } = line;
  return { ...rest, unit: 'bytes', target, achieved };
}

/** Older driftlabs made engines of the machine's programs alone. */
function ofTheMachine(line: unknown): unknown {
  return typeof line !== 'object' || line === null || 'programs' in line ? line : { ...line, programs: null };
}

/** Journals of older driftlabs have of clients' calls the writes to services only, with the version in the line alone. */
function ofWritesAlone(line: unknown): unknown {
  if (typeof line !== 'object' || line === null || 'version' in line || !('line' in line)) return line;
  const version = /\/update\?version=(\d+)"/.exec(String(line.line))?.[1];
  return { ...line, containerId: null, version: version === undefined ? null : Number(version) };
}

/**
 * Older driftlabs told of an outage once, when it was noticed, and never of its end. That it ended is then unknown, and the longest
 * that any source could wait for an answer before it knew was ten seconds.
 */
function withoutEnd(line: unknown): unknown {
  return typeof line !== 'object' || line === null || 'mark' in line ? line : { ...line, mark: 'begin', unseenMs: 10_000 };
}
