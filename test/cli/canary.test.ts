// The canary: a failure rate that is known beforehand, since each trial's load is far below or far above what
// the upgrade leaves. The lab is not told; it has to find it, trial by trial and as a rate.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { CampaignSummary } from '../../src/statistics/index.js';
import type { Verdict } from '../../src/verdict/verdict.js';
import { driftlab, endStarted, root, withoutEngine, workplaceIn } from './driftlab.js';

const folder = mkdtempSync(join(tmpdir(), 'driftlab-canary-'));
afterEach(endStarted);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const mib = 1024 ** 2;
/** Between these it may go either way; no trial of the seed lies there. About 102 MiB is the edge. */
const [surelyHolds, surelyFails] = [85 * mib, 130 * mib];
/** Found by trying: the draws of ten trials leave the middle free. */
const seed = '316';

interface Planned {
  readonly trials: readonly { readonly id: string; readonly load: readonly { readonly target: number }[] }[];
}

describe.skipIf(withoutEngine)('the canary', () => {
  it(
    'is found: the trials that were to fail do, by the planted cause, no other does, and the rate lies ' +
      'in the interval',
    async () => {
      const cwd = workplaceIn(folder, 'canary');
      const scenario = join(root, 'scenarios', 'canary.yml');
      const { trials } = JSON.parse(
        (await driftlab(cwd, ['plan', scenario, '--seed', seed, '--json'])).stdout,
      ) as Planned;
      const planted = new Map(trials.map(({ id, load }) => [id, present(load[0], 'load').target]));
      expect([...planted.values()].filter((target) => target > surelyHolds && target < surelyFails)).toEqual(
        [],
      );
      const toFail = [...planted].filter(([, target]) => target >= surelyFails).map(([id]) => id);
      expect(Math.min(toFail.length, planted.size - toFail.length)).toBeGreaterThanOrEqual(3);

      const ran = await driftlab(cwd, ['run', scenario, '--seed', seed, '--jobs', '3']);
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      const latest = join(cwd, 'results', 'latest');
      const verdicts = [...planted.keys()].map(
        (id) => JSON.parse(readFileSync(join(latest, 'trials', id, 'verdict.json'), 'utf8')) as Verdict,
      );
      expect(verdicts.filter(({ runs }) => runs[0]?.drift === true).map(({ trial }) => trial)).toEqual(
        toFail,
      );
      expect(verdicts.filter(({ runs }) => runs[0]?.outcome === 'held').length).toBe(
        planted.size - toFail.length,
      );
      expect(new Set(verdicts.flatMap(({ runs }) => runs[0]?.cause?.kind ?? []))).toEqual(
        new Set(['oom-kill']),
      );
      const { arms } = JSON.parse(readFileSync(join(latest, 'summary.json'), 'utf8')) as CampaignSummary;
      const rate = toFail.length / planted.size;
      const found = present(arms[0]?.drift, 'rate');
      expect([found.k, found.n, found.low <= rate, found.high >= rate]).toEqual([
        toFail.length,
        planted.size,
        true,
        true,
      ]);
    },
  );
});
