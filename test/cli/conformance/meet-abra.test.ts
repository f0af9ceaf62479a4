// A first meeting on a real engine with the stand-in for abra, made wrong in each item one by one: nothing
// here shows anything of abra itself.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { meetingApps, meetingFolder } from '../../../src/cli/conformance/meeting-apps.js';
import { conformanceItems, observeAbra, type ConformanceItem } from '../../../src/deployers/index.js';
import { bootEngine, type PrivateEngine } from '../../../src/engine/index.js';
import { clones } from '../../../src/recipe/clones/index.js';
import { standInAbra, type Fault } from '../../deployers/stand-in.js';
import { driftlab, endStarted, withoutEngine, workplaceIn } from '../driftlab.js';

const folder = mkdtempSync(join(tmpdir(), 'driftlab-met-'));
const own = join(folder, 'home', '.abra');
let engine: PrivateEngine;
let another: PrivateEngine;

beforeAll(async () => {
  if (withoutEngine) return;
  mkdirSync(own, { recursive: true });
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  vi.stubEnv('HOME', join(folder, 'home'));
  const boot = { memoryBytes: 64 * 1024 ** 2, stateDir: folder, signal: AbortSignal.timeout(60_000) };
  [engine, another] = await Promise.all([bootEngine(boot), bootEngine(boot)]);
});
afterEach(endStarted);
afterAll(async () => {
  vi.unstubAllEnvs();
  if (!withoutEngine) await Promise.all([engine.destroy(), another.destroy()]);
  rmSync(folder, { recursive: true, force: true });
});

async function met(fault?: Fault, about?: string): Promise<readonly ConformanceItem[]> {
  for (const { ID: id } of await engine.docker.listServices()) await engine.docker.getService(id).remove();
  const seen = await observeAbra(
    {
      path: await standInAbra(folder, fault, about),
      engine,
      apps: meetingApps(),
      trees: Object.fromEntries(Object.values(clones).map(({ name, make }) => [name, make])),
      scenarioDir: meetingFolder,
      console: () => undefined,
    },
    AbortSignal.timeout(100_000),
  );
  return conformanceItems(seen);
}

const notPassed = (items: readonly ConformanceItem[], state: ConformanceItem['state']): readonly string[] =>
  items.flatMap((item) => (item.state === state ? [item.name] : []));

describe.skipIf(withoutEngine)('meeting the stand-in for abra', () => {
  it.each([[undefined], ['coloured'], ['unhurried'], ['wrong-version'], ['other-checkout']] as const)(
    'passes every item, also where a stamp or a tree is another, which is for trials to tell: %s',
    async (fault) => {
      const items = await met(fault);
      expect(notPassed(items, 'open')).toEqual([]);
      expect(notPassed(items, 'failed')).toEqual([]);
    },
  );

  it.each([
    ['own-folder', 'writes-home', undefined, /plain\/home\/\.abra/],
    ['own-folder', 'writes-elsewhere', join(own, 'catalogue.json'), /catalogue\.json came, went or changed/],
    ['deploys', 'refuses', undefined, /exit code 1: FATA recipe has lint errors/],
    [
      'stack-name',
      'own-name',
      undefined,
      /says met-plain, yet it deployed plain-app_driftlab_test_app of the/,
    ],
    ['compose-file', 'own-files', undefined, /the overlay that COMPOSE_FILE names is not in/],
    ['chaos-line', 'no-line', undefined, /in 3 of 3 chaos deploys it never said/],
    ['chaos-line', 'long-stamp', undefined, /said [0-9a-f]{40} where git says [0-9a-f]{8}$/],
    ['label', 'no-label', undefined, /met-plain_app has no label coop-cloud\.met-plain\.chaos-version/],
    ['label', 'other-label', undefined, /is 00000000 where it said [0-9a-f]{8}$/],
    ['version-tag', 'no-checkout', undefined, /put the tree of another commit/],
    ['exit-codes', 'fails-though-done', undefined, /put met-plain_app, and it ended with exit code 1/],
    ['exit-codes', 'done-though-failed', undefined, /ended with 0 where a secret of the app was never made/],
  ] as const)('%s catches one that %s', async (name, fault, about, seen) => {
    const items = await met(fault, about);
    expect(notPassed(items, 'failed')).toEqual([name]);
    expect(items.find((item) => item.name === name)?.seen).toMatch(seen);
  });

  it('engine catches one that deploys to another', async () => {
    const items = await met('another-engine', `unix://${another.socketPath}`);
    expect(notPassed(items, 'failed')).toEqual(['engine']);
    expect(items.find(({ name }) => name === 'engine')?.seen).toMatch(
      /^never asked the engine that it was given; it ended with exit code 0/,
    );
    expect((await another.docker.listServices()).map(({ Spec: spec }) => spec?.Name)).toContain(
      'met-plain_app',
    );
  });

  it('engine catches one that finds no engine', async () => {
    const items = await met('another-engine', 'unix:///nowhere/docker.sock');
    expect(notPassed(items, 'failed')).toEqual(['engine']);
  });
});

