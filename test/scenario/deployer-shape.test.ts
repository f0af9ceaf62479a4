// The key `deployer`: a name, a name with a timeout, or a command of the author's.
import { expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Settings } from '../../src/scenario/scenario.js';
import { vocabulary } from '../../src/cli/vocabulary.js';
import { smallest } from './sample.js';

function settingsOf(lines: string): readonly Settings[] {
  const parsed = parseScenario(`${smallest}${lines}\n`, vocabulary);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  return parsed.scenario.arms.map(({ settings }) => settings);
}

function problemsOf(lines: string): readonly string[] {
  const parsed = parseScenario(`${smallest}${lines}\n`, vocabulary);
  return parsed.ok
    ? []
    : parsed.problems.map(({ path, message, hint }) => `${path}: ${message} (${hint ?? ''})`);
}

it.each([
  ['deployer: abra', 'abra', { timeoutMs: 120_000, options: null, stamp: 'chaos' }],
  ['deployer: { use: abra, timeout: 20m }', 'abra', { timeoutMs: 1_200_000, options: null, stamp: 'chaos' }],
  [
    'deployer: { command: [./deploy.sh, --fast, 10], timeout: 10m }',
    'command',
    { timeoutMs: 600_000, options: ['./deploy.sh', '--fast', '10'], stamp: 'chaos' },
  ],
  [
    'deployer: { command: [deploy, "a b", ""], stamp: none }',
    'command',
    { timeoutMs: 600_000, options: ['deploy', 'a b', ''], stamp: 'none' },
  ],
  [
    'deployer: { command: [deploy], stamp: { label: "com.example.{stack}.version" } }',
    'command',
    { timeoutMs: 600_000, options: ['deploy'], stamp: { label: 'com.example.{stack}.version' } },
  ],
  [
    'deployer: { command: [deploy], needs: { ansible-playbook: apt-get install ansible } }',
    'command',
    { options: ['deploy'], needs: { 'ansible-playbook': 'apt-get install ansible' } },
  ],
])('%s', (line, deployer, deployment) => {
  expect(settingsOf(line)).toMatchObject([{ deployer, deployment }]);
});

it("an arm's own deployer counts as a whole", () => {
  const [mine, theirs] = settingsOf(
    'deployer: { command: [deploy], timeout: 1m, stamp: none }\n' +
      'arms: { mine: {}, theirs: { deployer: { use: stack, timeout: 5m } } }',
  );
  expect(present(mine, 'mine').deployment).toEqual({
    timeoutMs: 60_000,
    options: ['deploy'],
    stamp: 'none',
  });
  expect(present(theirs, 'theirs')).toMatchObject({
    deployer: 'stack',
    deployment: { timeoutMs: 300_000, options: null, stamp: 'chaos' },
  });
});

it('two factors that both give a deployer clash, whatever each says of it', () => {
  expect(
    problemsOf(
      'factors: { a: { x: { deployer: { use: stack, timeout: 5m } }, y: {} }, ' +
        'b: { p: { deployer: abra }, q: {} } }',
    ),
  ).toHaveLength(1);
});

it.each([
  ['deployer: command', 'deployer: "command" is not a deployer (the deployers are stack, abra)'],
  ['deployer: {}', 'deployer: the deployer is not named (add use: stack, or command)'],
  [
    'deployer: { use: stack, command: [deploy] }',
    'deployer: the deployer is named more than once: use, command (keep one of them)',
  ],
  [
    'deployer: { use: stak }',
    'deployer.use: "stak" is not a deployer (did you mean "stack"? the deployers are stack, abra)',
  ],
  [
    'deployer: { use: stack, stamp: none }',
    'deployer: stack stamps as abra does (leave stamp out; it is for command)',
  ],
  [
    'deployer: { command: ./deploy.sh --fast }',
    'deployer.command: "./deploy.sh --fast" is not a program and its arguments ' +
      '(write it like [./deploy.sh, --fast])',
  ],
  [
    'deployer: { command: [] }',
    'deployer.command: the command is empty (name a program, like [./deploy.sh])',
  ],
  [
    'deployer: { command: [--fast] }',
    'deployer.command: the first word of a command is its program (write it like [./deploy.sh, --fast])',
  ],
  [
    'deployer: { command: [deploy], timeout: 0 }',
    'deployer: a timeout of 0 leaves no time to deploy (write it like 10m, or leave it out)',
  ],
  [
    'deployer: { command: [deploy], timeot: 1m }',
    'deployer.timeot: "timeot" is not a key of the deployer ' +
      '(did you mean "timeout"? the keys here are use, command, timeout, stamp, needs)',
  ],
  [
    'deployer: { command: [deploy], stamp: {} }',
    'deployer.stamp: no label is named (write { label: com.example.version }, or none)',
  ],
])('what cannot be meant is refused with the way out: %s', (line, problem) => {
  expect(problemsOf(line)).toEqual([problem]);
});

it('what a deployer that is known needs is known too', () => {
  expect(
    problemsOf('deployer: { use: stack, needs: { docker: apt-get install docker.io } }').join(),
  ).toContain('what stack needs is known');
  expect(problemsOf('deployer: { command: [deploy], needs: { ./deploy: nowhere } }')).not.toEqual([]);
});
