// A gate of a check: only upgrades that did not hold put it to the test, and it stops as soon as it knows.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { root } from './driftlab.js';
import { simulatedIn, type Campaign } from './simulated.js';

const { simulated, remove } = simulatedIn('gate-check');
afterAll(remove);

const more = 'checks: { mine: { command: [./wait.sh] } }\n';

function gated(place: string, rate: number, says: 'good' | 'bad'): Promise<Campaign> {
  return simulated({
    place,
    rates: { only: rate },
    says,
    more,
    args: ['gate', 'simulated.yml', '--check', 'mine', '--missed-below', '20%', '--jobs', '8'],
  });
}

it('passes for a check that says bad of what does not hold', async () => {
  const { code, stdout, summary, plan } = await gated('good-check', 1, 'bad');
  expect(code).toBe(0);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'Pass: the upgrade is missed by the check mine in fewer than 20 % of upgrades that do not hold.',
  );
  expect(plan.count).toBe('missed by mine');
  expect(summary.answer.decision).toMatchObject({ answer: 'pass', k: 0, count: 'missed by mine' });
  expect(summary.checks).toMatchObject([{ name: 'mine', missed: { k: 0 } }]);
});

it('fails for one that says good of it', async () => {
  const { code, stdout, summary } = await gated('bad-check', 1, 'good');
  expect(code).toBe(1);
  expect(stdout).toContain('\nFail: ');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('The upgrade was missed by the check mine in');
  expect(summary.answer.decision?.k).toBe(summary.answer.decision?.n);
});

it('cannot tell from upgrades that hold, and says what to do', async () => {
  const { code, stdout, summary } = await gated('nothing-to-miss', 0, 'good');
  expect(code).toBe(2);
  expect(stdout).toContain('gate an arm whose upgrades do not hold');
  expect(summary.arms[0]?.trials).toMatchObject({ valid: 0, inconclusive: 0 });
});

it.each([
  [['--check', 'mine'], 'a gate of a check needs a rate that must be undercut'],
  [['--missed-below', '5%'], 'a gate needs a rate that must be undercut'],
  [[], 'a gate needs a rate that must be undercut'],
  [['--rate-below', '5%', '--check', 'mine', '--missed-below', '5%'], 'not of both'],
  [['--check', 'gard', '--missed-below', '5%'], 'the scenario has no check "gard"'],
])('gate %j is refused with the way out', (args, words) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'dist/cli/main.js'), 'gate', 'checks', '--arm', 'held', ...args],
    { encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 64, stderr: expect.stringContaining(words) as string });
});