describe.skipIf(withoutEngine)('driftlab', () => {
  it('meets an abra once, keeps what came of it by its hash, and has it in the manifest', async () => {
    const cwd = workplaceIn(folder, 'kept');
    const abra = await standInAbra(folder);
    const probe = ['probe', 'stamp-probe', '--trials', '1', '--arm', 'copy'];
    expect((await driftlab(cwd, ['doctor'], { ABRA: abra })).stdout).toContain('never met here');
    expect(await driftlab(cwd, probe, { ABRA: abra })).toMatchObject({ code: 0, stderr: '' });
    const [record, ...others] = readdirSync(join(cwd, 'state', 'conformance')).filter((name) =>
      name.endsWith('.json'),
    );
    expect(others).toEqual([]);
    const keptAt = readFileSync(join(cwd, 'state', 'conformance', record ?? ''), 'utf8');
    const manifest = readFileSync(join(cwd, 'results', 'latest', 'manifest.json'), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({
      tools: {
        abra: {
          conformance: {
            at: (JSON.parse(keptAt) as { at: string }).at,
            items: expect.arrayContaining([
              expect.objectContaining({ name: 'label', state: 'passed' }),
            ]) as unknown,
          },
        },
      },
    });
    expect(await driftlab(cwd, probe, { ABRA: abra })).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'state', 'conformance', record ?? ''), 'utf8')).toBe(keptAt);
    expect((await driftlab(cwd, ['doctor'], { ABRA: abra })).stdout).toMatch(
      /met on [\d-]+, as driftlab takes it/,
    );
    expect(readdirSync(join(cwd, 'state', 'engines'))).toEqual([]);
    expect(readdirSync(join(cwd, 'tmp'))).toEqual([]);
  });

  it('refuses the campaign of one that is another than it is taken for, and says what was seen', async () => {
    const cwd = workplaceIn(folder, 'not-met');
    const abra = await standInAbra(folder, 'no-label');
    const ran = await driftlab(cwd, ['probe', 'stamp-probe', '--trials', '1'], { ABRA: abra });
    expect(ran).toMatchObject({ code: 69, stdout: '' });
    expect(ran.stderr).toContain('label (failed): met-plain_app has no label');
    expect(ran.stderr).toContain('`driftlab doctor --abra` meets it again');
    expect(existsSync(join(cwd, 'results'))).toBe(false);
    const doctor = await driftlab(cwd, ['doctor', '--abra'], { ABRA: abra });
    expect(doctor).toMatchObject({ code: 69, stderr: '' });
    expect(doctor.stdout).toMatch(/✗ label {8} the stamp stands in the label/);
    expect(doctor.stdout).toContain('campaigns by it are refused');
    const right = await driftlab(cwd, ['doctor', '--abra', '--json'], { ABRA: await standInAbra(folder) });
    expect(right.code).toBe(0);
    const { items } = JSON.parse(right.stdout) as { items: readonly ConformanceItem[] };
    expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['passed']));
  });
});
