// A folder of compose files, read as its owner deploys it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportedVersions, readEnv } from '../../src/compose/env-file.js';
import { contentsOf, findRecipes, readRecipe, type RecipeFolder } from '../../src/recipe/recipe-folder.js';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function folder(name: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, file)), { recursive: true });
    writeFileSync(join(root, name, file), text);
  }
  return join(root, name);
}

function names({ files, dir }: RecipeFolder): readonly string[] {
  return files.map(({ file }) => file.slice(dir.length + 1));
}

const none = { files: [], env: {} };

describe('the compose files of a folder', () => {
  test.each(['compose.yml', 'compose.yaml', 'docker-compose.yml', 'docker-stack.yml'])(
    'are %s where nothing else is said',
    (file) => {
      expect(names(readRecipe(folder(`usual-${file}`, { [file]: 'services: {}' }), none))).toEqual([file]);
    },
  );

  test('are the one file that says in its name what it is, where none goes by a usual name', () => {
    for (const [index, file] of [
      'shop-stack.yml',
      'main.compose.yaml',
      'docker-stack-compose.yml',
      'compose.x.yml',
    ].entries()) {
      const dir = folder(`named-${String(index)}`, { [file]: 'services: {}', 'config.yml': 'a: 1' });
      expect(names(readRecipe(dir, none))).toEqual([file]);
    }
    for (const [index, files] of [
      { 'a-stack.yml': '', 'b-stack.yml': '' },
      { 'stackless.yml': '', 'composer.yml': '', 'my-composer.yml': '' },
    ].entries())
      expect(findRecipes(folder(`unnamed-${String(index)}`, files))).toEqual([]);
  });

  test('are those for swarm where there are others too', () => {
    const dir = folder('both', { 'docker-compose.yml': '', 'docker-stack.yml': '' });
    expect(names(readRecipe(dir, none))).toEqual(['docker-stack.yml']);
  });

  test('are those of COMPOSE_FILE, which may name itself', () => {
    const two = { 'compose.yml': 'a: 1', 'compose.smtp.yml': 'a: 2', 'compose.db.yml': 'a: 3' };
    const sample =
      'COMPOSE_FILE="compose.yml"\n#COMPOSE_FILE="$COMPOSE_FILE:compose.not.yml"\nCOMPOSE_FILE="$COMPOSE_FILE:compose.smtp.yml"\n';
    const dir = folder('listed', { ...two, '.env.sample': sample });
    expect(names(readRecipe(dir, none))).toEqual(['compose.yml', 'compose.smtp.yml']);
    folder('listed', { '.env': 'COMPOSE_FILE=${COMPOSE_FILE}:compose.db.yml\n' });
    expect(names(readRecipe(dir, none))).toEqual(['compose.yml', 'compose.smtp.yml', 'compose.db.yml']);
    expect(names(readRecipe(dir, { files: ['compose.db.yml'], env: {} }))).toEqual(['compose.db.yml']);
  });

  test('begin with the usual one where COMPOSE_FILE names itself first of all', () => {
    const dir = folder('itself', {
      'docker-compose.yml': '',
      'b.yml': '',
      '.env.sample': 'COMPOSE_FILE="$COMPOSE_FILE:b.yml"\n',
    });
    expect(names(readRecipe(dir, none))).toEqual(['docker-compose.yml', 'b.yml']);
  });

  test('that are missing, too long or no files are told, and the rest is read', () => {
    const dir = folder('broken', {
      'compose.yml': 'services: {}',
      'big.yml': ' '.repeat(5 * 1024 ** 2),
      'folder.yml/x': '',
    });
    const read = readRecipe(dir, { files: ['compose.yml', 'big.yml', 'folder.yml', 'none.yml'], env: {} });
    expect(names(read)).toEqual(['compose.yml']);
    const messages = [
      'the file has 5 MiB: no compose file is as long',
      'folder.yml is no file',
      'there is no file none.yml',
    ];
    expect(read.faults.map(({ message }) => message)).toEqual(messages);
  });

  test('may name files, which are looked for beside them', () => {
    const dir = folder('contents', { 'nginx/app.conf': 'listen 80;' });
    expect([...contentsOf(dir, ['./nginx/app.conf', 'none'])]).toEqual([
      ['./nginx/app.conf', 'listen 80;'],
      ['none', null],
    ]);
  });
});

describe('the variables of a folder', () => {
  test('come from the sample, then .env, then abra.sh, then from whoever asks', () => {
    const dir = folder('shop', {
      'compose.yml': '',
      '.env.sample': 'TYPE=shop\nA=sample\nB=sample\nC=sample\nD=sample\n',
      '.env': 'B=own\nC=own\nD=own\n',
      'abra.sh': '#!/bin/bash\nexport C=abra\nexport D=abra\nlocal E=no\nfoo() {\n  echo "$1"\n}\n',
    });
    const made = { STACK_NAME: 'shop_example_com', DOMAIN: 'shop.example.com' };
    expect(readRecipe(dir, { files: [], env: { D: 'given' } }).env).toEqual({
      TYPE: 'shop',
      A: 'sample',
      B: 'own',
      C: 'abra',
      D: 'given',
      ...made,
    });
  });

  test('may name those above them, quoted as they like', () => {
    const text = 'A=1 # one\nB="$A ${A}#2"\nC=\'$A\'\nexport D=${NONE:-x}\n# E=5\nF="two\nlines"\nG=\n';
    expect(readEnv(text, {})).toEqual({ A: '1', B: '1 1#2', C: '$A', D: 'x', F: 'two\nlines', G: '' });
  });

  test('of an abra.sh are what it exports', () => {
    const text = 'export APP_CONF_VERSION=v3\nexport DB="v1" # first\nX=1\nfn() { Y=2; }\n';
    expect(exportedVersions(text)).toEqual({ APP_CONF_VERSION: 'v3', DB: 'v1' });
  });
});

describe('recipes', () => {
  test('are the folder itself, or those below it, two deep', () => {
    folder('catalogue', {
      'a/compose.yml': '',
      'group/b/docker-compose.yml': '',
      'group/deep/er/compose.yml': '',
      'node_modules/c/compose.yml': '',
      '.git/compose.yml': '',
      'd/README.md': '',
    });
    const found = findRecipes(join(root, 'catalogue')).map((dir) => dir.slice(root.length + 11));
    expect(found).toEqual(['a', 'group/b']);
    expect(findRecipes(join(root, 'catalogue', 'a'))).toEqual([join(root, 'catalogue', 'a')]);
  });
});
