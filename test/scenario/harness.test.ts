// The key `harness`: what it is in the settings of an arm, what it does not go with, and what a report says.
import { describe, expect, it } from 'vitest';
import { vocabulary } from '../../src/cli/vocabulary.js';
import { harnessOf, reportRuleOf, saidIn, type ReportRule } from '../../src/scenario/harness.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Settings } from '../../src/scenario/scenario.js';
import { smallest } from './sample.js';

function settingsOf(lines: string): readonly Settings[] {
  const parsed = parseScenario(`${smallest}${lines}\n`, vocabulary);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  return parsed.scenario.arms.map(({ settings }) => settings);
}

function problemsOf(lines: string): readonly string[] {
  const parsed = parseScenario(`${smallest}${lines}\n`, vocabulary);
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
}

it('is a program that deploys, and a check by its name', () => {
  const [settings] = settingsOf(
    'harness: { command: [./ci.sh, --all], report: { file: results.json, at: stages.upgrade }, timeout: 5m, stamp: none }',
  );
  expect(settings).toMatchObject({
    deployer: 'command',
    deployment: { timeoutMs: 300_000, options: ['./ci.sh', '--all'], stamp: 'none' },
    checks: [{ name: 'harness', check: 'harness', timeoutMs: 300_000 }],
  });
  const own = settings === undefined ? null : harnessOf(settings);
  expect(own === null ? null : reportRuleOf(own)).toMatchObject({
    file: 'results.json',
    at: ['stages', 'upgrade'],
    least: null,
  });
});

it('takes the place of a deployer of the scenario, and gives way to a deployer of an arm', () => {
  const [ci, lab] = settingsOf('harness: { command: [./ci.sh] }\narms: { ci: {}, lab: { deployer: stack } }');
  expect([ci?.deployer, ci?.checks?.length]).toEqual(['command', 1]);
  expect([lab?.deployer, lab?.checks]).toEqual(['stack', undefined]);
  const [other] = settingsOf('deployer: stack\narms: { ci: { harness: { command: [./ci.sh] } }, lab: {} }');
  expect(other?.deployer).toBe('command');
});

it.each([
  ['checks: { label: builtin }', 'checks'],
  ['actions: [{ roll-back: {}, at: deployed }]', 'actions'],
  ['steps: { after-base: ./seed.sh }', 'steps'],
  ['stacks: { concurrent: 2, share: stack }', 'stacks'],
])('does not go with %s', (line, key) => {
  expect(problemsOf(`harness: { command: [./ci.sh] }\n${line}`).join('\n')).toContain(
    'a harness does not say when its deploys begin and end',
  );
  expect(problemsOf(line).join('\n')).not.toContain(`${key}: a harness`);
});

it.each([
  ['at the top', 'deployer: stack\nharness: { command: [./ci.sh] }', true],
  ['in an arm', 'arms: { ci: { deployer: stack, harness: { command: [./ci.sh] } } }', true],
  [
    'in a level of a factor',
    'factors: { by: { ci: { deployer: stack, harness: { command: [./ci.sh] } }, plain: {} } }',
    true,
  ],
  [
    'in levels of two factors',
    'factors: { by: { ci: { harness: { command: [./ci.sh] } }, plain: {} }, with: { a: { deployer: stack }, b: {} } }',
    true,
  ],
  [
    'in levels of two factors, never in one arm',
    'factors: { by: { ci: { harness: { command: [./ci.sh] } }, plain: {} }, with: { a: { deployer: stack }, b: {} } }\n' +
      'exclude: [{ by: ci, with: a }]',
    false,
  ],
  [
    'in two levels of one factor',
    'factors: { by: { ci: { harness: { command: [./ci.sh] } }, lab: { deployer: stack } } }',
    false,
  ],
  [
    'at the top and in an arm',
    'deployer: stack\narms: { ci: { harness: { command: [./ci.sh] } }, lab: {} }',
    false,
  ],
  ['in two arms', 'arms: { ci: { harness: { command: [./ci.sh] } }, lab: { deployer: stack } }', false],
])('a deployer beside it is refused where both stand in one place: %s', (_, lines, refused) => {
  const told = problemsOf(lines).filter((problem) => problem.includes('a harness deploys by itself'));
  expect(told).toHaveLength(refused ? 1 : 0);
});

