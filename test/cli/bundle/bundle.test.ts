// Bundles through the real command line: packed here, judged elsewhere.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { simulatedPlace, type SimulatedPlace } from '../simulated-place.js';

let here: SimulatedPlace;
let elsewhere: SimulatedPlace;
beforeEach(() => {
  [here, elsewhere] = [simulatedPlace(), simulatedPlace()];
});
afterEach(() => {
  here.remove();
  elsewhere.remove();
});

const campaignRun = async (): Promise<void> => {
  const { code } = await here.run(['run', 'simulated.yml', '--trials', '4', '--jobs', '2', '--seed', '3'], {
    rates: { only: 0.5 },
    lost: { only: 0.4 },
  });
  expect(code).toBe(0);
};
/** The bundle is the only thing that goes from here to there. */
const sent = async (what: string, file: string): Promise<string> => {
  const { code, stderr } = await here.run(['report', what, '--bundle', file]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  cpSync(join(here.dir, file), join(elsewhere.dir, file));
  return file;
};
const derived = (folder: string): readonly (readonly [string, string])[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?:verdict|summary)\.json$/.test(path))
    .sort()
    .map((path) => [path, readFileSync(join(folder, path), 'utf8')] as const);
const evidence = (id: string): string => join(here.campaign(), 'trials', id, 'evidence.jsonl');

describe('a campaign in a bundle', () => {
  it('is judged elsewhere to the same bytes, and read by every command that only reads', async () => {
    await campaignRun();
    const file = await sent('latest', 'sent.tar');
    const own = derived(here.campaign());
    expect(own.length).toBeGreaterThan(5); // four trials, attempts that were lost, the summary
    expect(await elsewhere.run(['judge', file])).toMatchObject({
      code: 0,
      stdout: 'judged 4 trials from evidence: every verdict is the same, byte for byte\n',
    });
    extract({ file: join(elsewhere.dir, file), cwd: elsewhere.dir, sync: true });
    const name = here.campaign().split('/').at(-1) ?? '';
    const folder = join(elsewhere.dir, name);
    for (const [path] of own) rmSync(join(folder, path));
    expect((await elsewhere.run(['judge', `./${name}`])).code).toBe(0);
    expect(derived(folder)).toEqual(own);

    const json = async (place: SimulatedPlace, args: readonly string[]): Promise<unknown> =>
      JSON.parse((await place.run([...args, '--json'])).stdout);
    for (const id of ['001', '004'])
      expect(await json(elsewhere, ['explain', `${file}/${id}`])).toEqual(
        await json(here, ['explain', `latest/${id}`]),
      );
    expect((await json(elsewhere, ['report', file])) as object).toMatchObject({
      summary: JSON.parse(own.find(([path]) => path === 'summary.json')?.[1] ?? '') as object,
    });
    expect((await elsewhere.run(['report', file])).stdout).toContain(`driftlab explain ${file}/`);
    expect((await elsewhere.run(['compare', `${file}/only`, `${file}/only`])).code).toBe(0);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('<!doctype html>');
  }, 120_000);

  it('stays as it is, and nothing of it is left on the disk of whoever reads it', async () => {
    await campaignRun();
    const file = await sent('latest', 'sent.tar.gz');
    const before = readFileSync(join(elsewhere.dir, file));
    const scratch = join(elsewhere.dir, 'scratch');
    mkdirSync(scratch);
    const [tmpdir, env] = [process.env['TMPDIR'], process.env];
    env['TMPDIR'] = scratch;
    for (const args of [
      ['judge', file],
      ['report', file],
      ['explain', `${file}/001`],
      ['judge', 'none.tar'],
    ])
      await elsewhere.run(args);
    if (tmpdir === undefined) delete env['TMPDIR'];
    else env['TMPDIR'] = tmpdir;
    expect(readdirSync(scratch)).toEqual([]);
    expect(readFileSync(join(elsewhere.dir, file)).equals(before)).toBe(true);
    expect(existsSync(join(elsewhere.dir, 'results'))).toBe(false);
  }, 60_000);

  it('says which verdicts the rules of today change', async () => {
    await campaignRun();
    const path = join(here.campaign(), 'trials', '002', 'verdict.json');
    const held = readFileSync(path, 'utf8');
    writeFileSync(path, held.replace(/"outcome": "[^"]+"/, '"outcome": "paused"'));
    const file = await sent('latest', 'sent.tar');
    const { stdout } = await elsewhere.run(['judge', file]);
    expect(stdout).toMatch(/1 differ\n {2}002 {2}paused.* -> /);
  }, 60_000);

  it('of one trial has that trial and its lost attempts alone', async () => {
    await campaignRun();
    const file = await sent('latest/002', 'one.tar');
    extract({ file: join(elsewhere.dir, file), cwd: elsewhere.dir, sync: true });
    const [folder] = readdirSync(elsewhere.dir).filter((name) => /^\d{8}T/.test(name));
    const trials = readdirSync(join(elsewhere.dir, folder ?? '', 'trials'));
    expect(trials.every((id) => id.startsWith('002'))).toBe(true);
    expect((await elsewhere.run(['judge', file])).stdout).toContain('judged 1 trial from evidence: every');
    expect((await elsewhere.run(['explain', `${file}/002`])).code).toBe(0);
    expect(await elsewhere.run(['explain', `${file}/001`])).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('has no evidence of a trial 001') as string,
    });
  }, 60_000);
});

