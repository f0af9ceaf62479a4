import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bootEngine } from '../../src/engine/private-engine.js';
import { isAlive } from '../../src/engine/processes.js';

const stateDir = mkdtempSync(join(tmpdir(), 'dl-engine-'));
const signal = AbortSignal.timeout(60_000);
const memoryBytes = 256 * 1024 ** 2;

afterAll(() => { rmSync(stateDir, { recursive: true }); });

test('an engine boots as a swarm that keeps every task record, and leaves nothing when destroyed', async () => {
  const engine = await bootEngine({ memoryBytes, stateDir, signal });
  const swarm = await engine.docker.swarmInspect();
  expect(swarm.Spec.Orchestration.TaskHistoryRetentionLimit).toBe(-1);
  await engine.destroy();
  expect(isAlive(engine.init)).toBe(false);
  expect(existsSync(engine.envelopeCgroup ?? '')).toBe(false);
  expect(readdirSync(join(stateDir, 'engines'))).toEqual([]);
  expect(engine.lost.aborted).toBe(false);
});
