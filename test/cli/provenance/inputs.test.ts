// What a campaign is made of, by content: files that only an action deploys are among it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedInputs, inputsOf, type Inputs } from '../../../src/cli/provenance/inputs.js';
import type { ActionSettings } from '../../../src/scenario/action-settings.js';
import { settings } from '../../statistics/made-campaign.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftlab-inputs-'));
  writeFileSync(join(folder, 'other.yml'), 'services: {}\n');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const name = 'overlay of an action other.yml';
function inputs(action: string, options: unknown): Promise<Inputs> {
  const actions: readonly ActionSettings[] = [
    { action, at: 'deployed', after: { low: 0, high: 0 }, options },
  ];
  const recipe = { ...settings.recipe, fixture: null };
  return inputsOf(
    [{ name: 'a', factors: {}, settings: { ...settings, recipe, actions } }],
    new Map(),
    folder,
  );
}

describe('the overlays that an action deploys', () => {
  it('are told by their contents, so that another one of the same name is a change', async () => {
    const before = await inputs('deploy', { overlays: ['other.yml'] });
    expect(Object.keys(before)).toEqual([name]);
    expect(before[name]).toMatch(/^[0-9a-f]{64}$/);
    expect(changedInputs(before, await inputs('deploy', { overlays: ['other.yml'] }))).toEqual([]);
    writeFileSync(join(folder, 'other.yml'), 'services: { app: {} }\n');
    expect(changedInputs(before, await inputs('deploy', { overlays: ['other.yml'] }))).toEqual([name]);
  });

  it('are missing where they are not there, and none of an action that deploys a commit or nothing', async () => {
    expect(await inputs('deploy', { overlays: ['none.yml'] })).toEqual({
      'overlay of an action none.yml': 'missing',
    });
    expect(await inputs('deploy', { commit: 'main' })).toEqual({});
    expect(await inputs('remove', {})).toEqual({});
  });
});
