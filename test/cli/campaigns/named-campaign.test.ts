// Campaigns by their scenario's name: the latest is taken, and said.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { namedCampaign, namedTrial } from '../../../src/cli/campaigns/named-campaign.js';
import { createCampaign, writeWhole } from '../../../src/store/index.js';

let folder = '';
let said = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftlab-named-'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  for (const [at, scenario, seed] of [
    ['2026-11-23T03:00:00.000Z', 'greeter', 7],
    ['2026-11-23T04:00:00.000Z', 'greeter-chain', 7],
    ['2026-11-23T05:00:00.000Z', 'greeter', 8],
  ] as const)
    writeWhole(createCampaign(folder, at, scenario, seed).plan, '{}\n');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const taken = (name: string): string => basename(namedCampaign(folder, name).files.folder);

it('the latest of that scenario is taken, and it is said which', () => {
  expect(taken('greeter')).toBe('20261123T050000Z-greeter-8');
  expect(said).toBe('greeter: the latest of 2 campaigns of that scenario, 20261123T050000Z-greeter-8\n');
});

it('of one campaign of it that one, also for a trial of it', () => {
  expect(namedTrial(folder, 'greeter-chain/003')).toMatchObject({ id: '003' });
  expect(said).toBe('greeter-chain: the only campaign of that scenario, 20261123T040000Z-greeter-chain-7\n');
});

it("a campaign's own name, or the beginning of one, is taken as it is and needs no word", () => {
  expect(taken('20261123T03')).toBe('20261123T030000Z-greeter-7');
  expect(taken('20261123T050000Z-greeter-8')).toBe('20261123T050000Z-greeter-8');
  expect(said).toBe('');
});

it('a part of a name of a scenario is none, and neither is the beginning of several campaigns', () => {
  expect(() => taken('greet')).toThrow('there is no campaign greet');
  expect(() => taken('20261123T')).toThrow('20261123T means 3 campaigns');
});
