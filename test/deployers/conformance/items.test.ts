// The items of a first meeting, from made observations: each fault in its own item, and the rest left open.
import { expect, test } from 'vitest';
import { conformanceItems } from '../../../src/deployers/conformance/items.js';
import type { SeenAbra, SeenDeploy, SeenService } from '../../../src/deployers/conformance/seen.js';

const service = (labels: Readonly<Record<string, string>>, stack = 'met-plain'): SeenService => ({
  name: `${stack}_app`,
  stack,
  labels: { 'driftlab.meeting.tree': 'next', ...labels },
});
const stamped = (stack: string, stamp: string): Readonly<Record<string, string>> => ({
  [`coop-cloud.${stack}.chaos-version`]: stamp,
});

function deploy(over: Partial<SeenDeploy> = {}): SeenDeploy {
  return {
    exitCode: 0,
    stamp: '1234abcd',
    intended: '1234abcd',
    words: null,
    asked: true,
    put: [service(stamped('met-plain', '1234abcd'))],
    treeAfter: '1234abcd',
    ...over,
  };
}

const right: SeenAbra = {
  stacks: { byVersion: 'met-plain', chaos: 'met-plain', overlay: 'met-overlay', secret: 'met-secret' },
  deploys: {
    byVersion: deploy({
      stamp: null,
      intended: '0000base',
      put: [service({ 'driftlab.meeting.tree': 'base' })],
      treeAfter: '0000base',
    }),
    chaos: deploy(),
    overlay: deploy({
      stamp: '1234abcd+U',
      intended: '1234abcd+U',
      put: [
        service(
          { ...stamped('met-overlay', '1234abcd+U'), 'driftlab.meeting.overlay': 'marked' },
          'met-overlay',
        ),
      ],
    }),
    secret: deploy({ exitCode: 1, put: [], words: 'FATA secret not generated: db_password' }),
  },
  baseStamp: '0000base',
  touched: [],
};

function statesOf(
  abra: Omit<Partial<SeenAbra>, 'deploys'> & { readonly deploys?: Partial<SeenAbra['deploys']> },
): Readonly<Record<string, string>> {
  const seen = { ...right, ...abra, deploys: { ...right.deploys, ...abra.deploys } };
  const lacking = conformanceItems(seen).filter(({ state }) => state !== 'passed');
  return Object.fromEntries(lacking.map(({ name, state }) => [name, state]));
}

test('an abra that is as it is taken for passes every item, and each says what was seen', () => {
  expect(statesOf({})).toEqual({});
  expect(conformanceItems(right).map(({ name, seen }) => `${name}: ${seen}`)).toEqual([
    'own-folder: nothing changed in ~/.abra, neither in yours nor in that of its HOME',
    'engine: put met-plain_app there',
    'deploys: put it there',
    'stack-name: the stack is met-plain, as the file says',
    'compose-file: the overlay that COMPOSE_FILE names is deployed',
    'chaos-line: said 1234abcd, and 1234abcd+U of a dirty tree, as git does',
    'label: coop-cloud.met-plain.chaos-version is 1234abcd',
    'version-tag: put what the tag holds, and the tree stands at 0000base',
    'exit-codes: 0 where it deployed, 1 where a secret was missing',
  ]);
});

const nothing = { put: [], asked: false } as const;

const unmarked = [service(stamped('met-overlay', '1234abcd+U'), 'met-overlay')];

test.each([
  ['own-folder', { touched: ['/root/.abra/servers'] }],
  ['compose-file', { deploys: { overlay: { ...right.deploys.overlay, put: unmarked } } }],
  ['compose-file', { deploys: { overlay: { ...right.deploys.overlay, put: [], exitCode: 1 } } }],
  ['chaos-line', { deploys: { chaos: deploy({ stamp: null }) } }],
  ['chaos-line', { deploys: { secret: { ...right.deploys.secret, stamp: null } } }],
  ['label', { deploys: { chaos: deploy({ put: [service({})] }) } }],
  ['label', { deploys: { chaos: deploy({ put: [service(stamped('met-plain', '99999999'))] }) } }],
  ['version-tag', { deploys: { byVersion: { ...right.deploys.byVersion, put: right.deploys.chaos.put } } }],
  ['version-tag', { deploys: { byVersion: { ...right.deploys.byVersion, treeAfter: '1234abcd' } } }],
  ['version-tag', { deploys: { byVersion: { ...right.deploys.byVersion, put: [], exitCode: 1 } } }],
  ['exit-codes', { deploys: { chaos: deploy({ exitCode: 1 }) } }],
  ['exit-codes', { deploys: { secret: { ...right.deploys.secret, exitCode: 0 } } }],
  ['exit-codes', { deploys: { secret: { ...right.deploys.secret, put: right.deploys.chaos.put } } }],
])('one fault fails %s alone', (name, abra) => {
  expect(statesOf(abra)).toEqual({ [name]: 'failed' });
});

test('another name of the stack fails stack-name alone: the label is looked for under the name that there is', () => {
  const put = [service(stamped('plain_app_test', '1234abcd'), 'plain_app_test')];
  expect(statesOf({ deploys: { chaos: deploy({ put }) } })).toEqual({ 'stack-name': 'failed' });
});

test('a stack of no name at all is another than was meant', () => {
  const put = [{ ...service(stamped('', '1234abcd')), stack: null }];
  expect(statesOf({ deploys: { chaos: deploy({ put }) } })).toEqual({ 'stack-name': 'failed' });
});

test('a well-formed stamp of another commit is for trials to tell, and no fault of the form', () => {
  expect(
    statesOf({
      deploys: { chaos: deploy({ stamp: '99999999', put: [service(stamped('met-plain', '99999999'))] }) },
    }),
  ).toEqual({});
  expect(statesOf({ deploys: { chaos: deploy({ stamp: '1234abcd1234abcd' }) } })).toMatchObject({
    'chaos-line': 'failed',
  });
});

test('where nothing arrives the engine is blamed if it was never asked, and the rest stays open', () => {
  const all = {
    chaos: deploy(nothing),
    overlay: { ...right.deploys.overlay, ...nothing },
    byVersion: { ...right.deploys.byVersion, ...nothing },
  };
  const open = {
    deploys: 'open',
    'stack-name': 'open',
    'compose-file': 'open',
    label: 'open',
    'version-tag': 'open',
    'exit-codes': 'open',
  };
  expect(statesOf({ deploys: all })).toEqual({ engine: 'failed', ...open });
  const asked = { ...all, chaos: deploy({ put: [], exitCode: 1, words: 'FATA lint' }) };
  expect(statesOf({ deploys: asked })).toEqual({ ...open, engine: 'open', deploys: 'failed' });
  const silent = { ...all, chaos: deploy({ put: [] }) };
  expect(statesOf({ deploys: silent })).toEqual({ engine: 'failed', ...open });
});
