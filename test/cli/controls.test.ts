// Upgrades whose end is known, on a real engine, through the real command: each must be told as what it is.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunVerdict, Verdict } from '../../src/verdict/verdict.js';
import { driftlab, endStarted, root, withoutEngine, workplaceIn } from './driftlab.js';

const folder = mkdtempSync(join(tmpdir(), 'driftlab-controls-'));
const controls = readdirSync(join(root, 'scenarios', 'controls')).filter((name) => name.endsWith('.yml'));

afterAll(() => {
  endStarted();
  rmSync(folder, { recursive: true, force: true });
});

function runsOf(cwd: string): readonly RunVerdict[] {
  const trials = join(cwd, 'results', 'latest', 'trials');
  return readdirSync(trials).flatMap(
    (id) => (JSON.parse(readFileSync(join(trials, id, 'verdict.json'), 'utf8')) as Verdict).runs,
  );
}

describe.skipIf(withoutEngine)('a control whose end is known', () => {
  it.concurrent.each(controls)('%s is told as what it is', async (name) => {
    const cwd = workplaceIn(folder, basename(name, '.yml'));
    const ran = await driftlab(cwd, ['run', join(root, 'scenarios', 'controls', name), '--jobs', '2']);
    expect(ran.code, `${ran.stdout}${ran.stderr}${JSON.stringify(runsOf(cwd), null, 2)}`).toBe(0);
    if (name === 'oom-old.yml')
      expect(runsOf(cwd)).toContainEqual(
        expect.objectContaining({
          outcome: 'held',
          cause: expect.objectContaining({ kind: 'oom-kill', victim: 'old' }) as object,
        }),
      );
  });

  it('fails when what it expects is not what happens', async () => {
    const planted = workplaceIn(folder, 'planted');
    const path = join(folder, 'planted.yml');
    const controlsDir = join(root, 'scenarios', 'controls');
    const scenario = readFileSync(join(controlsDir, 'exits.yml'), 'utf8');
    writeFileSync(
      path,
      scenario.replace('cause: exit', 'cause: unhealthy').replaceAll(' ../', ` ${controlsDir}/../`),
    );
    const ran = await driftlab(planted, ['run', path, '--jobs', '1']);
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(ran.stdout).toContain('unhealthy');
  });
});
