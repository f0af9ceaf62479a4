// Base and head read where the repositories lie: the same commits that a clone gives, or no answer.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commitFiles, textIn } from '../../src/recipe/commit-files.js';
import { gitIn } from '../../src/recipe/git.js';
import { readInPlace, type InPlace } from '../../src/recipe/in-place.js';
import { git, openBench, signal } from './bench.js';

let bench: Awaited<ReturnType<typeof openBench>>;
let shop: string;

beforeEach(async () => {
  bench = await openBench();
  shop = join(bench.dir, 'shop');
  await mkdir(join(shop, 'below'), { recursive: true });
  git(shop, 'init', '--initial-branch=main');
  await commit('one');
  git(shop, 'tag', '1.0.0');
  git(shop, 'checkout', '-b', 'next');
  await commit('two');
  git(shop, 'update-ref', 'refs/pull/1/head', 'HEAD');
  await commit('three');
});
afterEach(async () => {
  await bench.end();
});

async function commit(text: string): Promise<void> {
  await writeFile(join(shop, 'below', 'compose.yml'), text);
  git(shop, 'add', '.');
  git(shop, 'commit', '--message', text);
}

const at = (ref: string): string => git(shop, 'rev-parse', ref).trim();

function read(
  base: string,
  head: string,
  over: { mirror?: string; pins?: { base: string; head: string } } = {},
) {
  const mirror = over.mirror ?? shop;
  return readInPlace(
    {
      repositories: { mirror, upstream: mirror },
      recipe: { base, head },
      pins: over.pins ?? null,
      configFile: join(bench.dir, 'config'),
    },
    signal(),
  );
}

function commits(found: InPlace | null): readonly (string | undefined)[] {
  return [found?.base.commit, found?.head.commit];
}

test('tags, branches, pull requests and commits at which a ref stands are found', async () => {
  expect(commits(await read('1.0.0', 'next'))).toEqual([at('1.0.0'), at('next')]);
  expect(commits(await read('main', 'pull/1/head'))).toEqual([at('main'), at('next~1')]);
  expect(commits(await read('1.0.0', at('next').slice(0, 12)))).toEqual([at('1.0.0'), at('next')]);
});

test('what only a clone can tell is left to it', async () => {
  expect(await read('1.0.0', 'nowhere')).toBeNull();
  expect(await read('0.9.0', 'next')).toBeNull();
  expect(await read(at('next~1'), 'main')).toBeNull();
  expect(await read('1.0.0', 'next', { mirror: join(shop, 'below') })).toBeNull();
  expect(await read('1.0.0', 'next', { mirror: 'https://git.example.org/shop' })).toBeNull();
  expect(await read('1.0.0', 'next', { pins: { base: at('1.0.0'), head: at('main') } })).toBeNull();
});

test('a ref that is what it was when the campaign began is taken', async () => {
  const pins = { base: at('1.0.0'), head: at('next') };
  expect(commits(await read('1.0.0', 'next', { pins }))).toEqual([pins.base, pins.head]);
});

test('files are read as they are, whatever they hold and are called', async () => {
  const odd: Readonly<Record<string, string>> = {
    "it's $(x).yml": 'a\n\nb',
    'no end': 'x',
    empty: '',
    'like an answer': `${at('main')} blob 3\nabc\n${at('main')} missing\n`,
    'ünïcode\n.txt': 'ä€\r\n',
  };
  for (const [name, text] of Object.entries(odd)) await writeFile(join(shop, name), text);
  git(shop, 'add', '.');
  git(shop, 'commit', '--message', 'odd');
  const own = gitIn({ dir: shop, configFile: '/dev/null', console: () => undefined, signal: signal() });
  const files = await commitFiles(own, 'HEAD');
  expect(await files.texts(Object.keys(odd))).toEqual(Object.values(odd));
  expect(await textIn(files, './below/compose.yml')).toBe('three');
  expect(await files.texts(['below', 'nowhere'])).toEqual([null, null]);
});

test('a submodule is named and has no text', async () => {
  git(shop, 'update-index', '--add', '--cacheinfo', `160000,${at('main')},lib`);
  git(shop, 'commit', '--message', 'lib');
  const own = gitIn({ dir: shop, configFile: '/dev/null', console: () => undefined, signal: signal() });
  const files = await commitFiles(own, 'HEAD');
  expect(files.names.has('lib')).toBe(true);
  expect(await files.texts(['lib', 'below/compose.yml'])).toEqual([null, 'three']);
});