describe('a secret', () => {
  it('that the evidence got in spite of all is masked as it is packed, and the verdict is the same', async () => {
    await campaignRun();
    const secret = 'swordfish-4711';
    const journal = readFileSync(evidence('001'), 'utf8').replaceAll(/,"sum":"[0-9a-f]{8}"\}$/gm, '}');
    const planted = journal.replace(/"reflog":\[/, `"reflog":["0000000 ${secret}",`);
    expect(planted).not.toBe(journal);
    writeFileSync(evidence('001'), planted);
    process.env['DEPLOY_TOKEN'] = secret;
    try {
      const packed = await here.run(['report', 'latest', '--bundle', 'sent.tar']);
      expect(packed).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('a secret was masked in trials/001/evidence.jsonl') as string,
      });
    } finally {
      delete process.env['DEPLOY_TOKEN'];
    }
    expect(readFileSync(join(here.dir, 'sent.tar'), 'utf8')).not.toContain(secret);
    cpSync(join(here.dir, 'sent.tar'), join(elsewhere.dir, 'sent.tar'));
    const both = await Promise.all([
      elsewhere.run(['report', 'sent.tar', '--json']),
      here.run(['report', 'latest', '--json']),
    ]);
    const [there, own] = both.map(
      ({ stdout }) => (JSON.parse(stdout) as { readonly summary: object }).summary,
    );
    expect(there).toEqual(own);
  }, 60_000);
});

describe('what cannot be packed or read', () => {
  it('is a sentence', async () => {
    await campaignRun();
    await sent('latest', 'sent.tar');
    writeFileSync(join(here.dir, 'foreign.tar'), 'no tar');
    writeFileSync(join(here.dir, 'cut.tar'), readFileSync(join(here.dir, 'sent.tar')).subarray(0, 9000));
    writeFileSync(join(here.dir, 'text'), 'no journal');
    const sentence = expect.stringMatching(/^driftlab: (?!this is a bug)[^\n]+(\n {2}[^\n]+)?\n$/) as string;
    for (const args of [
      ['report', 'latest', '--bundle', 'file.zip'],
      ['report', 'latest', '--bundle', '/proc/driftlab/x.tar'],
      ['report', 'latest/009', '--bundle', 'x.tar'],
      ['report', 'nothing', '--bundle', 'x.tar'],
      ['judge', 'foreign.tar'],
      ['report', 'cut.tar'],
      ['explain', 'cut.tar/001'],
      ['explain', 'text/001'],
      ['explain', 'sent.tar'],
      ['judge', 'text'],
      ['compare', 'cut.tar/only', 'latest/only'],
    ])
      expect([args, await here.run(args)]).toEqual([
        args,
        expect.objectContaining({ code: 64, stderr: sentence, stdout: '' }),
      ]);
    expect(await here.run(['report', 'latest', '--bundle', 'x.tar', '--json'])).toMatchObject({ code: 64 });
    expect(existsSync(join(here.dir, 'x.tar'))).toBe(false);
  }, 120_000);
});
