// By what an engine that is there is known to be what a trial wants.
import { expect, it } from 'vitest';
import { wantedOf } from '../../src/engine/wanted.js';
import type { PrivateEngineSettings } from '../../src/scenario/scenario.js';
import { settingsWith } from '../scenario/settings.js';
import type { TrialSpec } from '../../src/plan/plan.js';

const plain: PrivateEngineSettings = {
  kind: 'private',
  memoryBytes: 1,
  fresh: false,
  programs: null,
  socket: false,
};
const makeOf = (more: Partial<PrivateEngineSettings>): string => {
  const spec = { arm: 'only', settings: settingsWith({ engine: { ...plain, ...more } }) };
  return wantedOf(spec as unknown as TrialSpec, '/scenarios').make;
};

it.each<readonly [string, Partial<PrivateEngineSettings>]>([
  ['other programs', { programs: '../engines/28' }],
  ['more nodes', { nodes: 2 }],
  ['labels', { labels: { node1: { disk: 'ssd' } } }],
  ['a setting that nobody thought of here', { later: 1 } as never],
])('one with %s is of another make', (_, more) => {
  expect(makeOf(more)).not.toBe(makeOf({}));
});

it.each<readonly [string, Partial<PrivateEngineSettings>]>([
  ['another envelope, which can be changed', { memoryBytes: 2 }],
  ['the wish for a new one', { fresh: true }],
  ['services that bind its socket', { socket: true }],
  ['as many nodes, written out', { nodes: 1, managers: 1, labels: {} }],
])('but not one with %s', (_, more) => {
  expect(makeOf(more)).toBe(makeOf({}));
});

it('of several nodes, one with other roles is of another make', () => {
  expect(makeOf({ nodes: 3, managers: 3 })).not.toBe(makeOf({ nodes: 3 }));
});
