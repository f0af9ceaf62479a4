// Locks against other processes: one takes the lock, and is killed or stopped as a test wants.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLocked, ownTag, tryLock, untilLocked } from '../../src/base/file-lock.js';
import { root } from '../cli/driftlab.js';

let folder: string;
let path: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftlab-lock-'));
  path = join(folder, 'x.lock');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const built = pathToFileURL(join(root, 'dist', 'base', 'file-lock.js')).href;

/** Another process that has the lock until it is killed. */
async function holder(): Promise<ChildProcess> {
  const script =
    `const { tryLock } = await import(${JSON.stringify(built)}); if (tryLock(${JSON.stringify(path)}) ` +
    `=== null) process.exit(1); console.log('mine'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', reject);
  });
  return child;
}
const ended = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve) => child.once('exit', resolve));

describe('a lock on a file', () => {
  it('is of one holder at a time, in this process too, and says who that is', () => {
    const lock = tryLock(path);
    lock?.say(ownTag());
    expect(tryLock(path)).toBeNull();
    expect(isLocked(path)).toBe(true);
    expect(readFileSync(path, 'utf8').trim()).toMatch(new RegExp(`^${String(process.pid)}@\\d+$`));
    lock?.release();
    expect([isLocked(path), existsSync(path)]).toEqual([false, false]);
    const again = tryLock(path);
    again?.say('left');
    again?.leave();
    expect([isLocked(path), readFileSync(path, 'utf8').trim()]).toEqual([false, 'left']);
  });

  it(
    'is taken at once where a file lies there that nobody holds: an empty one, or one of a process ' +
      'that is gone',
    () => {
      for (const text of ['', '1@1', `${String(process.pid)}@1`, ownTag()]) {
        writeFileSync(path, text);
        expect(isLocked(path)).toBe(false);
        tryLock(path)?.leave();
      }
    },
  );

  it('is kept while its process lives, stopped or not, and is free once it was killed', async () => {
    const other = await holder();
    expect([tryLock(path), isLocked(path)]).toEqual([null, true]);
    other.kill('SIGSTOP');
    expect(tryLock(path)).toBeNull();
    const gone = ended(other);
    other.kill('SIGKILL');
    await gone;
    expect(isLocked(path)).toBe(false);
  });

  it('is waited for until its holder is gone, and not for longer than the signal says', async () => {
    const other = await holder();
    await expect(untilLocked(path, AbortSignal.timeout(100))).rejects.toThrow('timeout');
    const waiting = untilLocked(path, AbortSignal.timeout(10_000));
    other.kill('SIGKILL');
    (await waiting).release();
  });

  it('goes from one to the next of those who wait, though each removes the file', async () => {
    const order: number[] = [];
    let inside = 0;
    await Promise.all(
      [1, 2, 3, 4, 5].map(async (one) => {
        const lock = await untilLocked(path, AbortSignal.timeout(10_000));
        expect(++inside).toBe(1);
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
        order.push(one);
        inside--;
        lock.release();
      }),
    );
    expect(order.toSorted()).toEqual([1, 2, 3, 4, 5]);
  });
});
