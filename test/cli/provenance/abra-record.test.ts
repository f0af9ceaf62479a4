import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { asBefore } from '../../../src/cli/provenance/abra-provenance.js';
import { campaignsWithAbra } from '../../../src/cli/provenance/abra-record.js';
import { driftlab, endStarted, root, withoutEngine, workplaceIn } from '../driftlab.js';

const folder = mkdtempSync(join(tmpdir(), 'driftlab-abra-record-'));
afterAll(() => {
  endStarted();
  rmSync(folder, { recursive: true, force: true });
});

const binary = { path: '/usr/bin/abra', sha256: 'a'.repeat(64), version: '0.13.0-beta' };
const other = { ...binary, sha256: 'b'.repeat(64) };

/** The manifest of a campaign that was really run, with another abra. */
function manifestWith(abra: typeof binary | null): string {
  const manifest = JSON.parse(
    readFileSync(join(root, 'test/report/example-campaign/manifest.json'), 'utf8'),
  ) as { readonly tools: object };
  return JSON.stringify({
    ...manifest,
    tools: { ...manifest.tools, abra: abra === null ? null : { ...abra, others: [], generations: [] } },
  });
}

describe('the abra of earlier campaigns', () => {
  it('is read newest first, past campaigns without abra and folders that are none', () => {
    const results = join(folder, 'results');
    const made = (name: string, manifest: string): void => {
      mkdirSync(join(results, name), { recursive: true });
      writeFileSync(join(results, name, 'manifest.json'), manifest);
    };
    made('20260101T000000Z-a-1', manifestWith(other));
    made('20260102T000000Z-a-1', manifestWith(null));
    made('20260103T000000Z-a-1', manifestWith(binary));
    made('20260104T000000Z-a-1', '{"format": 99}');
    made('not-a-campaign', 'torn');
    expect(campaignsWithAbra(results).map(({ campaign }) => campaign)).toEqual([
      '20260103T000000Z-a-1',
      '20260101T000000Z-a-1',
    ]);
    expect(campaignsWithAbra(join(folder, 'nowhere'))).toEqual([]);
  });

  it('is set beside the one that would deploy now', () => {
    const of = (...abras: readonly (typeof binary)[]): readonly { campaign: string; abra: typeof binary }[] =>
      abras.map((abra, index) => ({ campaign: `c${String(index)}`, abra }));
    expect(asBefore(binary, [])).toEqual([]);
    expect(asBefore(binary, of(binary, binary))).toEqual(['the same as in the last 2 campaigns with abra']);
    expect(asBefore(binary, of(binary, other))).toEqual([
      'the same as in the last campaign with abra',
      'differs from c1: SHA-256 bbbbbbbbbbbb there, aaaaaaaaaaaa here',
    ]);
    expect(asBefore(binary, of(other))).toEqual([
      'differs from c0: SHA-256 bbbbbbbbbbbb there, aaaaaaaaaaaa here',
    ]);
  });
});

describe.skipIf(withoutEngine)('exonerate-abra without abra', () => {
  it('ends before an engine boots, says what is missing, how to get it, and how to run the rest', async () => {
    const cwd = workplaceIn(folder, 'missing');
    const ran = await driftlab(cwd, ['run', 'exonerate-abra'], { ABRA: '/nowhere/abra' });
    expect(ran).toMatchObject({ code: 69, stdout: '' });
    expect(ran.stderr).toContain('ABRA names /nowhere/abra, which is no program');
    expect(ran.stderr).toContain('install-abra.mjs');
    expect(ran.stderr).toContain('2 of 4 arms deploy by it; the others run without: --arm deployer=stack');
  });
});
