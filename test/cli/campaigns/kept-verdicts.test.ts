// Verdicts that are kept are taken only for what they were judged from, and change nothing but the time it takes.
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openCampaign,
  readVerdicts,
  type StoredCampaign,
} from '../../../src/cli/campaigns/campaign-store.js';
import { keptVerdicts } from '../../../src/cli/campaigns/kept-verdicts.js';
import { rulesHash } from '../../../src/cli/campaigns/rules-hash.js';
import { fingerprint } from '../../../src/store/at-rest.js';
import { readSealed, sha256Of, writeSealed, type Judged } from '../../../src/store/judged-file.js';
import type { Verdict } from '../../../src/verdict/index.js';

const example = fileURLToPath(new URL('../../report/example-campaign', import.meta.url));
let folder = '';
let campaign: StoredCampaign;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'driftlab-kept-')), 'example');
  // Whoever has read the example has kept verdicts beside it.
  cpSync(example, folder, { recursive: true, filter: (path) => !path.endsWith('judged.json') });
  campaign = openCampaign(folder);
});
afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

const evidence = (id: string): string => campaign.files.trial(id).evidence;
/** The file with another outcome in each verdict, sealed as driftlab would: what was trusted shows. */
const plant = (change: (judged: Judged) => Judged = (judged) => judged): void => {
  const judged = readSealed(campaign.files.judged) as Judged;
  const trials = Object.fromEntries(
    Object.entries(judged.trials).map(([id, { journal, verdict }]) => {
      const { runs } = verdict as Verdict;
      return [id, { journal, verdict: { ...(verdict as Verdict), runs: runs.map(planted) } }];
    }),
  );
  writeSealed(campaign.files.judged, change({ ...judged, trials }));
};
const planted = (run: Verdict['runs'][number]): unknown => ({ ...run, outcome: 'planted' });
const trusted = (verdicts: ReadonlyMap<string, Verdict>): readonly string[] =>
  [...verdicts].flatMap(([id, { runs }]) => ((runs[0]?.outcome as string) === 'planted' ? [id] : []));
const all = (): readonly string[] => campaign.plan.trials.map(({ id }) => id);

describe('verdicts that are kept', () => {
  it('are the same as those that are judged anew, the first time and every time', () => {
    const judged = readVerdicts(campaign);
    expect(judged.size).toBe(20);
    for (let time = 0; time < 3; time += 1) expect(keptVerdicts(campaign)).toEqual(judged);
  });

  it('are taken when journal, plan and rules are the same', () => {
    keptVerdicts(campaign);
    plant();
    expect(trusted(keptVerdicts(campaign))).toEqual(all());
    expect(trusted(readVerdicts(campaign))).toEqual([]);
  });

  it('are not taken for a journal of which one byte is another, nor for one that is gone', () => {
    keptVerdicts(campaign);
    plant();
    const text = readFileSync(evidence('003'), 'utf8');
    writeFileSync(evidence('003'), text.replace('"state":"running"', '"state":"runninh"'));
    truncateSync(evidence('004'), 20_000);
    rmSync(evidence('005'));
    const verdicts = keptVerdicts(campaign);
    expect(trusted(verdicts)).toEqual(all().filter((id) => !['003', '004', '005'].includes(id)));
    expect([verdicts.get('003')?.end, verdicts.has('004'), verdicts.has('005')]).toEqual([
      readVerdicts(campaign).get('003')?.end,
      false,
      false,
    ]);
    writeFileSync(evidence('003'), text);
    expect(keptVerdicts(campaign).get('003')).toEqual(readVerdicts(campaign).get('003'));
  });

  it('are not taken for the journal of another trial', () => {
    keptVerdicts(campaign);
    plant();
    cpSync(evidence('001'), evidence('002'));
    expect(trusted(keptVerdicts(campaign))).toEqual(all().filter((id) => id !== '002'));
  });

  it('are not taken when the plan is another, or the rules are', () => {
    keptVerdicts(campaign);
    plant();
    expect(trusted(keptVerdicts(campaign, { rules: 'other rules' }))).toEqual([]);
    keptVerdicts(campaign);
    plant();
    appendFileSync(campaign.files.plan, '\n');
    expect(trusted(keptVerdicts(campaign))).toEqual([]);
  });

  it('are not taken from a file that was changed, cut short, or is of another format', () => {
    keptVerdicts(campaign);
    const text = readFileSync(campaign.files.judged, 'utf8');
    const outcome = text.replaceAll('"outcome":"held"', '"outcome":"planted"');
    for (const damaged of [outcome, text.slice(0, -3000), text.slice(70), '', 'null', '{}']) {
      writeFileSync(campaign.files.judged, damaged);
      expect(keptVerdicts(campaign)).toEqual(readVerdicts(campaign));
    }
    plant((judged) => ({ ...judged, format: 2 }) as Judged);
    expect(trusted(keptVerdicts(campaign))).toEqual([]);
  });

  it('cannot be kept where their file cannot be written, and nothing else comes of it', () => {
    mkdirSync(campaign.files.judged);
    expect(keptVerdicts(campaign)).toEqual(readVerdicts(campaign));
  });

  it('do not pass over a verdict of a later driftlab', () => {
    keptVerdicts(campaign);
    writeFileSync(campaign.files.trial('002').verdict, '{"format":99}');
    expect(() => keptVerdicts(campaign)).toThrow('has format 99; this driftlab knows format 1');
  });
});

it('the rules have a hash of their own, the same each time', () => {
  expect(rulesHash()).toMatch(/^[0-9a-f]{64}$/);
  expect(rulesHash()).toBe(rulesHash());
});

describe('the fingerprint of a campaign at rest', () => {
  const later = (): number => Date.now() + 10_000;

  it('is another after any change in place, also one of the same size whose time is set back', () => {
    const times = new Date('2026-01-01T00:00:00Z');
    const changes: readonly (() => void)[] = [
      () => {
        const text = readFileSync(evidence('003'), 'utf8');
        writeFileSync(evidence('003'), text.replace('running', 'runninh'));
        utimesSync(evidence('003'), times, times);
      },
      () => {
        writeFileSync(campaign.files.trial('004').verdict, '{"format":99}');
      },
      () => {
        rmSync(evidence('005'));
      },
      () => {
        appendFileSync(campaign.files.plan, '\n');
      },
      () => {
        writeFileSync(campaign.files.summary, '{"format":99}');
      },
    ];
    const seen = [fingerprint(campaign.files, later())];
    for (const change of changes) {
      change();
      seen.push(fingerprint(campaign.files, later()));
    }
    expect(new Set(seen).size).toBe(changes.length + 1);
    expect(seen).not.toContain(null);
    expect(fingerprint(campaign.files, later())).toBe(seen.at(-1));
  });

  it('is none while a change is so fresh that the next might have the same time', () => {
    expect(fingerprint(campaign.files, Date.now())).toBe(null);
  });

  it('is kept behind a checksum', () => {
    const path = join(folder, 'sealed');
    writeSealed(path, { a: 1 });
    expect(readSealed(path)).toEqual({ a: 1 });
    writeFileSync(path, readFileSync(path, 'utf8').replace('1}', '2}'));
    expect(readSealed(path)).toBe(null);
    writeFileSync(path, `${sha256Of('x')}\nx\n`);
    expect(readSealed(path)).toBe(null);
  });
});
