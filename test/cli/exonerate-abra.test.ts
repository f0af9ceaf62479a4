// Whole upgrades by the deployer `abra` on a real engine, with a stand-in in abra's place: how the lab drives
// and judges them, and nothing of abra itself. The same with abra is in with-abra.test.ts.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { standInAbra } from '../deployers/stand-in.js';
import { driftlab, endStarted, root, withoutEngine, workplaceIn } from './driftlab.js';

const folder = mkdtempSync(join(tmpdir(), 'driftlab-exonerate-'));
const scenarios = join(root, 'scenarios');

afterEach(endStarted);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The scenario that comes with driftlab, with a load under which the head is always killed. */
function withHeavyLoad(cwd: string): string {
  const path = join(cwd, 'exonerate.yml');
  const text = readFileSync(join(scenarios, 'exonerate-abra.yml'), 'utf8');
  writeFileSync(
    path,
    text
      .replaceAll('../images', join(root, 'images'))
      .replace('recipes/discourse', join(scenarios, 'recipes/discourse'))
      .replace('60..140MiB', '140MiB'),
  );
  return path;
}

describe.skipIf(withoutEngine)('exonerate-abra with a stand-in for abra', () => {
  it(
    'has upgrades that hold and that are rolled back by both deployers, and says that the drift is ' +
      'there without abra too',
    async () => {
      const cwd = workplaceIn(folder, 'both');
      const ran = await driftlab(cwd, ['run', withHeavyLoad(cwd), '--trials', '1', '--jobs', '2'], {
        ABRA: await standInAbra(folder),
      });
      expect(ran).toMatchObject({ code: 0 });
      expect(ran.stdout).toContain('abra: load=short drifted in 1 of 1 by stack and in 1 of 1 by abra.');
      expect(ran.stdout).toContain(
        'the deployer, the tree: deployed stamp = intended stamp in 2 of 2 valid trials',
      );
      expect(ran.stdout).toContain(
        'the tree: it gave the intended stamp when it was deployed in 2 of 2 valid trials',
      );
      expect(ran.stdout).toContain('abra 0.0.0-stand-in (SHA-256 ');
      const trials = join(cwd, 'results', 'latest', 'trials');
      const ended = readdirSync(trials).map(
        (id) =>
          JSON.parse(readFileSync(join(trials, id, 'verdict.json'), 'utf8')) as {
            arm: string;
            runs: { outcome: string; component: string | null }[];
          },
      );
      expect(
        Object.fromEntries(
          ended.map(({ arm, runs }) => [arm, `${runs[0]?.outcome ?? ''} ${runs[0]?.component ?? 'nobody'}`]),
        ),
      ).toEqual({
        'stack+calm': 'held nobody',
        'abra+calm': 'held nobody',
        'stack+short': 'rolled-back swarm',
        'abra+short': 'rolled-back swarm',
      });
      expect(readdirSync(join(cwd, 'tmp'))).toEqual([]);
    },
  );
});
