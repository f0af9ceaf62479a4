// What a user meets first: help, bad input, and the package as it is installed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { publishedSchema } from '../../src/cli/vocabulary.js';
import { driftlab, root } from './driftlab.js';

const cwd = mkdtempSync(join(tmpdir(), 'driftlab-door-'));
afterAll(() => {
  rmSync(cwd, { recursive: true, force: true });
});

describe('the command line', () => {
  const commands = [
    'run',
    'plan',
    'check',
    'resume',
    'replay',
    'judge',
    'report',
    'explain',
    'clean',
    'doctor',
    'ls',
    'gate',
    'aa',
    'compare',
    'probe',
    'sweep',
    'scenarios',
    'watch-upgrade',
    'diagnose',
    'vocabulary',
  ];

  it.concurrent.each(commands)('%s has help with an example', async (command) => {
    const { code, stdout } = await driftlab(cwd, [command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Examples?:\n  driftlab ${command}`, 'm'));
  });

  it('ends with 64 for an unknown command, an unknown option, and a number that is none', async () => {
    for (const args of [
      ['runn'],
      ['vocabulary', 'actoin'],
      ['run', 'discourse-upgrade', '--trails', '3'],
      ['run', 'discourse-upgrade', '--trials', 'many'],
    ]) {
      expect((await driftlab(cwd, args)).code).toBe(64);
    }
  });

  it('names every problem of a scenario with file, line and column, ends with 64, and touches nothing', async () => {
    writeFileSync(
      join(cwd, 'bad.yml'),
      'scenario: bad\nengin: { private: { memory: 448MiB } }\nrecipe: { name: x, base: 1.0.0, head: ' +
        'abc }\ntrials: { each: none }\n',
    );
    const { code, stdout, stderr } = await driftlab(cwd, ['run', 'bad.yml']);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toContain('bad.yml:2:1:');
    expect(stderr).toContain('engine');
    expect(stderr).toContain('bad.yml:4:');
    expect((await driftlab(cwd, ['judge'])).code).toBe(64);
  });

  it('plans without an engine, the same bytes for the same seed', async () => {
    const plan = (seed: string): Promise<{ readonly stdout: string }> =>
      driftlab(cwd, ['plan', 'discourse-upgrade', '--seed', seed, '--json'], { PATH: '/nowhere' });
    const [first, again, other] = await Promise.all([plan('7'), plan('7'), plan('8')]);
    expect(first.stdout).toBe(again.stdout);
    expect(first.stdout).not.toBe(other.stdout);
  });

  it('shows every default that is an amount with its unit', async () => {
    const helps = await Promise.all(
      commands.map(async (command) => (await driftlab(cwd, [command, '--help'])).stdout),
    );
    const defaults = helps
      .flatMap((help) => help.match(/default: [^)]*/g) ?? [])
      .map((found) => found.slice(9));
    expect(defaults).toEqual(expect.arrayContaining(['5 s', '10 min', '1 h', '95%']));
    // Counts of timelines and of trials, and of the nodes of a swarm.
    const bare = new Set(defaults.filter((found) => /^[\d.[]/.test(found) && !/[%a-z]$/.test(found)));
    expect([...bare]).toEqual(['150', '10']);
  });

  it('knows a family by the singular of its name', async () => {
    const [one, many] = await Promise.all(
      ['outcome', 'outcomes'].map((family) => driftlab(cwd, ['vocabulary', family])),
    );
    expect(one).toMatchObject({ code: 0, stdout: many?.stdout });
  });

  it('takes a slip of the fingers for the scenario that is here, not for one that comes with driftlab', async () => {
    const place = mkdtempSync(join(cwd, 'here-'));
    writeFileSync(join(place, 'shop-upgrade.yml'), '');
    const said = async (...names: readonly string[]): Promise<readonly string[]> =>
      Promise.all(names.map(async (name) => (await driftlab(place, ['check', name])).stdout));
    const [slip, noEnding, other, control, none] = await said(
      'shop-upgarde',
      'shop-upgrade',
      'discourse-upgarde',
      'must-hold',
      'nothing-like-it-at-all',
    );
    for (const one of [slip, noEnding]) expect(one).toContain('did you mean shop-upgrade.yml?');
    expect(other).toContain('did you mean discourse-upgrade.yml, which comes with driftlab?');
    expect(control).toContain('did you mean controls/must-hold.yml, which comes with driftlab?');
    expect(none).toContain('`driftlab scenarios` lists those');
    expect(none).not.toContain('did you mean');
  });

  it('publishes the schema that its own check uses', () => {
    expect(readFileSync(join(root, 'schema', 'scenario.schema.json'), 'utf8')).toBe(publishedSchema());
  });

  it('works when installed from its own tarball', { timeout: 180_000 }, () => {
    const npm = (...args: readonly string[]): string =>
      execFileSync('npm', [...args, '--loglevel=error'], { cwd: root, encoding: 'utf8' });
    const tarball = npm('pack', '--pack-destination', cwd).trim().split('\n').at(-1) ?? '';
    const prefix = join(cwd, 'prefix');
    npm(
      'install',
      '-g',
      '--prefix',
      prefix,
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      join(cwd, tarball),
    );
    const bin = join(prefix, 'bin', 'driftlab');
    expect(execFileSync(bin, ['--version'], { cwd, encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(execFileSync(bin, ['check', 'discourse-upgrade'], { cwd, encoding: 'utf8' })).toContain(
      'ok (2 arms)',
    );
  });
});