it.each([
  [
    'deployer: stack\narms: { ci: { harness: { command: [./ci.sh] } } }',
    'deployer: every arm has a harness in place',
  ],
  [
    'deployer: stack\nfactors: { by: { a: { harness: { command: [./a.sh] } }, b: { harness: { command: [./b.sh] } } } }',
    'deployer: every arm has a harness in place',
  ],
  [
    'harness: { command: [./ci.sh] }\narms: { lab: { deployer: stack } }',
    'harness: every arm has a deployer in place',
  ],
])('what no arm deploys by is refused: %s', (lines, problem) => {
  expect(problemsOf(lines).join('\n')).toContain(problem);
});

const image = '[{ tag: "web:1", build: ../images/web }]';

it.each([
  ['head: { env: { A: 1 } }', 'head.env'],
  ['base: { env: { A: 1 } }', 'base.env'],
  ['head: { overlays: [extra.yml] }', 'head.overlays'],
  [`base: { images: ${image} }`, 'base.images'],
  [`images: ${image}\nhead: { images: ${image} }`, 'head.images'],
  ['head: { sample: false }', 'head.sample'],
])('what one side alone has cannot be given to it: %s', (line, path) => {
  const of = (lines: string): readonly string[] =>
    problemsOf(lines).filter((problem) => problem.includes('is for one of two deploys'));
  expect(of(`harness: { command: [./ci.sh] }\n${line}`)).toEqual([
    `${path}: ${path} is for one of two deploys, and a harness makes both by itself`,
  ]);
  expect(of(line)).toEqual([]);
});

it.each(['head: {}', 'head: { sample: true }', 'env: { A: 1 }', 'overlays: [extra.yml]', `images: ${image}`])(
  'what both sides have, or nothing, goes with it: %s',
  (line) => {
    expect(problemsOf(`harness: { command: [./ci.sh] }\n${line}`)).toEqual([]);
  },
);

it('is not told of an abra that it would not run', () => {
  const own = 'abra: tools/abra';
  expect(problemsOf(`harness: { command: [./ci.sh] }\n${own}`).join()).toContain('a harness runs its own');
  expect(problemsOf(own).join()).not.toContain('a harness');
  const arms = 'arms: { ci: { harness: { command: [./ci.sh] } }, lab: { deployer: abra } }';
  expect(problemsOf(`${own}\n${arms}`).join()).not.toContain('a harness');
  expect(problemsOf(arms.replace('harness', `${own}, harness`)).join()).toContain('a harness runs its own');
});

it('goes with several at once, each on a stack of its own', () => {
  expect(problemsOf('harness: { command: [./ci.sh] }\nstacks: { concurrent: 2, share: none }')).toEqual([]);
});

it.each([
  ['harness: { report: results.json }', 'the harness has no program'],
  ['harness: { command: [./ci.sh], timeout: 0s }', 'a timeout of 0 leaves no time'],
  ['harness: { command: [./ci.sh], report: ../results.json }', 'is not the name of a file'],
  ['harness: { command: [./ci.sh], report: { at: upgrade } }', 'no file is named'],
])('%s is refused', (line, message) => {
  expect(problemsOf(line).join('\n')).toContain(message);
});

const rule: ReportRule = {
  file: 'results.json',
  at: ['stages', 'upgrade'],
  good: ['pass'],
  bad: ['fail'],
  least: null,
};

describe('what a report says', () => {
  it.each([
    ['{"stages":{"upgrade":"pass"}}', 'good'],
    ['{"stages":{"upgrade":"PASS"}}', 'good'],
    ['{"stages":{"upgrade":"fail"}}', 'bad'],
    ['{"stages":{"upgrade":"skip"}}', null],
    ['{"stages":{"install":"pass"}}', null],
    ['{"stages":"pass"}', null],
    ['{"stages":{"upgrade":', null],
    ['', null],
  ])('%s', (text, answer) => {
    const said = saidIn(text, rule);
    expect(said.answer).toBe(answer);
    expect(said.failure === null).toBe(answer !== null);
  });

  it('is a number where one is asked for, and no other', () => {
    const level: ReportRule = { ...rule, at: ['level'], least: 2 };
    expect(saidIn('{"level":2}', level).answer).toBe('good');
    expect(saidIn('{"level":1}', level).answer).toBe('bad');
    expect(saidIn('{"level":"2"}', level)).toEqual({
      answer: null,
      failure: 'its report says "2" at level, which is no number',
    });
  });
});
