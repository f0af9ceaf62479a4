// Every script that package.json names says what it is for, and refuses in a sentence what it does not take.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** These two hand their arguments on: to driftlab, and to vitest. */
const handingOn = ['start', 'test'];
const named = Object.entries(scripts).flatMap(([name, command]) => {
  const file = /^node (scripts\/\S+\.mjs)$/.exec(command)?.[1];
  return file === undefined || handingOn.includes(name) ? [] : [[name, file] as const];
});

/** And those that others run, which somebody may run by hand. */
const own = [...named, ['wrap-docs', 'scripts/wrap-docs.mjs'], ['setup', 'scripts/setup.mjs']] as const;

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

it('npm test refuses an option that vitest has not before it sets anything up', () => {
  const { status, stdout, stderr } = ran('scripts/test.mjs', 'test/x.test.ts', '--no-such-option=1');
  expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
  expect(stderr).toMatch(/^vitest has no option '--no-such-option=1'\n\nUsage: npm test -- /);
});

it('an option is known by the help that names it, however it is written, and words are no options', async () => {
  const { unknownOption } = (await import(pathToFileURL(`${root}/scripts/unknown-option.mjs`).href)) as {
    readonly unknownOption: (given: readonly string[], help: string) => string | null;
  };
  const { stdout } = ran('node_modules/vitest/vitest.mjs', 'run', '--help');
  const known = [
    '-t',
    'a name --of its',
    '--no-file-parallelism',
    '--test-name-pattern=x',
    '--coverage.enabled',
  ];
  expect(unknownOption([...known, 'test/x.test.ts', '-1', '-u', '--testNamePattern'], stdout)).toBeNull();
  expect(unknownOption([...known, '--bogus'], stdout)).toBe('--bogus');
  expect(unknownOption(['--testname'], stdout)).toBe('--testname');
});

it('npm test says with --help what its arguments are', () => {
  expect(ran('scripts/test.mjs', '--help')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^Usage: npm test -- /) as string,
  });
});
