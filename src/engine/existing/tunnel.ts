// A socket of this machine that leads to another machine's engine, through ssh as the user has it set up. It
// ends with driftlab, however that ends: the far end reads from us, and ends when there is nothing to read
// from.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { withDeadline } from '../../base/deadline.js';
import { LabError } from '../../base/lab-error.js';
import { present } from '../../base/assert.js';
import type { Way } from './address.js';

export interface Tunnel {
  /** Aborts with an `engine-lost` LabError when it breaks unasked. */
  readonly broken: AbortSignal;
  readonly close: () => void;
}

/** Name of the socket in its folder. */
export const tunnelSocket = 'far.sock';

const farSocket = '/var/run/docker.sock';
const connectMs = 30_000;
const ready = 'driftlab-ready';
const tailLength = 2000;

/**
 * `folder` is where the socket is put. Throws `engine-boot` with ssh's own words when there is no way
 * through.
 */
export async function openTunnel(
  { host, port }: Extract<Way, { by: 'ssh' }>,
  folder: string,
  signal: AbortSignal,
): Promise<Tunnel> {
  const child = spawn(
    'ssh',
    [
      // Nothing is asked, nothing is shared with other sessions, and a machine that is gone is noticed within
      // seconds.
      '-o',
      'BatchMode=yes',
      '-o',
      'ControlPath=none',
      '-o',
      'ExitOnForwardFailure=yes',
      '-o',
      'ServerAliveInterval=5',
      '-o',
      'ServerAliveCountMax=3',
      '-L',
      `${join(folder, tunnelSocket)}:${farSocket}`,
      ...(port === null ? [] : ['-p', port]),
      '--',
      host,
      `echo ${ready}; exec cat`,
    ],
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  const broken = brokenOf(child, host);
  try {
    await withDeadline(`ssh to ${host}`, connectMs, AbortSignal.any([signal, broken.signal]), () =>
      isReady(child),
    );
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  child.unref();
  return {
    broken: broken.signal,
    close: () => {
      broken.asked();
      child.kill('SIGTERM');
    },
  };
}

function isReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    let said = '';
    present(child.stdout, 'output of ssh').on('data', (data: Buffer) => {
      said = `${said}${data.toString()}`.slice(-tailLength);
      if (said.includes(ready)) resolve();
    });
  });
}

function brokenOf(
  child: ChildProcess,
  host: string,
): { readonly signal: AbortSignal; readonly asked: () => void } {
  const broken = new AbortController();
  let tail = '';
  let asked = false;
  child.stderr?.on('data', (data: Buffer) => {
    tail = `${tail}${data.toString()}`.slice(-tailLength);
  });
  child.stdin?.on('error', () => undefined); // its end shows in the child's
  const end = (how: string): void => {
    if (asked) return;
    const said = tail.trim();
    broken.abort(
      new LabError('engine-lost', `ssh to ${host} ${how}${said === '' ? '' : `: ${said}`}`, {
        hint: `see that \`ssh ${host} docker info\` works without being asked for anything`,
      }),
    );
  };
  child.once('error', (error) => {
    end(`could not be started: ${error.message}`);
  });
  child.once('close', (code) => {
    end(`ended with exit code ${String(code)}`);
  });
  return {
    signal: broken.signal,
    asked: () => {
      asked = true;
    },
  };
}
