// Each signature on a recipe of its own: found in what is called present, and in nothing that is absent or
// nearly so.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sweepFolders, type SweptFolder } from '../../src/cli/sweep/sweep-folders.js';
import { readStack } from '../../src/compose/read-stack.js';
import { sweep } from '../../src/sweep/index.js';
import type { Finding } from '../../src/sweep/signature.js';
import { signatures } from '../../src/sweep/signatures/index.js';

const recipes = fileURLToPath(new URL('recipes', import.meta.url));
const oneNode = { nodes: 1, memoryBytes: null };

async function sweptOf(
  name: string,
  swarm: { nodes: number; memoryBytes: number | null } = oneNode,
): Promise<SweptFolder> {
  const dir = join(recipes, name);
  const base = existsSync(join(dir, 'base')) ? join(dir, 'base') : null;
  const [one] = await sweepFolders([dir], { files: [], env: {}, base, swarm });
  if (one === undefined) throw new Error(`there is no recipe ${name}`);
  return one;
}

async function foundIn(
  name: string,
  swarm?: { nodes: number; memoryBytes: number | null },
): Promise<readonly Finding[]> {
  const { shown } = await sweptOf(name, swarm);
  return shown.findings.filter(({ signature }) => signature === name);
}

/** A service, or the config or secret that the sentence names. */
function thing({ service, says }: Finding): string {
  return service ?? /^the \w+ (\S+)/.exec(says)?.[1] ?? '';
}

describe('a signature', () => {
  test('has a recipe that shows it', () => {
    expect(readdirSync(recipes).sort()).toEqual(signatures.map(({ name }) => name).sort());
  });

  test.each(signatures.map(({ name }) => name))(
    '%s is found where it is present, and only there',
    async (name) => {
      const { shown, stack } = await sweptOf(name);
      expect(
        shown.findings.filter(({ signature }) => signature === 'refused' || signature === 'unreadable'),
      ).toEqual([]);
      const things = [
        ...(stack?.services.keys() ?? []),
        ...(stack?.configs.keys() ?? []),
        ...(stack?.secrets.keys() ?? []),
      ];
      const found = shown.findings.filter(({ signature }) => signature === name).map(thing);
      expect(found.sort()).toEqual(things.filter((one) => one.startsWith('present')).sort());
    },
  );

  test('rests on lines of the recipe, and says why', async () => {
    for (const { name } of signatures) {
      for (const { places, why, mend, source } of await foundIn(name)) {
        expect(places[0].file).toMatch(/compose\.yml$/);
        expect([why, mend, source].every((words) => words.length > 5)).toBe(true);
      }
    }
  });
});

describe('what is known of the swarm', () => {
  test('takes away what it makes harmless', async () => {
    const big = { nodes: 3, memoryBytes: 64 * 1024 ** 3 };
    expect((await foundIn('start-first-host-port', big)).map(thing)).toEqual(['present-global']);
    expect(await foundIn('start-first-max-per-node', big)).toEqual([]);
    expect(await foundIn('host-port-of-many', big)).toEqual([]);
    expect(await foundIn('start-first-reservation', { nodes: 1, memoryBytes: 1024 ** 3 })).toEqual([]);
  });

  test('makes worse what it shows', async () => {
    expect(await foundIn('start-first-reservation')).toMatchObject([{ severity: 'medium' }]);
    const small = { nodes: 1, memoryBytes: 128 * 1024 ** 2 };
    expect(await foundIn('start-first-reservation', small)).toMatchObject([{ severity: 'high' }]);
  });
});

describe('what tasks hold now, where they have no limit', () => {
  const mib = 1024 ** 2;
  const app = (used: Readonly<Record<string, number>>): readonly Finding[] => {
    const text = `services:
  app: { image: app, deploy: { update_config: { order: start-first, failure_action: rollback } } }
  db: { image: db }
`;
    const { stack } = readStack([{ file: 'compose.yml', text }], {});
    if (stack === null) throw new Error('no stack');
    const usedBytes = new Map(Object.entries(used));
    const swarm = { nodes: 1, memoryBytes: 448 * mib, usedBytes };
    return sweep({ stack, contents: new Map(), before: null, swarm }).filter(
      ({ signature }) => signature === 'start-first-memory',
    );
  };

  test('shows that memory is short', () => {
    expect(app({ app: 200 * mib, db: 100 * mib })).toMatchObject([
      {
        severity: 'high',
        says: expect.stringContaining('by what they hold now all tasks need 500 MiB') as string,
      },
    ]);
  });

  test.each([
    ['is enough now', { app: 100 * mib, db: 100 * mib }],
    ['is not known of every service', { app: 400 * mib }],
    ['is not measured', {}],
  ])('never shows that there is enough: it %s', (_, used) => {
    expect(app(used)).toMatchObject([{ severity: 'medium' }]);
  });

  test('of one that holds much is told', () => {
    expect(app({ app: 700 * mib })).toMatchObject([
      { severity: 'high', says: expect.stringContaining('each holds 700 MiB now') as string },
    ]);
  });
});

test('the recipe of the investigation is found', async () => {
  const discourse = fileURLToPath(new URL('../../scenarios/recipes/discourse/09-upgrade', import.meta.url));
  const [one] = await sweepFolders([discourse], { files: [], env: {}, base: null, swarm: oneNode });
  expect(one?.shown.findings.find(({ signature }) => signature === 'start-first-memory')).toMatchObject({
    service: 'app',
    places: [{ line: 31 }, { line: 30 }],
    change: { path: ['deploy', 'update_config', 'order'], value: 'stop-first' },
  });
});

test('an image whose version is a variable that nobody gives is refused, which says nothing of its version', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
  try {
    const text =
      'services: { db: { image: "postgres:${V}", volumes: ["data:/var/lib/postgresql/data"] } }\nvolumes: { data: }\n';
    writeFileSync(join(dir, 'compose.yml'), text);
    const [one] = await sweepFolders([dir], { files: [], env: {}, base: null, swarm: oneNode });
    const names = one?.shown.findings.map(({ signature }) => signature) ?? [];
    expect([names.includes('refused'), names.includes('database-floating-tag')]).toEqual([true, false]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

describe('an upgrade that changes nothing', () => {
  const upgraded = (before: string, now: string) => {
    const version = (text: string) => {
      const { stack } = readStack([{ file: 'compose.yml', text }], {});
      if (stack === null) throw new Error('no stack');
      return { stack, contents: new Map<string, string | null>() };
    };
    return sweep({ ...version(now), before: version(before), swarm: oneNode }).flatMap(
      ({ signature, says }) => (signature === 'label-only-head' ? [says] : []),
    );
  };
  const stack = 'services: { app: { image: "a:1", deploy: { replicas: 1 } } }';

  test('is told before it is tried, and one that changes anything that runs is not', () => {
    expect(upgraded(stack, stack)).toEqual(['the head changes nothing that runs in the stack, nor a label']);
    expect(upgraded(stack, stack.replace('replicas: 1', 'replicas: 2'))).toHaveLength(1);
    expect(upgraded(stack, stack.replace('a:1', 'a:2'))).toEqual([]);
    expect(upgraded(stack, stack.replace('app:', 'web:'))).toEqual([]);
  });

  test('is not known where a file of variables may have changed', () => {
    const withFile = stack.replace('image:', 'env_file: [app.env], image:');
    expect(upgraded(withFile, withFile)).toEqual([]);
  });
});
