// Results that are damaged, cut short or in the way, through the real command line on simulated trials: every
// command reads them alike.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CampaignSummary } from '../../src/statistics/index.js';
import { simulatedPlace, type SimulatedPlace } from './simulated-place.js';

let place: SimulatedPlace;
beforeEach(() => {
  place = simulatedPlace();
});
afterEach(() => {
  place.remove();
});

const file = (...parts: readonly string[]): string => join(place.campaign(), ...parts);
const evidence = (id: string): string => file('trials', id, 'evidence.jsonl');
const summary = (): CampaignSummary =>
  JSON.parse(readFileSync(file('summary.json'), 'utf8')) as CampaignSummary;
/** Four trials that hold. */
const whole = async (): Promise<void> => {
  expect((await place.run(['run', 'simulated.yml', '--trials', '4', '--jobs', '2'])).code).toBe(0);
};
/** No stack, and the command's name in front. */
const sentence = expect.stringMatching(/^driftlab: (?!this is a bug)[^\n]+(\n {2}[^\n]+)?\n$/) as string;

describe('evidence that is torn', () => {
  const shown = async (): Promise<readonly unknown[]> => {
    const [report, judged, compared, listed] = [
      await place.run(['report', '--json']),
      await place.run(['judge', '--diff', '--json']),
      await place.run(['explain', 'latest/002', '--json']),
      await place.run(['ls', '--json']),
    ];
    const {
      summary: { state, arms },
    } = JSON.parse(report.stdout) as { readonly summary: CampaignSummary };
    return [
      [report.code, state, arms[0]?.sequence],
      (JSON.parse(judged.stdout) as { readonly judged: number }).judged,
      (JSON.parse(compared.stdout) as { readonly verdict?: { readonly end?: string } }).verdict?.end ??
        compared.stdout.includes('aborted'),
      (JSON.parse(listed.stdout) as readonly { readonly state: string }[])[0]?.state,
    ];
  };

  it('is a trial that was not run, for every command alike, and resume runs it again', async () => {
    await whole();
    const text = readFileSync(evidence('002'), 'utf8');
    writeFileSync(evidence('002'), text.slice(0, -100));
    const [report, judged, , listed] = await shown();
    expect(report).toEqual([2, 'interrupted', 'h.hh']);
    expect([judged, listed]).toEqual([3, 'interrupted, 3 of 4']);
    expect((await place.run(['explain', 'latest/002'])).stdout).toContain('inconclusive');
    const again = await place.run(['judge']);
    expect(again.code).toBe(2);
    expect(again.stdout).toContain(
      'judged 3 trials from evidence: their verdicts are the same, byte for byte\n  002  counts as ' +
        'not run: its evidence has no end; `driftlab resume` runs it again\n',
    );
    expect(summary()).toMatchObject({ state: 'interrupted', arms: [{ sequence: 'h.hh' }] });
    expect((await place.run(['resume'])).code).toBe(0);
    expect((await shown())[0]).toEqual([0, 'complete', 'hhhh']);
  }, 60_000);

  it('is missing where the file is, whatever its verdict says', async () => {
    await whole();
    rmSync(evidence('003'));
    expect((await shown())[0]).toEqual([2, 'interrupted', 'hh.h']);
    expect((await place.run(['judge', '--diff'])).stdout).toContain(
      '003  counts as not run: there is a verdict and no evidence',
    );
    expect(await place.run(['explain', 'latest/003'])).toMatchObject({ code: 64, stderr: sentence });
    expect((await place.run(['resume'])).code).toBe(0);
    expect((await shown())[0]).toEqual([0, 'complete', 'hhhh']);
  }, 60_000);

  it('shows nothing where one byte of it is another, and resume makes the trial again and keeps what was', async () => {
    await whole();
    const text = readFileSync(evidence('002'), 'utf8');
    writeFileSync(evidence('002'), text.replace('"state":"running"', '"state":"runninh"'));
    expect((await shown())[0]).toEqual([0, 'complete', 'h?hh']);
    expect((await place.run(['explain', 'latest/002'])).stdout).toMatch(/line \d+ is not as it was written/);
    expect((await place.run(['resume'])).code).toBe(0);
    expect((await shown())[0]).toEqual([0, 'complete', 'hhhh']);
    expect(existsSync(evidence('002.1'))).toBe(true);
    writeFileSync(evidence('002'), text);
    expect((await shown())[0]).toEqual([0, 'complete', 'hhhh']);
  }, 60_000);

  it(
    'that is a folder is a sentence for those who must write there, and a trial that was not run for ' +
      'all others',
    async () => {
      await whole();
      rmSync(evidence('001'));
      mkdirSync(evidence('001'));
      expect((await shown())[0]).toEqual([2, 'interrupted', '.hhh']);
      expect(await place.run(['resume'])).toMatchObject({ code: 64, stderr: sentence });
    },
    60_000,
  );
});

