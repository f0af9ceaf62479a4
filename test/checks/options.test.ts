// Each check read from a scenario, with its own options and its own messages, and how checks of a scenario,
// of arms and of levels come together.
import { expect, it } from 'vitest';
import { checks } from '../../src/checks/index.js';
import { vocabulary } from '../../src/cli/vocabulary.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { problemsOf } from '../scenario/problems-of.js';
import { smallest } from '../scenario/sample.js';

const own = Object.values(checks);

it.each(own.map(({ name, example }) => [name, example]))(
  'the example of %s is a whole use of it',
  (_, example) => {
    expect(problemsOf(`checks: { mine: ${example} }`)).toEqual([]);
  },
);

it.each(own.map(({ name }) => name).filter((name) => name !== 'command'))(
  '%s can be written as builtin, and refuses an option that it has not',
  (name) => {
    expect(problemsOf(`checks: { ${name}: builtin }`)).toEqual([]);
    expect(problemsOf(`checks: { mine: { ${name}: { wether: 1 } } }`).join()).toContain(
      `"wether" is not a key of ${name}`,
    );
  },
);

it.each([
  [
    '{ mine: builtin }',
    'checks.mine: no builtin check is called "mine"; the builtin checks are command, label',
  ],
  ['{ labels: builtin }', 'did you mean "label"?'],
  ['{ command: builtin }', 'no builtin check is called "command"'],
  ['{ mine: { timeout: 5m } }', 'this names no check; add one of command, label'],
  [
    '{ mine: { label: {}, guard: {} } }',
    'this names several checks: label, guard; give each a name of its own',
  ],
  ['{ mine: { command: [] } }', 'the command is empty; name a program, like [./deploy.sh]'],
  ['{ mine: { command: ./wait.sh } }', '"./wait.sh" is not a program and its arguments'],
  ['{ mine: { label: {}, timeout: 0 } }', 'a timeout of 0 leaves no time to answer; write it like 5m'],
  ['{ mine: { label: {}, timeout: 5 } }', '"5" is not a duration with its unit'],
  [
    '{ mine: { lable: {} } }',
    '"lable" is not a key of a check, nor one itself; the keys here are command, label',
  ],
  [
    '{ mine: ./wait.sh }',
    'a program of your own is given as command, with its arguments in a list; write { command: [./wait.sh] }',
  ],
  ['{ mine: ./wait.sh -v 5 }', 'write { command: [./wait.sh, -v, 5] }'],
  ['{ mine: [./wait.sh, -v] }', 'write { command: [./wait.sh, -v] }'],
  ['{ mine: waits }', 'is not the word builtin, nor a map that names a check'],
  ['{ "1st": builtin }', 'is not a name for a check'],
  ['[label]', 'a list is not a map of checks'],
  ['{ mine: { guard: { race: maybe } } }', '"maybe" is not true or false'],
])('%s is refused in words of its own', (written, words) => {
  expect(problemsOf(`checks: ${written}`).join('\n')).toContain(words);
});

it('a stamp probe has no checks', () => {
  expect(problemsOf('checks: { label: builtin }\ndeployer: abra\nstop-at: stamp').join()).toContain(
    'a stamp probe leaves no upgrade behind that a check could look at',
  );
});

it('checks of an arm come over those of the scenario, by name, and options stay as they were written', () => {
  const parsed = parseScenario(
    `${smallest}checks: { label: builtin, mine: { command: [./wait.sh, -v], timeout: 5m } }\n` +
      'arms: { plain: {}, quick: { checks: { mine: { poll-status: { every: 1s } } } } }\n',
    vocabulary,
  );
  expect(parsed.ok && parsed.scenario.arms.map(({ settings }) => settings.checks)).toEqual([
    [
      { name: 'label', check: 'label', timeoutMs: 120_000, options: {} },
      { name: 'mine', check: 'command', timeoutMs: 300_000, options: ['./wait.sh', '-v'] },
    ],
    [
      { name: 'label', check: 'label', timeoutMs: 120_000, options: {} },
      { name: 'mine', check: 'poll-status', timeoutMs: 120_000, options: { every: '1s' } },
    ],
  ]);
});

it('checks of levels add up', () => {
  const parsed = parseScenario(
    `${smallest}factors:\n  a: { x: { checks: { label: builtin } }, y: {} }\n  b: { z: { checks: { guard: builtin } } }\n`,
    vocabulary,
  );
  const names = parsed.ok
    ? parsed.scenario.arms.map(({ settings }) => settings.checks?.map(({ name }) => name))
    : parsed.problems;
  expect(names).toEqual([['label', 'guard'], ['guard']]);
});

it('a scenario without checks has none in its plan', () => {
  const parsed = parseScenario(smallest, vocabulary);
  expect(parsed.ok && Object.keys(parsed.scenario.arms[0]?.settings ?? {})).not.toContain('checks');
});
