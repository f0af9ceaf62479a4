// A few kills of the many that `npm run kills` makes: nothing is left, nothing of others is touched, nothing
// finished is lost.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { endStarted, withoutEngine } from '../cli/driftlab.js';
import { planKills } from './plan-kills.js';
import { runKills } from './run-kills.js';
import { withoutSshd } from './sshd.js';
import { problemsOf } from './table.js';

const folder = mkdtempSync(join(tmpdir(), 'dl-kills-'));
const seed = 12;
const campaignMs = 9000;
const ssh = withoutSshd ? 0 : 1;

afterEach(endStarted);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('kills drawn from a seed', () => {
  it('are the same for the same seed, and others for another', () => {
    const counts = { private: 3, socket: 8, ssh: 8 };
    expect(planKills(1, counts)).toEqual(planKills(1, counts));
    expect(planKills(1, counts)).not.toEqual(planKills(2, counts));
    expect(new Set(planKills(1, counts).map(({ victims }) => victims))).toEqual(
      new Set(['lab', 'both', 'guardian', 'lab, then guardian']),
    );
  });
});

describe.skipIf(withoutEngine)('a campaign that is killed', () => {
  it(
    'leaves nothing after clean, touches nothing of others, loses no verdict, and is ended by resume ' +
      '(seed ' +
      `${String(seed)}${withoutSshd ? '; WITHOUT SSH, for want of sshd: apt-get install openssh-server' : ''})`,
    async () => {
      const killed = await runKills({
        kills: planKills(seed, { private: 2, socket: 3 - ssh, ssh }),
        folder,
        trials: 1,
        campaignMs,
        onEnd: () => undefined,
        enough: new AbortController().signal,
      });
      expect(killed).toHaveLength(5);
      expect(killed.flatMap(problemsOf)).toEqual([]);
    },
    240_000,
  );
});
