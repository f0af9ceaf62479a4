// Every script that package.json names says what it is for, and refuses in a sentence what it does not take.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** These two hand their arguments on: to driftlab, and to vitest. */
const handingOn = ['start', 'test'];
const own = Object.entries(scripts).flatMap(([name, command]) => {
  const file = /^node (scripts\/\S+\.mjs)$/.exec(command)?.[1];
  return file === undefined || handingOn.includes(name) ? [] : [[name, file] as const];
});

function ran(file: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe.each(own)('npm run %s', (_, file) => {
  it('says with --help what it is for, and does nothing', () => {
    const { status, stdout, stderr } = ran(file, '--help');
    expect(status).toBe(0);
    expect(`${stdout}${stderr}`).toMatch(/^Usage: [^]*Exit codes: 0 /);
  });

  it('refuses an option that it does not take with exit code 64, a sentence and its help', () => {
    const { status, stdout, stderr } = ran(file, '--no-such-option');
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toMatch(/^.*'--no-such-option'.*\n\nUsage: /);
    expect(stderr).not.toMatch(/\n {4}at \S+ \(/);
  });
});

it.each([
  ['kills', ['--private', 'many'], '--private takes a whole number from 0, not "many"'],
  ['kills', ['--private'], "option '--private <value>' argument missing"],
  ['cases', ['--jobs', '0'], '--jobs takes a whole number from 1, not "0"'],
  ['soak', ['more'], "unexpected argument 'more'"],
  ['mutants', ['cellar'], 'there is no cellar; there are verdict, evidence, statistics'],
  [
    'bench',
    ['cellar'],
    '"cellar" is neither a part nor a number; there are statistics, stacks, probe, sweep',
  ],
])('npm run %s -- %j is refused for what is wrong in it', (name, args, why) => {
  const { status, stderr } = ran(`scripts/${name}.mjs`, ...args);
  expect(status).toBe(64);
  expect(stderr.startsWith(why)).toBe(true);
});

it('npm test says with --help what its arguments are', () => {
  expect(ran('scripts/test.mjs', '--help')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^Usage: npm test -- /) as string,
  });
});
