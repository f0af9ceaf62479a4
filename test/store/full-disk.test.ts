// A trial's log on a disk that is full, for which /dev/full stands in: every write to it fails as on one.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LabError } from '../../src/base/lab-error.js';
import { campaignFiles, openTrialLog, writeWhole, type TrialFiles } from '../../src/store/index.js';

let folder: string;
let files: TrialFiles;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftlab-full-'));
  files = campaignFiles(folder).trial('001');
  mkdirSync(files.folder, { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const line = {
  seq: 1,
  atMs: 0,
  wall: '',
  engineAt: null,
  kind: 'source',
  source: 'events',
  state: 'attached',
} as const;
const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('a log on a full disk', () => {
  it('never throws into whatever puts facts on record, and says once that it is lost, and where', () => {
    symlinkSync('/dev/full', files.evidence);
    const log = openTrialLog(files, (text) => text);
    let aborts = 0;
    log.lost.addEventListener('abort', () => {
      aborts++;
    });
    expect(log.lost.aborted).toBe(false);
    for (let seq = 1; seq < 4; seq++) log.append({ ...line, seq });
    log.console('nothing comes after what is lost');
    log.close();
    expect(aborts).toBe(1);
    expect(log.lost.reason).toMatchObject({
      name: 'LabError',
      code: 'results',
      message: `cannot write ${files.evidence}: no space is left on that disk`,
    });
    expect(readFileSync(files.console, 'utf8')).toBe('');
  });

  it('is lost too when only its console cannot be written', () => {
    symlinkSync('/dev/full', files.console);
    const log = openTrialLog(files, (text) => text);
    log.append(line);
    expect(log.lost.aborted).toBe(false);
    log.console('x');
    expect(log.lost.aborted).toBe(true);
    log.close();
  });
});

describe('a path that cannot be written', () => {
  it('is told in a sentence with its name, as the place that it is', () => {
    writeFileSync(join(folder, 'file'), '');
    for (const path of [join(folder, 'file', 'x.json'), '/proc/driftlab/x.json']) {
      expect(
        thrownBy(() => {
          writeWhole(path, '{}');
        }),
      ).toMatchObject({
        name: 'LabError',
        code: 'bad-input',
        message: expect.stringContaining(path) as string,
      });
    }
    mkdirSync(files.evidence);
    const error = thrownBy(() => openTrialLog(files, (text) => text));
    expect(error).toBeInstanceOf(LabError);
    expect(error).toMatchObject({
      code: 'bad-input',
      message: `cannot write ${files.evidence}: it is a folder`,
    });
  });
});