describe('the report', () => {
  /** Each format in which people read it, in one line. */
  const said = async (): Promise<Readonly<Record<string, string>>> => {
    const texts: Record<string, string> = {};
    for (const format of ['terminal', 'markdown', 'html'])
      texts[format] = (await place.run(['report', '--format', format])).stdout.replaceAll(/\s+/g, ' ');
    return texts;
  };
  const each = (texts: Readonly<Record<string, string>>, pattern: RegExp): void => {
    for (const [format, text] of Object.entries(texts))
      expect([format, pattern.test(text)]).toEqual([format, true]);
  };

  it('says of a torn, a missing and an unreadable journal which trial that is, and shows the rest', async () => {
    await whole();
    writeFileSync(evidence('001'), readFileSync(evidence('001'), 'utf8').slice(0, -100));
    rmSync(evidence('002'));
    rmSync(evidence('003'));
    mkdirSync(evidence('003'));
    const texts = await said();
    each(texts, /Trial 001 counts as not run: its evidence has no end: the last line stops in the middle/);
    each(texts, /Trial 002 counts as not run: there is a verdict and no evidence\./);
    each(texts, /Trial 003 counts as not run: its evidence has no end: .*it is a folder/);
    each(texts, /in 0 of 1 valid trial/);
  }, 60_000);

  it('says that the summary is damaged, and goes by the evidence', async () => {
    await whole();
    writeFileSync(file('summary.json'), '{');
    each(await said(), /summary\.json is damaged: what is said here was worked out from the evidence/);
    each(await said(), /in 0 of 4 valid trials/);
  }, 60_000);

  it('has nothing of the kind for a campaign that was stopped, or that is whole', async () => {
    await place.run(['run', 'simulated.yml', '--trials', '4', '--jobs', '1', '--budget', '1ms']);
    each(await said(), /not run/);
    each(await said(), /^(?!.*Damaged)/);
    expect((await place.run(['resume'])).code).toBe(0);
    each(await said(), /^(?!.*Damaged)/);
  }, 60_000);
});

