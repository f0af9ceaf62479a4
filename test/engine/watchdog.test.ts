// What the watchdog takes for the end of an engine, and what it does not: a machine that has much to do, and
// a lab that did not run itself.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LabError } from '../../src/base/lab-error.js';
import { watchEngine, type OwnProcess } from '../../src/engine/watchdog.js';

let folder: string;
let server: Server;
/** Questions that wait for an answer; null: they are answered at once. */
let waiting: ServerResponse[] | null;
let asked: () => void;
let end: () => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dl-dog-'));
  waiting = null;
  asked = () => undefined;
  server = createServer((_, response) => {
    if (waiting === null) response.end('OK');
    else waiting.push(response);
    asked();
  });
  await new Promise<void>((resolve) => {
    server.listen(join(folder, 'sock'), resolve);
  });
});

afterEach(async () => {
  end();
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  rmSync(folder, { recursive: true, force: true });
});

interface Dog {
  readonly lost: Promise<LabError>;
  readonly isLost: () => boolean;
}

function watch(
  patch: { readonly processes?: () => readonly OwnProcess[]; readonly starvedMs?: () => number | null } = {},
): Dog {
  let isLost = false;
  const lost = new Promise<LabError>((resolve) => {
    ({ end } = watchEngine({
      engine: 'engine e1',
      socketPath: join(folder, 'sock'),
      processes: () => [],
      starvedMs: () => 0,
      answerMs: 300,
      lookMs: 100,
      ...patch,
      onLost: (reason) => {
        isLost = true;
        resolve(reason);
      },
    }));
  });
  return { lost, isLost: () => isLost };
}

const questions = (count: number): Promise<void> =>
  new Promise((resolve) => {
    let left = count;
    asked = () => {
      if (--left === 0) resolve();
    };
  });

describe('an engine is lost', () => {
  it('when it does not answer, though it takes connections', async () => {
    waiting = [];
    expect(await watch().lost).toMatchObject({
      code: 'engine-lost',
      message: expect.stringMatching(/^engine e1 is lost: it did not answer within \d s$/) as string,
    });
  });

  it('when its socket is gone, though connections that it took before are still there', async () => {
    const dog = watch();
    await questions(1);
    rmSync(join(folder, 'sock'));
    expect((await dog.lost).message).toBe(
      'engine e1 is lost: nobody takes a connection at its socket (ENOENT)',
    );
  });

  it('when a process that it needs has ended', async () => {
    expect(
      (await watch({ processes: () => [{ name: 'containerd', pid: 7, state: 'ended' }] }).lost).message,
    ).toBe('engine e1 is lost: its containerd (process 7) ended');
  });

  it('when one of its processes is stopped, and stays so', async () => {
    expect(
      (await watch({ processes: () => [{ name: 'containerd-shim', pid: 8, state: 'stopped' }] }).lost)
        .message,
    ).toBe('engine e1 is lost: its containerd-shim (process 8) was stopped by a signal');
  });

  it('when it does not answer for very long, starved or not', async () => {
    waiting = [];
    const beganMs = performance.now();
    await watch({ starvedMs: () => performance.now() }).lost;
    expect(performance.now() - beganMs).toBeGreaterThan(900);
  });
});

describe('an engine is not lost', () => {
  it('when it answers late because the machine starves it', async () => {
    waiting = [];
    const dog = watch({ starvedMs: () => performance.now() });
    await questions(1);
    await new Promise((resolve) => {
      setTimeout(resolve, 600);
    });
    expect(dog.isLost()).toBe(false);
    for (const response of waiting.splice(0)) response.end('OK');
    waiting = null;
    await questions(2);
    expect(dog.isLost()).toBe(false);
  });

  it('when the lab itself did not run and so heard no answer', async () => {
    const dog = watch();
    await questions(1);
    const wokeMs = performance.now() + 800;
    while (performance.now() < wokeMs); // as if the lab had been stopped
    await questions(2);
    expect(dog.isLost()).toBe(false);
  });

  it('when a process is stopped in one look and runs in the next', async () => {
    let looks = 0;
    const dog = watch({
      processes: () => [{ name: 'dockerd', pid: 7, state: looks++ % 2 === 0 ? 'stopped' : 'runs' }],
    });
    await questions(3);
    expect(dog.isLost()).toBe(false);
  });
});
