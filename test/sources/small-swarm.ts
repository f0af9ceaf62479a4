// A real engine with one small service for the tests of sources: a shell that lives, or does what its script
// says.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pause } from '../../src/base/deadline.js';
import { bootEngine, loadImages, type PrivateEngine } from '../../src/engine/index.js';
import type { Evidence, EvidenceOf } from '../../src/evidence/evidence.js';
import type { Fact } from '../../src/evidence/fact.js';
import { nodesOf } from '../../src/scenario/engine-nodes.js';
import type { Emit, Engine } from '../../src/trial/ports.js';

export const stack = 'immi-ad3e33';
export const run = { run: 'r1', stack, domain: `${stack}.driftlab.test`, startAfterMs: 0 };
export const living = 'exec {idle}<> <(:); trap "exit 0" TERM; while :; do read -t 1 -u $idle; done';

export interface SmallSwarm {
  readonly engine: PrivateEngine;
  readonly close: () => Promise<void>;
}

export async function smallSwarm(memoryBytes: number, nodes = 1): Promise<SmallSwarm> {
  const folder = mkdtempSync(join(tmpdir(), 'dl-sources-'));
  const signal = AbortSignal.timeout(60_000);
  const engine = await bootEngine({ memoryBytes, nodes: nodesOf({ nodes }), stateDir: folder, signal });
  const close = async (): Promise<void> => {
    await engine.destroy();
    rmSync(folder, { recursive: true, force: true });
  };
  const path = fileURLToPath(new URL('../../images/load', import.meta.url));
  try {
    await loadImages(
      engine,
      [{ tag: 'driftlab/load:1', from: 'build', path }],
      { baseDir: folder, cacheDir: folder },
      signal,
    );
  } catch (error) {
    await close();
    throw error;
  }
  return { engine, close };
}

/** A start-first service with rollback, stamped, whose only container runs `script`. */
export function serviceSpec(stamp: string, script: string): Record<string, unknown> {
  return {
    Name: `${stack}_app`,
    Labels: { 'com.docker.stack.namespace': stack, [`coop-cloud.${stack}.chaos-version`]: stamp },
    TaskTemplate: {
      ContainerSpec: {
        Image: 'driftlab/load:1',
        Command: ['/bin/bash', '-c', script],
        Labels: { 'com.docker.stack.namespace': stack },
        Env: ['APP_TOKEN=hunter22'],
        Healthcheck: { Test: ['CMD', '/bin/bash', '-c', ':'], Interval: 500e6, Timeout: 2e9 },
      },
    },
    Mode: { Replicated: { Replicas: 1 } },
    UpdateConfig: { Parallelism: 1, FailureAction: 'rollback', Monitor: 8e9, Order: 'start-first' },
    RollbackConfig: { Parallelism: 1, Monitor: 1e9 },
  };
}

export async function create(engine: Engine, spec: Record<string, unknown>): Promise<void> {
  await engine.docker.createService(spec);
}

export async function update(engine: Engine, spec: Record<string, unknown>): Promise<void> {
  const service = engine.docker.getService(`${stack}_app`);
  const { Version } = (await service.inspect()) as { readonly Version: { readonly Index: number } };
  await service.update({ version: Version.Index, ...spec });
}

export interface Recorder {
  readonly lines: readonly Evidence[];
  readonly emit: Emit;
  readonly of: <K extends Fact['kind']>(kind: K) => readonly EvidenceOf<K>[];
  /** Waits until a fact of the kind passes. */
  readonly until: <K extends Fact['kind']>(
    kind: K,
    test: (fact: EvidenceOf<K>) => boolean,
  ) => Promise<EvidenceOf<K>>;
}

export function recorder(signal: AbortSignal): Recorder {
  const lines: Evidence[] = [];
  const of = <K extends Fact['kind']>(kind: K): readonly EvidenceOf<K>[] =>
    lines.filter((line): line is EvidenceOf<K> => line.kind === kind);
  return {
    lines,
    of,
    emit: (fact, engineAt = null, node) => {
      const line = {
        ...fact,
        ...(node === undefined ? {} : { node }),
        seq: lines.length + 1,
        atMs: performance.now(),
        wall: new Date().toISOString(),
        engineAt,
      } as Evidence;
      lines.push(line);
      return line;
    },
    until: async (kind, test) => {
      for (;;) {
        const found = of(kind).find(test);
        if (found !== undefined) return found;
        await pause(20, signal);
      }
    },
  };
}
