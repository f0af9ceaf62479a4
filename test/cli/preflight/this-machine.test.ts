// What this machine cannot give is told by check and plan as run refuses it, with one exit code for the three;
// what has to be changed in the scenario has another, and comes first.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { lackOf } from '../../../src/engine/index.js';
import { driftlab, root, withoutEngine } from '../driftlab.js';

const cwd = mkdtempSync(join(tmpdir(), 'dl-machine-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const heavyweb = join(root, 'images', 'heavyweb');
const small = '{ private: { memory: 448MiB } }';
const netem = await lackOf('netem');

/** A sound scenario with these lines. */
function written(name: string, lines: string, engine = small): string {
  writeFileSync(
    join(cwd, name),
    `scenario: here
engine: ${engine}
images: [{ tag: "heavyweb:1", build: ${heavyweb} }, { tag: "heavyweb:2", build: ${heavyweb} }]
recipe: { name: ledger, folder: ${join(root, 'scenarios', 'stacks', 'ledger')} }
${lines}
`,
  );
  return name;
}

const lacking: readonly (readonly [what: string, lines: string, engine: string, said: RegExp])[] = [
  ['memory', '', '{ private: { memory: 900GiB } }', /an engine takes 900 GiB of envelope/],
  ['processors', 'load: [{ cpu: 6400% }]', small, /the cpu load asks for 6400 % of a core/],
  ['a program', 'steps: { after-base: no-such-program-anywhere }', small, /no program no-such-program/],
  ['netem', 'load: [{ netem: { delay: 10ms } }]', small, /cannot do what netem needs/],
];

it.skipIf(withoutEngine).each(lacking.filter(([what]) => what !== 'netem' || netem !== null))(
  '%s that it lacks',
  async (what, lines, engine, said) => {
    const file = written(`${what.replaceAll(' ', '-')}.yml`, lines, engine);
    for (const command of ['check', 'plan', 'run']) {
      const { code, stdout, stderr } = await driftlab(cwd, [command, file]);
      expect(`${stdout}${stderr}`).toMatch(said);
      expect([command, code]).toEqual([command, 69]);
    }
  },
);

it('what has to be changed first has another exit code, whatever else is missing here', async () => {
  const lines = 'overlays: [no-such-overlay.yml]';
  const file = written('both.yml', lines, '{ private: { memory: 900GiB } }');
  for (const command of ['check', 'plan']) {
    const { code, stdout, stderr } = await driftlab(cwd, [command, file]);
    expect(`${stdout}${stderr}`).toContain('no-such-overlay.yml');
    expect(`${stdout}${stderr}`).toContain('not on this machine: an engine takes 900 GiB');
    expect([command, code]).toEqual([command, 64]);
  }
});

it('a plan that is larger than its own budget is told by plan as by check', async () => {
  const file = written('long.yml', 'trials: { each: 500, budget: 1m }');
  for (const command of ['check', 'plan', 'run']) {
    const { code, stdout, stderr } = await driftlab(cwd, [command, file]);
    expect(`${stdout}${stderr}`).toContain('the budget is 1 min, but 1 arm makes 500 trials');
    expect([command, code]).toEqual([command, 64]);
  }
});

it('a file that is not there keeps nothing from being said of the others', async () => {
  const bad = written('bad.yml', 'lode: none');
  const { code, stdout } = await driftlab(cwd, ['check', 'no-such.yml', bad]);
  expect(stdout).toContain('no-such.yml:1:1: there is no scenario file no-such.yml');
  expect(stdout).toContain('bad.yml:5:1: "lode" is not a key');
  expect(code).toBe(64);
});

it('run names what has to be changed and what is missing here at once', async () => {
  const lines =
    'overlays: [no-such-one.yml, no-such-other.yml]\nsteps: { after-base: no-such-seed, after-head: no-such-probe }';
  const { code, stderr } = await driftlab(cwd, ['run', written('many.yml', lines)]);
  for (const name of ['no-such-one.yml', 'no-such-other.yml', 'no-such-seed', 'no-such-probe'])
    expect(stderr).toContain(name);
  expect(code).toBe(64);
});