describe('files that are derived', () => {
  it('are made again when they are damaged, and no command goes by them', async () => {
    await whole();
    const good = [file('summary.json'), file('trials', '001', 'verdict.json')].map(
      (path) => [path, readFileSync(path, 'utf8')] as const,
    );
    for (const damage of ['{', 'null', '{"format":1,"runs":[null]}']) {
      for (const [path] of good) writeFileSync(path, damage);
      expect((await place.run(['report'])).code).toBe(0);
      expect(await place.run(['judge'])).toMatchObject({
        code: 0,
        stderr: '',
        stdout: expect.stringContaining('1 differ\n  001') as string,
      });
      for (const [path, text] of good) expect(readFileSync(path, 'utf8')).toBe(text);
    }
  }, 120_000);

  it('are refused by the name of their format when another driftlab wrote them', async () => {
    await whole();
    for (const path of [file('summary.json'), file('trials', '001', 'verdict.json')]) {
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replace('"format": 1', '"format": 99'));
      for (const args of [['judge'], ['resume'], ['explain', 'latest/001']]) {
        expect([args[0], await place.run(args)]).toEqual([
          args[0],
          expect.objectContaining({
            code: 64,
            stderr: expect.stringContaining(`${path} has format 99; this driftlab knows format 1`) as string,
          }),
        ]);
      }
      expect((await place.run(['ls'])).stdout).toContain('has format 99');
      const report = await place.run(['report']);
      expect(report.code).toBe(2);
      expect(report.stdout.replaceAll(/\s+/g, ' ')).toMatch(
        /Damaged .*has format 99; this driftlab knows format 1/,
      );
      expect(report.stdout).toMatch(/only {2}[·✓]✓✓✓/);
      writeFileSync(path, text);
    }
    expect((await place.run(['report'])).code).toBe(0);
  }, 120_000);
});

describe('what cannot be read or written is a sentence:', () => {
  it('a manifest or a plan that is no whole one', async () => {
    await whole();
    for (const [name, text] of [
      ['manifest.json', '{"format":1}'],
      ['manifest.json', '{"format":99}'],
      ['manifest.json', 'x'],
      ['plan.json', '{"format":1}'],
      ['plan.json', ''],
    ] as const) {
      renameSync(file(name), file('kept'));
      writeFileSync(file(name), text);
      for (const args of [['report'], ['resume']])
        expect(await place.run(args)).toMatchObject({ code: 64, stderr: sentence });
      expect((await place.run(['ls'])).code).toBe(0);
      renameSync(file('kept'), file(name));
    }
  }, 120_000);

  it('--out below a file, or where the kernel lets nobody make anything', async () => {
    writeFileSync(join(place.dir, 'file'), '');
    for (const out of ['file', 'file/results', '/proc/driftlab/results']) {
      expect([out, await place.run(['run', 'simulated.yml', '--trials', '1', '--out', out])]).toEqual([
        out,
        expect.objectContaining({ code: 64, stderr: sentence }),
      ]);
      expect([out, await place.run(['report', '--out', out])]).toEqual([
        out,
        expect.objectContaining({ code: 64, stderr: sentence }),
      ]);
    }
  }, 60_000);

  it('a disk that is full: finished trials are kept, and resume does the rest once there is room', async () => {
    expect(
      (await place.run(['run', 'simulated.yml', '--trials', '4', '--jobs', '1', '--budget', '1ms'])).code,
    ).toBe(2);
    const done = summary().arms[0]?.sequence.replaceAll('.', '').length ?? 0;
    const next = `00${String(done + 2)}`;
    mkdirSync(file('trials', next), { recursive: true });
    symlinkSync('/dev/full', evidence(next));
    const full = await place.run(['resume']);
    expect(full).toMatchObject({ code: 69, stderr: sentence });
    expect(full.stderr).toContain('no space is left on that disk');
    rmSync(evidence(next));
    const report = JSON.parse((await place.run(['report', '--json'])).stdout) as {
      readonly summary: CampaignSummary;
    };
    expect(report.summary.arms[0]?.sequence).toBe('h'.repeat(done + 1).padEnd(4, '.'));
    expect((await place.run(['resume'])).code).toBe(0);
  }, 60_000);
});

it('a journal of an older driftlab, without checksums, is read as before', async () => {
  await whole();
  writeFileSync(
    evidence('001'),
    readFileSync(evidence('001'), 'utf8').replaceAll(/,"sum":"[0-9a-f]{8}"\}$/gm, '}'),
  );
  expect((await place.run(['judge', '--diff'])).stdout).toContain('every verdict is the same, byte for byte');
  appendFileSync(evidence('002'), '\n');
  expect((await place.run(['judge', '--diff'])).stdout).toContain('every verdict is the same, byte for byte');
}, 60_000);
