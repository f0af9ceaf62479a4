// driftlab sweep as a command: exit codes, formats, overlays and bad input, on folders of the test's own.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { driftlab, endStarted, root, workplaceIn } from './driftlab.js';

const risky =
  'version: "3.8"\nservices:\n  app:\n    image: app:1\n    deploy:\n      update_config: { order: ' +
  'start-first, failure_action: rollback }\n';
const sound =
  'services: { app: { image: "app:1", healthcheck: { test: up }, deploy: { update_config: { ' +
  'failure_action: rollback, monitor: 5m } } } }\n';
let all = '';
beforeAll(() => {
  all = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
});
afterEach(endStarted);
afterAll(() => {
  rmSync(all, { recursive: true, force: true });
});

function place(name: string, files: Readonly<Record<string, string>>): string {
  const cwd = workplaceIn(all, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, file)), { recursive: true });
    writeFileSync(join(cwd, file), text);
  }
  return cwd;
}

describe('sweep', () => {
  test('ends with 1 where something is found, 0 where not, 64 where nothing can be read', async () => {
    const cwd = place('codes', {
      'risky/compose.yml': risky,
      'sound/compose.yml': sound,
      'broken/compose.yml': 'services: {',
      'empty/README.md': '',
    });
    const codes = await Promise.all(
      ['risky', 'sound', 'broken', 'empty', 'nowhere', '.'].map(
        async (dir) => (await driftlab(cwd, ['sweep', dir])).code,
      ),
    );
    expect(codes).toEqual([1, 0, 64, 64, 64, 1]);
  });

  test('writes a scenario with and without what mends it, and says how to prove it', async () => {
    const cwd = place('scenario', { 'shop/base.yml': sound, 'shop/head.yml': risky });
    const ran = await driftlab(cwd, ['sweep', 'shop', '-c', 'head.yml', '--scenario', 'shop.yml']);
    expect([ran.code, ran.stderr]).toEqual([64, expect.stringContaining('a scenario is of one recipe')]);
    const git = (...args: readonly string[]): void => {
      execFileSync('git', ['-C', join(cwd, 'own'), '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
    };
    mkdirSync(join(cwd, 'own'));
    git('init', '--quiet');
    for (const [version, text] of [sound, risky].entries()) {
      writeFileSync(join(cwd, 'own', 'compose.yml'), text);
      git('add', '.');
      git('commit', '--quiet', '-m', String(version));
    }
    const written = await driftlab(cwd, ['sweep', 'own', '--scenario', 'own.yml']);
    expect([written.code, written.stderr]).toEqual([
      1,
      expect.stringContaining('driftlab gate own.yml --rate-below 20% --arm with-overlay'),
    ]);
    expect(readFileSync(join(cwd, 'own.yml'), 'utf8')).toContain('overlays/own.yml');
  });

  test('of a live swarm takes no folders, no commits and no scenario', async () => {
    const cwd = place('mixed', { 'sound/compose.yml': sound });
    const asked = [
      [],
      ['sound', '--engine'],
      ['--engine', '--scenario', 'a.yml'],
      ['--engine', '--base', 'x'],
    ];
    const ran = await Promise.all(asked.map(async (words) => driftlab(cwd, ['sweep', ...words])));
    expect(ran.map(({ code }) => code)).toEqual([64, 64, 64, 64]);
  });

  test('tells what it found of each recipe, and of broken ones beside them', async () => {
    const cwd = place('table', {
      'r/risky/compose.yml': risky,
      'r/broken/compose.yml': 'services:\n\tapp: {}\n',
      'r/sound/compose.yml': sound,
    });
    const { stdout } = await driftlab(cwd, ['sweep', 'r']);
    expect(stdout).toContain('r/risky/compose.yml:6:31 (and');
    expect(stdout).toContain(
      'r/broken/compose.yml:2:1\n          this is not YAML: lines cannot be indented with tabs\n',
    );
    expect(stdout).toMatch(/3 findings in 2 of 3 recipes: 1 high, 2 medium\.\n$/);
    expect((await driftlab(cwd, ['sweep', 'r/risky', '--severity', 'high'])).code).toBe(0);
  });

  test('speaks JSON, SARIF and Markdown', async () => {
    const cwd = place('formats', { 'shop|a/compose.yml': risky });
    const [json, sarif, markdown] = await Promise.all(
      [['--json'], ['--format', 'sarif'], ['--format', 'markdown']].map((more) =>
        driftlab(cwd, ['sweep', '.', ...more]),
      ),
    );
    expect(JSON.parse(json?.stdout ?? '')).toMatchObject({
      recipes: [
        {
          recipe: 'shop|a',
          read: true,
          findings: [{ signature: 'start-first-memory', places: [{ line: 6 }, { line: 6 }] }, {}],
        },
      ],
    });
    expect(JSON.parse(sarif?.stdout ?? '')).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          results: [
            {
              ruleId: 'start-first-memory',
              level: 'warning',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'shop%7Ca/compose.yml' },
                    region: { startLine: 6 },
                  },
                },
              ],
            },
            {},
          ],
        },
      ],
    });
    expect(markdown?.stdout).toContain('| shop&#124;a | medium | start-first-memory |');
  });

  test('writes an overlay that docker merges to what mends it, and never into a recipe or over a file', async () => {
    const cwd = place('fix', { 'shop/compose.yml': risky });
    expect((await driftlab(cwd, ['sweep', 'shop', '--fix', 'shop/overlays'])).code).toBe(64);
    expect((await driftlab(cwd, ['sweep', 'shop', '--fix', 'overlays'])).stderr).toBe(
      'written: overlays/shop.yml\n',
    );
    expect((await driftlab(cwd, ['sweep', 'shop', '--fix', 'overlays'])).stderr).toMatch(/is there already/);
    expect(readFileSync(join(cwd, 'overlays/shop.yml'), 'utf8')).toMatch(
      /^# Overlay for shop.*\n# start-first-memory: an update runs app twice/,
    );
    const merged = execFileSync(
      'docker',
      ['stack', 'config', '-c', 'shop/compose.yml', '-c', 'overlays/shop.yml'],
      { cwd, encoding: 'utf8' },
    );
    expect(merged).toContain('order: stop-first');
    expect(readFileSync(join(cwd, 'shop/compose.yml'), 'utf8')).toBe(risky);
  });

  test('looks at an upgrade from a commit of the repository', async () => {
    const cwd = place('base', { 'shop/compose.yml': sound });
    const git = (...args: readonly string[]): void => {
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
        cwd: join(cwd, 'shop'),
      });
    };
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'base');
    git('tag', '1.0.0');
    writeFileSync(join(cwd, 'shop/compose.yml'), sound.replace('deploy: {', 'deploy: { labels: { v: "2" },'));
    expect((await driftlab(cwd, ['sweep', 'shop', '--base', '1.0.0'])).stdout).toContain('label-only-head');
    expect((await driftlab(cwd, ['sweep', 'shop', '--base', '2.0.0'])).stdout).toContain(
      'its base 2.0.0 cannot be read',
    );
  });
});

test('scenarios lists what is shipped with its question', async () => {
  const { code, stdout } = await driftlab(place('scenarios', {}), ['scenarios']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^discourse-upgrade +Does the upgrade to head survive/m);
  expect(stdout).toMatch(/^controls\/never-healthy +\S/m);
});

test('each kind of finding stands in docs/recipes.md as it is told', async () => {
  const { rules } = await import('../../src/sweep/rules.js');
  const page = readFileSync(join(root, 'docs', 'recipes.md'), 'utf8');
  for (const { name } of rules) expect(page).toContain(`### ${name}\n`);
  const inOneLine = page.replace(/\s+/g, ' ');
  for (const { why, mend } of rules)
    expect([why, mend].filter((words) => !inOneLine.includes(words))).toEqual([]);
});
