// A campaign that runs: who may do what to it meanwhile, what `latest` and `running` name, and what is left
// of one that was killed. Through the real command line on simulated trials.
import { mkdirSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { untilJournal } from './driftlab.js';
import { simulatedPlace, type SimulatedPlace, type Started } from './simulated-place.js';

let place: SimulatedPlace;
beforeEach(() => {
  place = simulatedPlace();
});
afterEach(() => {
  place.remove();
});

const hour = 3_600_000;
/**
 * A campaign of three trials that were not run by the end of its budget, but for the first that lasts as long
 * as the test wants.
 */
async function running(seed: string): Promise<Started> {
  const begun = await place.run([
    'run',
    'simulated.yml',
    '--trials',
    '3',
    '--jobs',
    '1',
    '--seed',
    seed,
    '--budget',
    '1ms',
  ]);
  expect(begun.code).toBe(2);
  const ended = readdirSync(join(place.campaign(`-${seed}`), 'trials')).length;
  const started = place.start(['resume', place.campaign(`-${seed}`)], { heldMs: hour });
  const trial = join(place.campaign(`-${seed}`), 'trials', `00${String(ended + 1)}`);
  // Both are there before anything is written to them, one after the other.
  for (const file of ['evidence.jsonl', 'console.log']) await untilJournal(started, join(trial, file), '');
  return started;
}
const kill = async ({ child, ended }: Started): Promise<void> => {
  child.kill('SIGKILL');
  await ended;
};
const bytesOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => `${path}: ${readFileSync(path, 'utf8')}`)
    .join('\n');

describe('a campaign that runs', () => {
  it('is refused to whoever would write into it, by a sentence that names its process, and stays as it is', async () => {
    const { child } = await running('7');
    const name = basename(place.campaign());
    const before = bytesOf(place.campaign());
    for (const args of [
      ['resume', name],
      ['judge', name],
      ['judge', '--diff', name],
      ['replay', `${name}/001`],
    ]) {
      const ran = await place.run(args);
      expect([args, ran.code, ran.stdout]).toEqual([args, 64, '']);
      expect(ran.stderr).toMatch(
        new RegExp(
          `^driftlab: ${name} is running, by process ${String(child.pid)} since \\d{4}-.*\\n  wait ` +
            'for its end',
        ),
      );
    }
    expect(bytesOf(place.campaign())).toBe(before);
  }, 60_000);

  it('is told as that by report, explain and ls, with how far it is and by whom', async () => {
    const { child } = await running('7');
    const state = new RegExp(`running, [01] of 3, by process ${String(child.pid)}`);
    expect((await place.run(['report', 'running'])).stdout).toMatch(state);
    expect((await place.run(['ls'])).stdout).toMatch(state);
    const [begun] = readdirSync(join(place.campaign(), 'trials'));
    expect((await place.run(['explain', `running/${begun ?? ''}`])).stderr).toMatch(state);
    expect(JSON.parse((await place.run(['report', 'running', '--json'])).stdout)).toMatchObject({
      summary: { state: 'running' },
    });
  }, 60_000);

  it('that is killed keeps nobody out: it is told as gone, is latest, and resume ends it', async () => {
    const started = await running('7');
    await kill(started);
    expect((await place.run(['ls'])).stdout).toMatch(
      new RegExp(`interrupted, [01] of 3, process ${String(started.child.pid)} is gone`),
    );
    expect(await place.run(['report', 'running'])).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('no campaign runs') as string,
    });
    expect((await place.run(['resume'])).code).toBe(0);
    expect(readdirSync(place.campaign())).not.toContain('run.lock');
  }, 60_000);

  it('is not in the way of a lock that names a process id which lives again', async () => {
    expect((await place.run(['run', 'simulated.yml', '--trials', '1'])).code).toBe(0);
    writeFileSync(
      join(place.campaign(), 'run.lock'),
      `{"format":1,"process":"${String(process.pid)}@1","since":"2026-01-01T00:00:00.000Z"}\n`,
    );
    expect((await place.run(['judge'])).code).toBe(0);
  }, 60_000);
});

describe('latest', () => {
  it('is the campaign that ended last, while another runs, and the one that was killed since', async () => {
    expect((await place.run(['run', 'simulated.yml', '--trials', '1', '--seed', '1'])).code).toBe(0);
    const ended = basename(place.campaign('-1'));
    const started = await running('2');
    await expect(place.run(['report', '--json'])).resolves.toMatchObject({
      stdout: expect.stringContaining(`"campaign": "${ended}"`) as string,
    });
    expect((await place.run(['judge', '--json', ended])).code).toBe(0);
    await kill(started);
    expect((await place.run(['report', '--json'])).stdout).toContain(
      `"campaign": "${basename(place.campaign('-2'))}"`,
    );
    expect((await place.run(['resume', ended])).code).toBe(0);
    expect(readlinkSync(join(place.dir, 'results', 'latest'))).toBe(ended);
    expect((await place.run(['report', '--json'])).stdout).toContain(`"campaign": "${ended}"`);
  }, 60_000);

  it('is the first of all from its start, and a name may be cut as long as it means one', async () => {
    await running('7');
    expect((await place.run(['report'])).stdout).toContain('running, ');
    expect((await place.run(['report', basename(place.campaign()).slice(0, 12)])).stdout).toContain(
      'running, ',
    );
    mkdirSync(join(place.dir, 'results', 'other'));
    writeFileSync(join(place.dir, 'results', 'other', 'plan.json'), '{}');
    expect(await place.run(['report', ''])).toMatchObject({ code: 64 });
  }, 60_000);
});
