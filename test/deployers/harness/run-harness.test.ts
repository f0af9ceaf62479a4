// A harness of somebody's own as it is run: whatever it does, it ends, nothing of it stays, and what is taken
// for its word is its word.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runHarness } from '../../../src/deployers/harness/run-harness.js';
import type { ReportRule } from '../../../src/scenario/harness.js';
import type { HarnessEnd, HarnessRequest } from '../../../src/trial/ports.js';
import { requestIn } from '../request.js';

let dir: string;
let engine: Server;
let said: string[];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'dl-'));
  said = [];
  engine = createServer((_, outgoing) => {
    outgoing.end(JSON.stringify({ Spec: { Name: 'disc-abc123_app' } }));
  });
  await new Promise<void>((resolve) => engine.listen(join(dir, 'real.sock'), resolve));
});
afterEach(() => {
  engine.closeAllConnections();
  engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const rule: ReportRule = {
  file: 'results.json',
  at: ['upgrade'],
  good: ['pass'],
  bad: ['fail'],
  least: null,
};

interface How extends Partial<Pick<HarnessRequest, 'onUpdate' | 'timeoutMs'>> {
  readonly report?: ReportRule | null;
}

/** Runs a script of the shell to its end; 0 is its word unless there is a rule for a report. */
function run(body: string, { report = null, timeoutMs = 20_000, onUpdate }: How = {}): Promise<HarnessEnd> {
  writeFileSync(join(dir, 'ci.sh'), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  const plain = requestIn(dir, { lines: said, socketPath: join(dir, 'real.sock') });
  const nothing = (): Promise<void> => Promise.resolve();
  const checks = [{ name: 'harness', check: 'harness', timeoutMs, options: report }];
  const deployment = { timeoutMs, options: ['./ci.sh'], stamp: 'none' } as const;
  const settings = { ...plain.settings, deployer: 'command', deployment, checks };
  return runHarness(
    { ...plain, settings, timeoutMs, onCreation: nothing, onUpdate: onUpdate ?? nothing, onRemoval: nothing },
    AbortSignal.timeout(30_000),
  );
}

/** A client that posts an update and waits for the answer. */
const updates =
  `'${process.execPath}' -e 'require("node:http").request({ socketPath: process.env.DRIFTLAB_SOCKET, ` +
  `method: "POST", path: "/services/a/update" }, (answer) => answer.resume()).end()'`;

describe('its word', () => {
  it.each([
    ['exit 0', 'good', 0],
    ['exit 3', 'bad', 3],
  ] as const)('is its exit code where it has no report: %s', async (body, answer, exitCode) => {
    expect(await run(body)).toMatchObject({ answer, exitCode, failure: null, endedWith: exitCode });
  });

  it.each<readonly [string, string, 'good' | null, RegExp | null]>([
    ['a report', `echo '{ "upgrade": "pass" }' > results.json`, 'good', null],
    [
      'a link in its folder',
      `echo '{ "upgrade": "pass" }' > 1.json; ln -s 1.json results.json`,
      'good',
      null,
    ],
    ['no report', 'true', null, /^it wrote no report results.json, and ended with exit code 0$/],
    ['a torn report', `printf '{ "upgrade": "pa' > results.json`, null, /^its report is no JSON$/],
    ['an empty report', ': > results.json', null, /^its report is no JSON$/],
    ['bytes that are no text', `printf '\\377\\376\\000' > results.json`, null, /^its report is no JSON$/],
    [
      'a huge report',
      'truncate -s 17M results.json',
      null,
      /^its report results.json has 17 MiB, more than 16/,
    ],
    [
      'a huge word',
      `{ printf '{ "upgrade": "'; head -c 1000000 /dev/zero | tr '\\0' x; printf '" }'; } > results.json`,
      null,
      /^its report says "x{79}… at upgrade, which is neither good nor bad$/,
    ],
    ['a folder', 'mkdir results.json', null, /^its report results.json (is no plain file|cannot be read)/],
    [
      'a pipe that nobody writes to',
      'mkfifo results.json',
      null,
      /^its report results.json is no plain file/,
    ],
    ['a link out of its folder', 'ln -s /etc/passwd results.json', null, /is a link out of the folder/],
    ['a report elsewhere', `echo '{ "upgrade": "pass" }' > ../results.json`, null, /^it wrote no report/],
  ])('is what its report says, and nothing else: %s', async (_, body, answer, failure) => {
    const end = await run(`cd "$DRIFTLAB_SCRATCH"\n${body}`, { report: rule });
    expect(end).toMatchObject({ answer, exitCode: 0 });
    if (failure === null) expect(end.failure).toBeNull();
    else expect(end.failure).toMatch(failure);
  });

  it('is none where a signal ended it, though its report says one', async () => {
    const body = `echo '{ "upgrade": "pass" }' > "$DRIFTLAB_SCRATCH/results.json"; kill -KILL $$`;
    expect(await run(body, { report: rule })).toMatchObject({
      answer: null,
      exitCode: null,
      failure: 'ended by SIGKILL',
      endedWith: 137,
    });
  });
});

describe('its end', () => {
  it('comes at its timeout, whatever it does about it, and nothing of it stays', async () => {
    const body = `trap '' TERM; echo $$ > "${dir}/pid"; while :; do sleep 1; done`;
    const end = await run(body, { timeoutMs: 300 });
    expect(end).toMatchObject({ answer: null, endedWith: 124, failure: 'it had not ended after 300 ms' });
    expect(isAlive(readFileSync(join(dir, 'pid'), 'utf8').trim())).toBe(false);
  });

  it('is that of what it left running in a session of its own too', async () => {
    await run(
      `setsid sh -c 'echo $$ > "${dir}/pid"; exec sleep 300' >&- 2>&- & while [ ! -s "${dir}/pid" ]; do :; done`,
    );
    expect(isAlive(readFileSync(join(dir, 'pid'), 'utf8').trim())).toBe(false);
  });

  it('does not come later for all that it writes, and what is kept of that is bounded', async () => {
    expect(await run('head -c 20000000 /dev/zero | tr "\\0" x; yes | head -c 20000000')).toMatchObject({
      answer: 'good',
    });
    expect(said.join('').length).toBeLessThan(2 * 1024 ** 2);
  });

  it('is not hastened by the time in which the lab holds a write of it', async () => {
    const onUpdate = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3000));
    const end = await run(updates, { timeoutMs: 2000, onUpdate });
    expect(end).toMatchObject({ answer: 'good', failure: null });
  });

  it("comes with the lab's own, with its connections cut", async () => {
    const held = vi.fn(() => Promise.reject(new Error('the lab cannot go on')));
    expect(await run(updates, { onUpdate: held })).toMatchObject({ answer: 'bad' });
    expect(held).toHaveBeenCalledOnce();
  });
});

it('a program that is not there is said to be missing', async () => {
  rmSync(join(dir, 'ci.sh'), { force: true });
  const started = run('true');
  rmSync(join(dir, 'ci.sh'));
  await expect(started).rejects.toMatchObject({ code: 'missing-tool' });
});

/** What has ended may still wait for somebody to ask how. */
function isAlive(pid: string): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
