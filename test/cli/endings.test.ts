// How the command ends when something else than its work ends it: signals before a campaign begins, errors
// that nobody caught, and readers that go away. Through the real command line, on simulated trials where
// there are any.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './driftlab.js';
import { simulatedPlace, type SimulatedPlace, type Started } from './simulated-place.js';

let place: SimulatedPlace;
beforeEach(() => {
  place = simulatedPlace();
});
afterEach(() => {
  place.remove();
});

const main = join(root, 'dist', 'cli', 'main.js');
const shell = (command: string) =>
  spawnSync('bash', ['-c', `set -o pipefail; ${command}`], {
    cwd: place.dir,
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, MAIN: main },
  });
const untilSaid = ({ child }: Started): Promise<unknown> =>
  new Promise((resolve) => child.stderr?.once('data', resolve));

describe('a signal before the campaign begins', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends with 130: %s',
    async (name) => {
      const started = place.start(['run', 'simulated.yml'], { fault: 'slow' });
      await untilSaid(started);
      started.child.kill(name);
      expect(await started.ended).toMatchObject({ code: 130, stdout: '' });
      expect(started.child.signalCode).toBeNull();
    },
    30_000,
  );
});

describe('an error that nobody caught', () => {
  it.each(['thrown', 'rejected'] as const)(
    'ends with 70, one sentence and what to attach: %s',
    async (fault) => {
      const { code, stderr } = await place.run(['run', 'simulated.yml', '--trials', '1'], { fault });
      expect(code).toBe(70);
      expect(stderr).toMatch(
        /^driftlab: this is a bug in driftlab \(an unexpected error\): nobody caught this\n {2}please report it with the command, the lines below and, of a campaign, the file that `driftlab report CAMPAIGN --bundle bug\.tar` writes .*\nError: nobody caught this\n {4}at /,
      );
      expect((await place.run(['resume'])).code).toBe(0);
    },
    30_000,
  );
});

describe('what is said to nobody', () => {
  it('is lost and nothing else: a reader that goes away hears no complaint', async () => {
    expect((await place.run(['run', 'simulated.yml', '--trials', '2'])).code).toBe(0);
    for (const command of [
      'report',
      'report --json',
      'ls',
      'explain latest/001',
      'plan simulated.yml',
      '--help',
    ]) {
      const { stderr, status } = shell(`"$NODE" "$MAIN" ${command} | true`);
      const complaints = stderr.replaceAll(/^ {2}note: .*\n/gm, '');
      expect([command, status, complaints]).toEqual([command, 0, '']);
    }
  }, 60_000);

  it('on a disk that takes no more is told in a sentence, exit 69', async () => {
    expect((await place.run(['run', 'simulated.yml', '--trials', '2'])).code).toBe(0);
    for (const command of ['report', 'report --json', 'explain latest/001', '--help']) {
      expect([command, shell(`"$NODE" "$MAIN" ${command} > /dev/full`)]).toEqual([
        command,
        expect.objectContaining({
          status: 69,
          stderr: expect.stringMatching(
            /^driftlab: standard output cannot be written: ENOSPC[^\n]*\n$/,
          ) as string,
        }),
      ]);
    }
    expect(shell('"$NODE" "$MAIN" report nothing 2> /dev/full').status).toBe(69);
    expect(shell('"$NODE" "$MAIN" report').status).toBe(0);
  }, 60_000);
});
