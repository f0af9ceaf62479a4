// The example of docs/first-scenario.md: what the page says of it holds, up to the engine.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { driftlab } from './driftlab.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));
const page = fileURLToPath(new URL('../../docs/first-scenario.md', import.meta.url));
let lab = '';

beforeAll(() => {
  lab = join(mkdtempSync(join(tmpdir(), 'driftlab-test-')), 'my-lab');
  cpSync(examples, lab, { recursive: true });
});
afterAll(() => {
  rmSync(join(lab, '..'), { recursive: true, force: true });
});

test('init writes a scenario with two arms, and the images and steps of the page make it whole', async () => {
  const { code, stdout } = await driftlab(lab, ['init', 'shop']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('next: driftlab check shop-upgrade.yml')]);
  const path = join(lab, 'shop-upgrade.yml');
  const document = parseDocument(readFileSync(path, 'utf8'));
  expect(document.toJS()).toMatchObject({ arms: { 'as-it-is': {}, 'with-overlay': {} } });
  const shown = [...readFileSync(page, 'utf8').matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text ?? '');
  for (const text of shown)
    for (const [key, value] of Object.entries(parseDocument(text).toJS() as Record<string, unknown>))
      document.set(key, value);
  writeFileSync(path, String(document));
  const checked = await driftlab(lab, ['check', 'shop-upgrade.yml']);
  expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('ok (2 arms)')]);
});

test('without its images check says where each is wanted, and boots nothing', async () => {
  await driftlab(lab, ['init', 'shop', '--to', 'bare.yml']);
  const path = join(lab, 'bare.yml');
  const document = parseDocument(readFileSync(path, 'utf8'));
  document.set('images', []);
  writeFileSync(path, String(document));
  const { code, stdout } = await driftlab(lab, ['check', 'bare.yml']);
  expect([code, stdout]).toEqual([
    64,
    expect.stringMatching(/compose\.yml:\d+:\d+: .*do not provide shop-app:1\.0\.0/),
  ]);
});
