import { existsSync, mkdirSync, readFileSync, readlinkSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dir as tmpDir } from 'tmp-promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMask } from '../../src/base/secrets/index.js';
import {
  createCampaign,
  findCampaign,
  findTrial,
  linkLatest,
  trialNamed,
  openTrialLog,
  parseManifest,
  writeWhole,
} from '../../src/store/index.js';

let folder = '';
let cleanup: () => Promise<void> = () => Promise.resolve();

beforeAll(async () => {
  const made = await tmpDir({ unsafeCleanup: true });
  folder = made.path;
  cleanup = made.cleanup;
});
afterAll(() => cleanup());

describe('results on disk', () => {
  it('names a campaign after time, scenario and seed, and never reuses a folder', () => {
    const first = createCampaign(folder, '2026-11-23T02:15:09.123Z', 'demo', 7);
    const second = createCampaign(folder, '2026-11-23T02:15:09.456Z', 'demo', 7);
    expect([first.folder, second.folder]).toEqual([
      join(folder, '20261123T021509Z-demo-7'),
      join(folder, '20261123T021509Z-demo-7.2'),
    ]);
  });

  it('points latest at the newest, and finds a campaign by link, name and path', () => {
    const files = createCampaign(folder, '2026-11-23T03:00:00.000Z', 'linked', 1);
    writeWhole(files.plan, '{}\n');
    linkLatest(files);
    linkLatest(files);
    expect(readlinkSync(join(folder, 'latest'))).toBe('20261123T030000Z-linked-1');
    for (const name of ['latest', '20261123T030000Z-linked-1'])
      expect(findCampaign(folder, name).folder).toBe(files.folder);
    expect(findCampaign('elsewhere', files.folder).folder).toBe(files.folder);
    expect(findTrial(folder, 'latest/003')).toMatchObject({ id: '003' });
  });

  it('says what campaigns there are when one is not found', () => {
    expect(() => findCampaign(folder, 'nothing')).toThrow('there is no campaign nothing');
    expect(() => findTrial(folder, '003')).toThrow('003 names no trial');
  });

  it('writes whole files in one step and leaves no temporary file', () => {
    const path = join(folder, 'whole', 'file.json');
    writeWhole(path, 'one\n');
    writeWhole(path, 'two\n');
    expect(readFileSync(path, 'utf8')).toBe('two\n');
    expect(readdirSync(join(folder, 'whole'))).toEqual(['file.json']);
  });

  it('masks a value that was made up in a trial from then on, beside all that it masks anyway', () => {
    const files = createCampaign(folder, '2026-11-23T04:00:00.000Z', 'made', 1).trial('001');
    const log = openTrialLog(files, createMask({ envs: [{ MY_TOKEN: 's3cret-x' }] }));
    log.console('Zk41mQpo9a, ');
    log.conceal('Zk41mQpo9a');
    log.conceal('another-value');
    log.console('Zk41mQpo9a, another-value, s3cret-x, secret: plain\n');
    log.append({
      seq: 1,
      atMs: 0,
      wall: '',
      engineAt: null,
      kind: 'gap',
      source: 's',
      mark: 'begin',
      unseenMs: 0,
      reason: 'saw Zk41mQpo9a',
    });
    log.close();
    expect(readFileSync(files.console, 'utf8')).toBe('Zk41mQpo9a, ***, ***, ***, secret: plain\n');
    expect(JSON.parse(readFileSync(files.evidence, 'utf8'))).toMatchObject({ reason: 'saw ***' });
  });

  it('has each line of a journal on disk before the next step, without secrets', () => {
    const files = createCampaign(folder, '2026-11-23T04:00:00.000Z', 'log', 1).trial('001');
    const log = openTrialLog(files, createMask({ envs: [{ MY_TOKEN: 's3cret"x' }] }));
    log.append({
      seq: 1,
      atMs: 0,
      wall: '',
      engineAt: null,
      kind: 'gap',
      source: 's',
      mark: 'begin',
      unseenMs: 0,
      reason: 'saw s3cret"x at https://a:b@h.test/',
    });
    log.console('token s3cret"x\n');
    const line = readFileSync(files.evidence, 'utf8');
    expect(JSON.parse(line)).toMatchObject({ seq: 1, reason: 'saw *** at https://***@h.test/' });
    expect(readFileSync(files.console, 'utf8')).toBe('token ***\n');
    log.close();
    log.append({
      seq: 2,
      atMs: 0,
      wall: '',
      engineAt: null,
      kind: 'gap',
      source: 's',
      mark: 'begin',
      unseenMs: 0,
      reason: 'after the end',
    });
    expect(readFileSync(files.evidence, 'utf8')).toBe(line);
  });

  it('refuses a format it does not know, by name', () => {
    expect(() => parseManifest('{"format": 9}', 'manifest.json')).toThrow(
      'manifest.json has format 9; this driftlab knows format 1',
    );
    expect(() => parseManifest('not json', 'manifest.json')).toThrow('"unreadable"');
  });

  it('finds a trial, and an attempt at one, by its number without zeros', () => {
    const files = createCampaign(folder, '2026-11-23T05:00:00.000Z', 'numbered', 1);
    for (const id of ['003', '003.1', '010']) mkdirSync(files.trial(id).folder, { recursive: true });
    const named = (name: string): string => trialNamed(files, name);
    expect(['3', '003', '03', '3.1', '10', '003.1'].map(named)).toEqual([
      '003',
      '003',
      '003',
      '003.1',
      '010',
      '003.1',
    ]);
    expect(['1', '3.2', '30', 'x', '..', ''].map(named)).toEqual(['1', '3.2', '30', 'x', '..', '']);
  });

  it('takes a folder without a plan for no campaign', () => {
    mkdirSync(join(folder, 'half'));
    writeFileSync(join(folder, 'half', 'manifest.json'), '{}');
    expect(existsSync(join(folder, 'half'))).toBe(true);
    expect(() => findCampaign(folder, 'half')).toThrow('there is no campaign half');
  });
});
