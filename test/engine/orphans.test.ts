// What of an engine its record does not lead to: the child of a launcher that died before the child had asked
// to die with it. unshare and dockerd are stand-ins: the one is slow to ask, the other only says that it ran.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { present } from '../../src/base/assert.js';
import { markedProcesses, markOf } from '../../src/engine/engine-mark.js';
import { planEngine, type EngineRecord } from '../../src/engine/engine-record.js';
import { startChain } from '../../src/engine/launch.js';
import { childOf, isAlive, tagOf } from '../../src/engine/processes.js';
import { undoEngine } from '../../src/engine/undo-engine.js';
import { release } from '../../src/engine/waiting.js';
import { withoutEngine } from '../cli/driftlab.js';

let stateDir: string;
let record: EngineRecord;
const children: ChildProcess[] = [];
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'dl-orphans-'));
  const programs = join(stateDir, 'programs');
  mkdirSync(programs);
  for (const [name, script] of Object.entries(standIns))
    writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const planned = planEngine({ memoryBytes: 1, stateDir, programs });
  planned.hold.leave();
  record = planned.record;
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await undoEngine(record);
  rmSync(stateDir, { recursive: true, force: true });
});

/** The child goes on, and has not asked, once there is a file `go` in the engine's folder. */
const standIns = {
  unshare: `real=$(PATH=\${PATH#*:} command -v unshare)
while [ "\${1#--}" != "$1" ]; do shift; done
exec "$real" --net --mount --uts --ipc --pid --fork --mount-proc \\
  sh -c 'while [ ! -e go ]; do sleep 0.01; done; exec "$@"' slow "$@"`,
  dockerd: ': > ran; exec sleep 1000',
};
const within = { timeout: 5000, interval: 10 };

/** A chain whose launcher has its child, which waits for `go`. */
async function begun() {
  const node = present(record.nodes[0], 'node');
  const launcher = startChain({ engine: record, node, index: 0 });
  children.push(launcher);
  release(launcher);
  const tag = present(tagOf(present(launcher.pid, 'pid')), 'launcher');
  await vi.waitUntil(() => childOf(tag) !== null, within);
  return { launcher, go: () => writeFileSync(join(record.folder, 'go'), '') };
}
const hasRun = (): boolean => existsSync(join(record.folder, 'ran'));

it.skipIf(withoutEngine)(
  'a node whose launcher died too soon ends by itself, and starts no daemon',
  async () => {
    const { launcher, go } = await begun();
    launcher.kill('SIGKILL');
    await once(launcher, 'exit');
    expect(markedProcesses(record).length).toBeGreaterThan(0);
    go();
    await vi.waitUntil(() => markedProcesses(record).length === 0, within);
    expect(hasRun()).toBe(false);
  },
);

it.skipIf(withoutEngine)('a node whose launcher lives starts its daemon', async () => {
  const { go } = await begun();
  go();
  await vi.waitUntil(hasRun, within);
});

it.skipIf(withoutEngine)('undoing the engine ends the child of a launcher that is gone', async () => {
  const { launcher } = await begun();
  launcher.kill('SIGKILL');
  await once(launcher, 'exit');
  const orphans = markedProcesses(record);
  await undoEngine(record);
  expect(orphans.length).toBeGreaterThan(0);
  expect(orphans.filter(isAlive)).toEqual([]);
});

it.skipIf(withoutEngine)('undoing it ends nobody who only mentions it, or has a like name', async () => {
  const { folder } = record;
  const others = [
    { words: ['sleep', '1000'], env: markOf({ folder: `${folder}0` }) },
    { words: ['sleep', '1000'], env: { NOTE: `see DRIFTLAB_ENGINE=${folder}` } },
    { words: ['sh', '-c', 'read word', `DRIFTLAB_ENGINE=${folder}`], env: {} },
  ].map(({ words: [program = '', ...rest], env }) =>
    spawn(program, rest, { env: { PATH: process.env['PATH'], ...env }, stdio: 'pipe' }),
  );
  const own = spawn('sleep', ['1000'], { env: { PATH: process.env['PATH'], ...markOf(record) } });
  children.push(...others, own);
  const tags = [own, ...others].map(({ pid }) => tagOf(present(pid, 'pid')) ?? '');
  await undoEngine(record);
  expect(tags.map(isAlive)).toEqual([false, true, true, true]);
});
