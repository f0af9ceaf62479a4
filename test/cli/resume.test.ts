// A campaign is finished with what it was begun with: what changed since is named, refused, and told for ever
// when the user goes on.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePlan } from '../../src/plan/plan-file.js';
import type { Manifest } from '../../src/store/index.js';
import { root, withoutEngine, type Ran } from './driftlab.js';
import { git } from '../recipe/bench.js';

const scenario = `scenario: resumed
engine: { private: { memory: 448MiB } }
images: [ { tag: "heavyweb:1", build: image } ]
recipe: { name: discourse, fixture: recipe, base: 1.0.0+1, head: upgrade-0.9.0, pr: "1" }
overlays: [lab.yml]
trials: { each: 40 }
`;
const files: Readonly<Record<string, string>> = {
  'scenario.yml': scenario,
  'lab.yml': 'services: { app: { environment: { A: b } } }\n',
  'image/build': '#!/bin/sh\n',
  'image/image.json': '{ "cmd": ["/app/run"] }\n',
  'recipe/history.yml': `author: A <a@b.test>
commits:
  - { folder: base, message: one, date: 2026-01-05T09:00:00Z, tag: 1.0.0+1 }
  - { folder: head, message: two, date: 2026-01-06T09:00:00Z, branch: upgrade-0.9.0, from: main }
`,
  'recipe/base/compose.yml': 'services: { app: { image: "heavyweb:1" } }\n',
  'recipe/head/compose.yml': 'services: { app: { image: "heavyweb:1", environment: { B: c } } }\n',
};

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'driftlab-resume-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text, { mode: path.endsWith('/build') ? 0o755 : 0o644 });
  }
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** Real checks of the recipe, simulated trials. */
async function simulated(...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [join(root, 'test', 'cli', 'simulated-driftlab.mjs'), ...args], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TMPDIR: dir,
      XDG_CACHE_HOME: join(dir, 'cache'),
      SIMULATED: JSON.stringify({ rates: { only: 0 }, endings: join(dir, 'endings'), checks: true }),
    },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...said };
}

/** A campaign that was stopped by its budget. */
async function begun(): Promise<void> {
  const { code, stderr } = await simulated('run', 'scenario.yml', '--jobs', '1', '--budget', '100ms');
  expect(stderr).not.toContain('cannot be used');
  expect(code).toBe(2);
}

const manifest = (): Manifest =>
  JSON.parse(readFileSync(join(dir, 'results/latest/manifest.json'), 'utf8')) as Manifest;

describe.skipIf(withoutEngine)('a campaign that is resumed', () => {
  it('has in its plan what base and head are, and in its manifest what it is made of', async () => {
    await begun();
    const [arm] = parsePlan(readFileSync(join(dir, 'results/latest/plan.json'), 'utf8')).arms;
    expect(arm?.settings.pinned).toEqual({
      base: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      head: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
    });
    const { inputs } = manifest();
    expect(Object.keys(inputs ?? {})).toEqual([
      'base 1.0.0+1 of recipe',
      'fixture recipe',
      'head upgrade-0.9.0 of recipe',
      'image heavyweb:1 of image',
      'overlay lab.yml',
    ]);
    expect(inputs?.['head upgrade-0.9.0 of recipe']).toBe(arm?.settings.pinned?.head);
    expect(await simulated('resume')).toMatchObject({ code: 0, stderr: '' });
    expect(manifest().resumed).toBeUndefined();
  }, 60_000);

  it(
    'is refused by the name of each thing that changed, and with --changed goes on and says so in ' +
      'every report',
    async () => {
      await begun();
      writeFileSync(join(dir, 'lab.yml'), 'services: { app: { environment: { A: c } } }\n');
      writeFileSync(join(dir, 'image/build'), '#!/bin/sh\nexit\n');
      const refused = await simulated('resume');
      expect(refused.code).toBe(64);
      expect(refused.stderr).toContain('this changed:\n  image heavyweb:1 of image\n  overlay lab.yml');
      expect(refused.stderr).toContain('--changed');
      const { code, stdout } = await simulated('resume', '--changed');
      expect([code, manifest().resumed?.map(({ changed }) => changed)]).toEqual([
        0,
        [['image heavyweb:1 of image', 'overlay lab.yml']],
      ]);
      for (const text of [stdout, (await simulated('report')).stdout]) {
        expect(text.replaceAll(/\s+/g, ' ')).toContain(
          'the campaign went on although this had changed: image heavyweb:1 of image and overlay lab.yml.',
        );
      }
    },
    60_000,
  );

  it('is refused when its head is another commit by now, and with --changed stays at the one that was meant', async () => {
    git(dir, 'init', '--quiet', '--initial-branch=upgrade-0.9.0', 'repository');
    const repository = join(dir, 'repository');
    const commit = (text: string): void => {
      writeFileSync(
        join(repository, 'compose.yml'),
        `services: { app: { image: "heavyweb:1", environment: { V: "${text}" } } }\n`,
      );
      git(repository, 'add', '.');
      git(repository, 'commit', '--quiet', '--message', text);
    };
    commit('one');
    git(repository, 'tag', '--annotate', '--message', 'v', '1.0.0+1');
    commit('two');
    writeFileSync(
      join(dir, 'scenario.yml'),
      scenario.replace('fixture: recipe', 'mirror: repository, upstream: repository'),
    );
    await begun();
    const meant = git(repository, 'rev-parse', 'HEAD');
    commit('three');
    const refused = await simulated('resume');
    expect(refused.code).toBe(64);
    expect(refused.stderr).toContain(
      `upgrade-0.9.0 was ${meant.slice(0, 8)} when the campaign began and is ` +
        `${git(repository, 'rev-parse', 'HEAD').slice(0, 8)} now`,
    );
    expect((await simulated('resume', '--changed')).code).toBe(0);
    expect(
      parsePlan(readFileSync(join(dir, 'results/latest/plan.json'), 'utf8')).arms[0]?.settings.pinned?.head,
    ).toBe(meant);
  }, 60_000);

  it('is begun only with a head that is there, and the nearest name is told', async () => {
    writeFileSync(join(dir, 'scenario.yml'), scenario.replace('head: upgrade-0.9.0', 'head: upgrade-0.9.1'));
    const { code, stderr } = await simulated('run', 'scenario.yml');
    expect([code, stderr]).toEqual([
      64,
      expect.stringContaining('has no ref or commit upgrade-0.9.1 (the nearest ref is upgrade-0.9.0)'),
    ]);
  }, 30_000);

  it('is begun only with a service under test that the base has, and an overlay that is there', async () => {
    writeFileSync(join(dir, 'scenario.yml'), `${scenario}service: web\n`);
    expect(await simulated('run', 'scenario.yml')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining(
        'base 1.0.0+1: no service "web" in the compose files; they have only app',
      ) as string,
    });
    writeFileSync(join(dir, 'scenario.yml'), scenario.replace('lab.yml', 'lob.yml'));
    expect(await simulated('run', 'scenario.yml')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('lob.yml') as string,
    });
  }, 30_000);
});
