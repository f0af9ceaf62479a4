// Docs that lead somewhere: every link of a page is to a file that is there, and the README's scenario is one
// that driftlab takes.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { checks } from '../src/checks/index.js';
import { vocabulary } from '../src/cli/vocabulary.js';
import { families } from '../src/cli/families.js';
import { privateEngine } from '../src/scenario/engines/private.js';
import { observeShape } from '../src/scenario/observe-shape.js';
import { parseScenario } from '../src/scenario/parse.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'results/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

it.each(pages)('every link of %s leads to a file that is there', (page) => {
  const links = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, link]) => link ?? '')
    .filter((link) => !/^[a-z]+:/.test(link));
  expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
});

it('the README is no longer than three screens of fifty lines', () => {
  expect(readFileSync(join(root, 'README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(150);
});

it('the scenario that the README shows is taken without a problem', () => {
  const [, text = ''] = /```yaml\n(.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  expect(parseScenario(text, vocabulary)).toMatchObject({ ok: true });
});

const members = [
  ...vocabulary.deployers,
  ...vocabulary.clones,
  ...vocabulary.injectors,
  ...vocabulary.actions,
];

it.each(Object.keys(checks))('the table of checks has a row for %s, with each of its options', (name) => {
  const page = readFileSync(join(root, 'docs/checks.md'), 'utf8');
  const [row = ''] = page.split('\n').filter((line) => line.startsWith(`| \`${name}\` |`));
  const { properties = {} } = z.toJSONSchema(checks[name]?.options ?? z.never(), { io: 'input' });
  const missing = Object.keys(properties).filter((option) => !row.includes(`\`${option}`));
  expect({ row, missing }).toEqual({ row: expect.stringContaining(name) as string, missing: [] });
});

const timed = [['docs/scenarios.md', observeShape()] as const];
const made = ['docs/scenarios.md', 'docs/nodes.md'].map((page) => [page, privateEngine.written()] as const);

it.each([...timed, ...made])(
  '%s has a row for each key, with what counts where nothing is said',
  (page, shape) => {
    const rows = readFileSync(join(root, page), 'utf8').split('\n');
    const { properties = {} } = z.toJSONSchema(shape, { io: 'input' });
    const told = Object.entries(properties).map(([key, schema]) => {
      const row = rows.find((line) => line.startsWith('| `') && line.split(' | ')[0]?.includes(`\`${key}\``));
      const value = typeof schema === 'object' ? schema.default : undefined;
      return [key, row !== undefined && (typeof value !== 'string' || row.includes(value))];
    });
    const apart = page === 'docs/nodes.md' ? ['fresh', 'programs'] : [];
    expect(told.filter(([key, isTold]) => isTold !== true && !apart.includes(String(key)))).toEqual([]);
  },
);

const watching = families.find(({ name }) => name === 'sources')?.members ?? [];

it.each(watching)('the table of what watches has the row of $name as it defines it', (source) => {
  const page = readFileSync(join(root, 'docs/how-it-works.md'), 'utf8');
  const cells = [`\`${source.name}\``, source.summary, source.needs?.join(', ') ?? ''];
  expect(page).toContain(`\n| ${cells.join(' | ')} |\n`.replace('|  |', '| |'));
});

it.each(members)('docs/scenarios.md has a row for $name, with each of its options', ({ name, options }) => {
  const page = readFileSync(join(root, 'docs/scenarios.md'), 'utf8');
  const [row = ''] = page.split('\n').filter((line) => line.startsWith(`| \`${name}\` |`));
  const { properties = {} } = z.toJSONSchema(options, { io: 'input' });
  const missing = Object.keys(properties).filter((option) => !row.includes(`\`${option}\``));
  expect({ row, missing }).toEqual({ row: expect.stringContaining(name) as string, missing: [] });
});
