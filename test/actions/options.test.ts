// Each action read from a scenario, with its own options and its own messages, and none that is there in name
// only.
import { expect, it } from 'vitest';
import { actions } from '../../src/actions/index.js';
import { vocabulary } from '../../src/cli/vocabulary.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { problemsOf } from '../scenario/problems-of.js';
import { smallest } from '../scenario/sample.js';

const own = Object.values(actions);

it.each(own.map(({ name }) => name))('%s refuses an option that it has not', (name) => {
  expect(problemsOf(`actions: [{ ${name}: { wether: 1 } }]`).join()).toContain(
    `"wether" is not a key of ${name}; the keys here are`,
  );
});

it.each([
  ['[{ scale: { replicas: many } }]', '"many" is not a number of tasks, from 0 to 999; write it like 2'],
  ['[{ scale: {} }]', 'the key "replicas" is missing; write a number of tasks, from 0 to 999, like 2'],
  ['[{ deploy: {} }]', 'this deploys nothing else than the head; name a commit, overlays, or both'],
  ['[{ hold-port: { port: 70000 } }]', 'there is no such port; write a number from 1 to 65535'],
  ['[{ kill: { which: new } }]', '"new" is not a container of those that run; did you mean "newest"?'],
  ['[{ restart-daemon: { signal: HUP } }]', '"HUP" is not a way to end the daemon; the ways are TERM, KILL'],
  ['[{ kil: {} }]', '"kil" is not a key of an action, nor one itself; did you mean "kill"?'],
  ['[{ at: settled }]', 'this names no action; add one of deploy,'],
  ['[{ force: {}, remove: {} }]', 'this names several actions: force, remove; make each an item of its own'],
  ['[{ force: {}, at: noon }]', '"noon" is not a moment of a trial; the moments are base, stands,'],
  ['[{ force: {}, after: 2h }]', 'force is due 2 h 0 min after its moment, but trials wait for 1 min only'],
  ['[{ hold-port: { port: 80 } }, { hold-port: { port: 80, protocol: tcp } }]', 'port 80 is held twice'],
])('%s is refused in words of its own', (items, words) => {
  expect(problemsOf(`actions: ${items}`).join('\n')).toContain(words);
});

it('two ports of one number are two ports where their protocols differ', () => {
  expect(
    problemsOf('actions: [{ hold-port: { port: 80 } }, { hold-port: { port: 80, protocol: udp } }]'),
  ).toEqual([]);
});

it('says where there is no moment for actions, and what may not be done to an engine of others', () => {
  expect(problemsOf('actions: [{ force: {} }]\nstacks: { concurrent: 2, share: none }').join()).toContain(
    '2 upgrades run at once',
  );
  expect(problemsOf('actions: [{ force: {} }]\ndeployer: abra\nstop-at: stamp').join()).toContain(
    'a stamp probe is over before anybody else could do anything',
  );
  const existing = `${smallest.replace('private: { memory: 448MiB }', 'existing: { context: c }')}actions: `;
  const parsed = (items: string) => parseScenario(`${existing}${items}\n`, vocabulary);
  expect(parsed('[{ force: {} }]')).toMatchObject({ ok: true });
  expect(parsed('[{ hold-port: { port: 80 } }]')).toMatchObject({
    ok: false,
    problems: [{ message: "hold-port needs an engine of the lab's own" }],
  });
  expect(parsed('[{ restart-daemon: {} }]')).toMatchObject({
    ok: false,
    problems: [{ message: "restart-daemon needs an engine of the lab's own" }],
  });
});

it('keeps options as they are written, and reads them again in a plan', () => {
  const parsed = parseScenario(
    `${smallest}actions: [{ scale: { replicas: 3 }, after: 1..2s }]\n`,
    vocabulary,
  );
  expect(parsed.ok && parsed.scenario.arms[0]?.settings.actions).toEqual([
    { action: 'scale', at: 'upgrade', after: { low: 1000, high: 2000 }, options: { replicas: '3' } },
  ]);
  expect(actions['scale']?.words({ replicas: '3' }, 'app')).toBe('scaled app to 3');
});
