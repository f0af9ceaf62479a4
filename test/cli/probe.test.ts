// The command `probe` on real engines with a stand-in for abra: nothing here shows anything of abra itself.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { standInAbra } from '../deployers/stand-in.js';
import { driftlab, endStarted, withoutEngine, workplaceIn } from './driftlab.js';

const folder = mkdtempSync(join(tmpdir(), 'driftlab-probe-'));

afterEach(endStarted);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const workplace = (name: string): string => workplaceIn(folder, name);

describe.skipIf(withoutEngine)('driftlab probe', () => {
  it(
    'says how many stamps are as intended, with the binary in the manifest, and leaves neither process ' +
      'nor folder after thirty',
    async () => {
      const cwd = workplace('held');
      const ran = await driftlab(cwd, ['probe', 'stamp-probe', '--trials', '10', '--jobs', '2'], {
        ABRA: await standInAbra(folder),
      });
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      expect(ran.stdout).toContain('30 of 30 stamps as intended.');
      expect(ran.stdout).toContain('abra 0.0.0-stand-in (SHA-256 ');
      const manifest = JSON.parse(readFileSync(join(cwd, 'results', 'latest', 'manifest.json'), 'utf8')) as {
        readonly tools: unknown;
      };
      expect(manifest.tools).toMatchObject({
        abra: {
          version: '0.0.0-stand-in',
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
          others: [],
          generations: [],
        },
      });
      expect((await driftlab(cwd, ['judge', '--diff'])).stdout).toContain(
        'every verdict is the same, byte for byte',
      );
      expect((await driftlab(cwd, ['explain', 'latest/001'])).stdout).toMatch(
        /the deployer took [0-9a-f]{8}, then the head deploy ended with exit code 1: FATA secret/,
      );
      expect(readdirSync(join(cwd, 'state', 'engines'))).toEqual([]);
      expect(readdirSync(join(cwd, 'tmp'))).toEqual([]);
    },
  );

  it('ends with 1 when a stamp is wrong, and names the deployer', async () => {
    const ran = await driftlab(
      workplace('wrong'),
      ['probe', 'stamp-probe', '--trials', '1', '--arm', 'copy'],
      { ABRA: await standInAbra(folder, 'wrong-version') },
    );
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('0 of 1 stamp as intended.');
    expect(ran.stdout).toContain('wrong-stamp');
  });

  it('ends with 1 when another process checked something else out meanwhile, and names the tree', async () => {
    const ran = await driftlab(workplace('tree'), ['probe', 'stamp-probe', '--trials', '1'], {
      ABRA: await standInAbra(folder, 'other-checkout'),
    });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('0 of 3 stamps as intended.');
    expect(ran.stdout).toContain('wrong-tree');
    expect(ran.stdout).not.toContain('wrong-stamp');
  });

  it("tells beside other checkouts in the same tree which wrong stamps are the tree's", async () => {
    const ran = await driftlab(
      workplace('beside'),
      ['probe', 'stamp-probe-beside-checkouts', '--trials', '3', '--jobs', '2'],
      { ABRA: await standInAbra(folder, 'unhurried') },
    );
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/alone\s+✓✓✓\s+0 of 3/);
    expect(ran.stdout).not.toMatch(/wrong-stamp|inconclusive:/);
  });

  it('tells an abra that changed between two campaigns, in the report and by the doctor', async () => {
    const cwd = workplace('changed');
    const one = ['probe', 'stamp-probe', '--trials', '1', '--arm', 'copy'];
    const [first, second] = [await standInAbra(folder), await standInAbra(folder)];
    await driftlab(cwd, one, { ABRA: first });
    expect((await driftlab(cwd, ['doctor'], { ABRA: first })).stdout).toContain(
      'the same as in the last campaign with abra',
    );
    const again = await driftlab(cwd, one, { ABRA: second });
    expect(again.stdout).toMatch(/Differs\s+abra is not that of \S+-stamp-probe-/);
    expect((await driftlab(cwd, ['doctor'], { ABRA: first })).stdout).toMatch(
      /differs from \S+-stamp-probe-\S+: path /,
    );
  });

  it("refuses temporary files in the user's own ABRA_DIR before anything is booted or written there", async () => {
    const cwd = workplace('own');
    const ran = await driftlab(cwd, ['probe', 'stamp-probe'], {
      ABRA: await standInAbra(folder),
      ABRA_DIR: join(cwd, 'tmp'),
    });
    expect(ran).toMatchObject({
      code: 64,
      stdout: '',
      stderr: expect.stringMatching(
        /the folder for temporary files .* lies in your own, .*, which driftlab never writes to\n.*set TMPDIR/,
      ) as string,
    });
    expect(readdirSync(cwd)).not.toContain('results');
    expect(readdirSync(join(cwd, 'tmp'))).toEqual([]);
  });

  it('refuses before anything is booted what is no abra, and what says no stamp', async () => {
    const cwd = workplace('refused');
    const noAbra = await driftlab(cwd, ['probe', 'stamp-probe'], {
      ABRA: await standInAbra(folder, 'another-program'),
    });
    expect(noAbra).toMatchObject({
      code: 69,
      stdout: '',
      stderr: expect.stringContaining('is not abra: asked for --version it says "frobnicator 1.0"') as string,
    });
    const byStack = await driftlab(cwd, ['probe', 'discourse-upgrade']);
    expect(byStack).toMatchObject({
      code: 64,
      stdout: '',
      stderr: expect.stringContaining(
        'the arm start-first deploys by stack, which cannot be probed',
      ) as string,
    });
    expect(readdirSync(cwd)).not.toContain('results');
  });
});
