// Which record of an earlier meeting is believed, and which abra is met again.
import { expect, it } from 'vitest';
import type { MetAbra } from '../../../src/cli/conformance/met-abra.js';
import { conformanceOf } from '../../../src/cli/conformance/require-conformance.js';

type State = MetAbra['items'][number]['state'];

const met = (at: string, ...states: readonly State[]): MetAbra => ({
  format: 1,
  revision: 1,
  at,
  engine: '26.1.5',
  path: '/somewhere/abra',
  sha256: 'a'.repeat(64),
  version: '0.11.0',
  items: states.map((state, index) => ({
    name: `item-${String(index)}`,
    claim: 'it does',
    state,
    seen: 'so',
  })),
});
const earlier = '2026-01-01T00:00:00.000Z';
const now = '2026-02-01T00:00:00.000Z';

/** When the meeting was that it is known by, or why it is not known; and how often it was met. */
async function known(before: MetAbra | null, again: MetAbra | null): Promise<readonly [string, number]> {
  let meetings = 0;
  const found = await conformanceOf({
    before,
    whyNoMeeting: () => (again === null ? 'no engine here' : null),
    meet: () => {
      meetings++;
      return again === null ? Promise.reject(new Error('met where it cannot be')) : Promise.resolve(again);
    },
  });
  return ['unchecked' in found ? found.unchecked : found.at, meetings];
}

it('is met once where all passed', async () => {
  expect(await known(met(earlier, 'passed', 'passed'), met(now, 'failed'))).toEqual([earlier, 0]);
  expect(await known(null, met(now, 'passed'))).toEqual([now, 1]);
});

it.each(['failed', 'open'] as const)(
  'is met again where an item was %s, and taken when it passes',
  async (state) => {
    expect(await known(met(earlier, 'passed', state), met(now, 'passed', 'passed'))).toEqual([now, 1]);
  },
);

it('is refused by what is seen now, not by what was', async () => {
  const refused = known(met(earlier, 'failed', 'passed'), met(now, 'passed', 'failed'));
  await expect(refused).rejects.toMatchObject({
    code: 'missing-tool',
    message: expect.stringMatching(/met on 2026-02-01\):\n {2}item-1 \(failed\): so$/) as string,
  });
});

it('is unchecked where it was never met and cannot be, and refused where it failed before', async () => {
  expect(await known(null, null)).toEqual(['no engine here', 0]);
  await expect(known(met(earlier, 'failed'), null)).rejects.toMatchObject({
    code: 'missing-tool',
    message: expect.stringContaining('met on 2026-01-01') as string,
  });
  expect(await known(met(earlier, 'passed'), null)).toEqual([earlier, 0]);
});
