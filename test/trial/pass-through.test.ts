// Versions on the way from base to head: who is deployed when; the engine and what it shows are doubles.
import { expect, test } from 'vitest';
import { ofKind } from '../../src/evidence/timeline.js';
import { settingsWith } from '../scenario/settings.js';
import { runDoubled, type Ran, type Wishes } from './doubled-trial.js';

const recipe = { ...settingsWith().recipe, through: ['v1', 'v2'] };

interface Passing extends Ran {
  readonly heads: readonly string[];
  /** Of each deploy: the folder in which its app is kept. */
  readonly apps: readonly string[];
}

async function passing(failing: string | null): Promise<Passing> {
  const heads: string[] = [];
  const apps: string[] = [];
  const deploy: Wishes['deploy'] = ({ step, settings, appDir, scratchDir }) => {
    apps.push(appDir ?? scratchDir);
    const ref = step === 'base' ? settings.recipe.base : settings.recipe.head;
    heads.push(ref);
    return Promise.resolve(ref === failing ? { exitCode: 1, stamp: null, failure: 'refused' } : null);
  };
  return { ...(await runDoubled({ settings: { recipe }, deploy })), heads, apps };
}

test('each is deployed after the base, in order, and the head over the last', async () => {
  const { heads, lines } = await passing(null);
  expect(heads).toEqual([recipe.base, 'v1', 'v2', recipe.head]);
  expect(
    ofKind(lines, 'passage').map(({ ref, mark, exitCode }) => `${ref} ${mark} ${String(exitCode)}`),
  ).toEqual(['v1 begin null', 'v1 end 0', 'v2 begin null', 'v2 end 0']);
  const upgrade = ofKind(lines, 'deploy').find(({ step }) => step === 'upgrade');
  expect(upgrade?.seq).toBeGreaterThan(ofKind(lines, 'passage').at(-1)?.seq ?? Infinity);
});

test('each is a version of the same app, as its owner made it for the base', async () => {
  const { apps } = await passing(null);
  expect(apps).toHaveLength(4);
  expect(new Set(apps).size).toBe(1);
});

test('one that cannot be deployed leaves no upgrade, with its words on record and no fault', async () => {
  const { heads, lines } = await passing('v1');
  expect(heads).toEqual([recipe.base, 'v1']);
  expect(ofKind(lines, 'passage').at(-1)).toMatchObject({ ref: 'v1', exitCode: 1, failure: 'refused' });
  expect(ofKind(lines, 'fault')).toEqual([]);
});
