// `driftlab init` on real repositories and folders: what it writes is a scenario that the lab takes.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { vocabulary } from '../../src/cli/vocabulary.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { driftlab } from './driftlab.js';

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
  mkdirSync(join(dir, 'shop'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', join(dir, 'shop'), '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
    encoding: 'utf8',
  }).trim();
const put = (name: string, text: string): void => {
  writeFileSync(join(dir, 'shop', name), text);
};
const compose = (image: string, order = 'stop-first'): string =>
  `services:
  db: { image: "db:1" }
  app:
    image: "${image}"
    environment: ["TOKEN=\${SHOP_TOKEN}"]
    deploy:
      resources: { limits: { memory: 300M } }
      update_config: { order: ${order}, failure_action: rollback, monitor: 60s }
`;
const written = (name = 'shop-upgrade.yml') => {
  const parsed = parseScenario(readFileSync(join(dir, name), 'utf8'), vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenario;
};

it('takes the newest other tag as base and what is checked out as head, and writes over nothing', async () => {
  git('init', '--quiet', '--initial-branch=main');
  for (const tag of ['1.9.0', '1.10.0', '1.11.0']) {
    put('compose.yml', compose(`shop:${tag}`, 'start-first'));
    git('add', '.');
    git('commit', '--quiet', '-m', tag);
    git('tag', tag);
  }
  put('compose.yml', compose('shop:not-committed'));
  const { code, stdout } = await driftlab(dir, ['init', 'shop']);
  expect(code).toBe(0);
  expect(stdout).toContain('the upgrade is from 1.10.0 to main');
  expect(stdout).toContain('not committed');
  const { name, arms } = written();
  expect(name).toBe('shop-upgrade');
  expect(arms.map((arm) => [arm.name, arm.settings.overlays])).toEqual([
    ['as-it-is', []],
    ['with-overlay', ['overlays/shop-upgrade.yml']],
  ]);
  expect(arms[0]?.settings).toMatchObject({
    recipe: { name: 'shop', mirror: 'shop', upstream: 'shop', base: '1.10.0', head: 'main' },
    service: 'app',
    env: { SHOP_TOKEN: '' },
    engine: { memoryBytes: 556 * 1024 ** 2 },
    images: ['db:1', 'shop:1.10.0', 'shop:1.11.0'].map((tag) => ({ tag, from: 'host', name: tag })),
  });
  expect(existsSync(join(dir, 'overlays', 'shop-upgrade.yml'))).toBe(true);
  const again = await driftlab(dir, ['init', 'shop']);
  expect([again.code, again.stderr]).toEqual([64, expect.stringContaining('is there already')]);
  expect(again.stderr).toContain('--to FILE');
});

it('takes the commit before where there is no tag', async () => {
  git('init', '--quiet', '--initial-branch=next');
  for (const image of ['shop:1', 'shop:2']) {
    put('docker-stack.yml', compose(image));
    git('add', '.');
    git('commit', '--quiet', '-m', image);
  }
  expect((await driftlab(dir, ['init', 'shop'])).code).toBe(0);
  const { recipe, images } = written().arms[0]?.settings ?? {};
  expect(recipe).toMatchObject({ base: git('rev-parse', 'HEAD~1').slice(0, 12), head: 'next' });
  expect(images?.map(({ tag }) => tag)).toEqual(['db:1', 'shop:1', 'shop:2']);
});

it('takes a folder with base.yml and head.yml as it is', async () => {
  put('base.yml', compose('shop:1'));
  put('head.yml', compose('shop:2').replaceAll('app:', 'web:'));
  expect((await driftlab(dir, ['init', 'shop', '--to', 'own/first.yml'])).code).toBe(0);
  const { recipe, service } = written('own/first.yml').arms[0]?.settings ?? {};
  // Nobody upgrades a service that the base has not.
  expect([recipe?.fixture, recipe?.base, recipe?.head, service]).toEqual(['../shop', 'base', 'head', 'db']);
});

it.each([
  ['a repository', ['compose.yml']],
  ['a folder of two versions', ['base.yml', 'head.yml']],
] as const)('the command that it says for what sweep finds is one that finds it: of %s', async (_, files) => {
  for (const [index, name] of files.entries()) put(name, compose(`shop:${String(index + 1)}`, 'start-first'));
  if (files.length === 1) {
    git('init', '--quiet', '--initial-branch=main');
    for (const tag of ['1.0.0', '1.1.0']) {
      put(files[0], compose(`shop:${tag}`, 'start-first'));
      git('add', '.');
      git('commit', '--quiet', '-m', tag);
      git('tag', tag);
    }
  }
  const { stdout } = await driftlab(dir, ['init', 'shop']);
  const [, words = ''] = /what sweep says of it: driftlab (sweep .*)/.exec(stdout) ?? [];
  const swept = await driftlab(dir, words.split(' '));
  expect([words, swept.code]).toEqual([words, 1]);
  expect(swept.stdout).toContain('start-first-memory');
});

it('writes nothing rather than half, and only where nothing is', async () => {
  put('base.yml', compose('shop:1', 'start-first'));
  put('head.yml', compose('shop:2', 'start-first'));
  mkdirSync(join(dir, 'taken'));
  writeFileSync(join(dir, 'taken', 'overlays'), '');
  writeFileSync(join(dir, 'file'), '');
  symlinkSync('nowhere', join(dir, 'link.yml'));
  for (const to of ['taken/s.yml', 'file/s.yml', 'link.yml', '/proc/none/s.yml', '']) {
    const { code, stderr } = await driftlab(dir, ['init', 'shop', '--to', to]);
    expect([to, code, stderr]).toEqual([
      to,
      expect.toSatisfy((one) => one === 64 || one === 69),
      expect.not.stringContaining('bug in driftlab'),
    ]);
  }
  expect(existsSync(join(dir, 'taken', 's.yml'))).toBe(false);
  expect(existsSync(join(dir, 'overlays'))).toBe(false);
});

it('writes what a trial reads as the same commit', async () => {
  git('init', '--quiet', '--initial-branch=main');
  for (const image of ['shop:1', 'shop:2', 'shop:3']) {
    put('compose.yml', compose(image));
    git('add', '.');
    git('commit', '--quiet', '-m', image);
  }
  git('tag', 'rel', 'HEAD~1');
  git('branch', 'rel', 'HEAD');
  const asked = async (file: string, ...refs: readonly string[]) => {
    expect((await driftlab(dir, ['init', 'shop', '--to', file, ...refs])).code).toBe(0);
    const { recipe, images } = written(file).arms[0]?.settings ?? {};
    return [recipe?.base, recipe?.head, images?.map(({ tag }) => tag).filter((tag) => tag !== 'db:1')];
  };
  const first = git('rev-parse', 'HEAD~2').slice(0, 12);
  expect(await asked('a.yml', '--base', 'main~2', '--head', 'rel')).toEqual([
    first,
    'rel',
    ['shop:1', 'shop:3'],
  ]);
  expect(await asked('b.yml', '--base', 'rel', '--head', 'main')).toEqual([
    'rel',
    'main',
    ['shop:2', 'shop:3'],
  ]);
});

it('leaves out images that a scenario cannot name, and says so', async () => {
  put('base.yml', compose('shop:${VERSION}'));
  put('head.yml', compose('shop:2@sha256:0123456789012345678901234567890123456789012345678901234567890123'));
  expect((await driftlab(dir, ['init', 'shop'])).code).toBe(0);
  expect(written().arms[0]?.settings.images.map(({ tag }) => tag)).toEqual(['db:1']);
  expect(written().arms[0]?.settings.env).toEqual({ SHOP_TOKEN: '', VERSION: '' });
  expect(readFileSync(join(dir, 'shop-upgrade.yml'), 'utf8')).toContain('Not in this list');
});

it.each([
  ['nothing at all', (): void => undefined, 'is no git repository with a commit'],
  [
    'one commit',
    (): void => {
      git('init', '--quiet');
      put('compose.yml', compose('a:1'));
      git('add', '.');
      git('commit', '--quiet', '-m', 'one');
    },
    'has one commit and no tag',
  ],
  [
    'one of the two files of a folder',
    (): void => {
      put('base.yml', compose('a:1'));
      mkdirSync(join(dir, 'shop', 'head.yml'));
    },
    'has no file head.yml',
  ],
  [
    'only a part of a repository',
    (): void => {
      execFileSync('git', ['init', '--quiet', dir]);
      put('compose.yml', compose('a:1'));
      execFileSync('git', ['-C', dir, 'add', '.']);
      execFileSync('git', [
        '-C',
        dir,
        '-c',
        'user.name=a',
        '-c',
        'user.email=a@b',
        'commit',
        '--quiet',
        '-m',
        'x',
      ]);
    },
    'is a part of the repository',
  ],
  [
    'no files of its own, as a bare repository',
    (): void => {
      execFileSync('git', ['init', '--quiet', join(dir, 'work')]);
      const own = ['-C', join(dir, 'work'), '-c', 'user.name=a', '-c', 'user.email=a@b'];
      execFileSync('git', [...own, 'commit', '--quiet', '--allow-empty', '-m', 'x']);
      rmSync(join(dir, 'shop'), { recursive: true });
      execFileSync('git', ['clone', '--quiet', '--bare', join(dir, 'work'), join(dir, 'shop')]);
    },
    'is a bare repository: it has no files to look at',
  ],
  [
    'no compose file',
    (): void => {
      git('init', '--quiet');
      for (const text of ['a', 'b']) {
        put('README', text);
        git('add', '.');
        git('commit', '--quiet', '-m', text);
      }
    },
    'has no compose file that can be read',
  ],
])('says what a folder lacks that has %s, and writes nothing', async (_, make, words) => {
  make();
  const { code, stderr } = await driftlab(dir, ['init', 'shop']);
  expect([code, stderr]).toEqual([64, expect.stringContaining(words)]);
  expect(existsSync(join(dir, 'shop-upgrade.yml'))).toBe(false);
});

it('of a live stack takes no folder and no refs, and an engine only with a stack', async () => {
  const asked = [
    ['shop', '--stack', 'shop'],
    ['--stack', 'shop', '--head', 'main'],
    ['--stack', 'shop', '-c', 'compose.yml'],
    ['shop', '--engine', 'unix:///no/such.sock'],
    ['--stack', 'shop', '--engine', 'unix:///no/such.sock'],
  ];
  const ran = await Promise.all(asked.map(async (words) => driftlab(dir, ['init', ...words])));
  expect(ran.map(({ code }) => code)).toEqual([64, 64, 64, 64, 69]);
  expect(existsSync(join(dir, 'shop-captured'))).toBe(false);
});

it('prints next commands that a shell takes as they are, whatever the file is called', async () => {
  put('base.yml', compose('a:1'));
  put('head.yml', compose('a:2'));
  const { code, stdout } = await driftlab(dir, ['init', 'shop', '--to', "my shop's.yml"]);
  expect([code, stdout]).toEqual([0, expect.stringContaining(`next: driftlab check 'my shop'\\''s.yml'`)]);
  const check = /next: driftlab (check .*)/.exec(stdout)?.[1] ?? '';
  const words = execFileSync('sh', ['-c', `for one in ${check}; do echo "$one"; done`], { encoding: 'utf8' });
  expect(words).toBe("check\nmy shop's.yml\n");
});

it('writes the compose files that are named into the scenario, in their order', async () => {
  git('init', '--quiet', '--initial-branch=main');
  put('one.yml', compose('a:1'));
  put('two.yml', 'services: { mail: { image: "mail:1" } }\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'a');
  git('tag', '1.0.0');
  put('one.yml', compose('a:2'));
  git('commit', '--quiet', '-a', '-m', 'b');
  const { code } = await driftlab(dir, ['init', 'shop', '-c', 'one.yml', '-c', 'two.yml']);
  expect(code).toBe(0);
  const { images, env } = written().arms[0]?.settings ?? {};
  expect(env).toMatchObject({ COMPOSE_FILE: 'one.yml:two.yml' });
  expect(images?.map(({ tag }) => tag)).toEqual(['a:1', 'a:2', 'db:1', 'mail:1']);
});

it('names the files of a folder in which no name says which of them make up the stack', async () => {
  git('init', '--quiet', '--initial-branch=main');
  for (const image of ['a:1', 'a:2']) {
    put('docker-compose.one.yml', compose(image));
    put('docker-compose.two.yml', compose('b:1'));
    git('add', '.');
    git('commit', '--quiet', '-m', image);
  }
  const { code, stderr } = await driftlab(dir, ['init', 'shop']);
  expect([code, stderr]).toEqual([
    64,
    expect.stringContaining(
      '-c docker-compose.one.yml; there are docker-compose.one.yml, docker-compose.two.yml',
    ),
  ]);
});

it('stands in for all images on request, and says in the question that they are not the real ones', async () => {
  put('base.yml', compose('shop:1'));
  put(
    'head.yml',
    compose('shop:2').replace('image: "db:1"', 'image: "db:1", volumes: ["/var/run/docker.sock:/s"]'),
  );
  const { code, stdout } = await driftlab(dir, ['init', 'shop', '--stand-ins']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('written: stand-ins/shop-upgrade\n')]);
  const { question, arms } = written();
  expect(question).toBe('Does the upgrade of shop hold, with a stand-in for every image?');
  const { images, sides, engine } = arms[0]?.settings ?? {};
  expect(engine).toMatchObject({ kind: 'private', socket: true });
  expect(images).toEqual(
    ['db:1', 'shop:1', 'shop:2'].map((tag) => ({
      tag: `stand-in-for/${tag}`,
      from: 'build',
      path: 'stand-ins/shop-upgrade/image',
    })),
  );
  expect(sides?.base.overlays).toEqual(['stand-ins/shop-upgrade/base.yml']);
  expect(sides?.head.overlays).toEqual(['stand-ins/shop-upgrade/head.yml']);
  const checked = await driftlab(dir, ['check', 'shop-upgrade.yml']);
  expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('ok (1 arm)')]);
});

it('upgrades a repository without tags from before its last change of what is deployed', async () => {
  git('init', '--quiet', '--initial-branch=main');
  const commit = (name: string, text: string): string => {
    put(name, text);
    git('add', '.');
    git('commit', '--quiet', '-m', name);
    return git('rev-parse', 'HEAD').slice(0, 12);
  };
  commit('compose.yml', compose('shop:1'));
  const readme = commit('README.md', 'one');
  commit('compose.yml', compose('shop:2'));
  commit('README.md', 'two');
  const { code, stdout } = await driftlab(dir, ['init', 'shop']);
  expect([code, stdout]).toEqual([0, expect.stringContaining(`the upgrade is from ${readme} to main`)]);
});

it('takes the commit before where what is deployed was there from its first version on', async () => {
  git('init', '--quiet', '--initial-branch=main');
  for (const name of ['README.md', 'compose.yml', 'LICENSE', 'NOTICE']) {
    put(name, compose('shop:1'));
    git('add', '.');
    git('commit', '--quiet', '-m', name);
  }
  const { code, stdout } = await driftlab(dir, ['init', 'shop']);
  const before = git('rev-parse', 'HEAD~1').slice(0, 12);
  expect([code, stdout]).toEqual([0, expect.stringContaining(`the upgrade is from ${before} to main`)]);
});

it('tests a service that the upgrade changes, and names only variables that nobody gives', async () => {
  const of = (web: string): string => `services:
  app: { image: "app:1", environment: ["HOME=$HOME", "KEY=$KEY"] }
  web: { image: "${web}" }
  worker: { image: "worker:1", deploy: { replicas: 3, resources: { limits: { memory: 100M } } } }
`;
  put('base.yml', of('web:1'));
  put('head.yml', `${of('web:2')}  added: { image: "added:1" }\n`);
  expect((await driftlab(dir, ['init', 'shop'])).code).toBe(0);
  const { service, env, engine } = written().arms[0]?.settings ?? {};
  expect([service, env, engine]).toEqual([
    'web',
    { KEY: '' },
    expect.objectContaining({ memoryBytes: 556 * 1024 ** 2 }),
  ]);
  const text = readFileSync(join(dir, 'shop-upgrade.yml'), 'utf8');
  expect(text).toContain('The limits that are written, and 256 MiB; app, web, added have none');
});

it('lays what mends a service that only the head has on the head alone', async () => {
  const mendable = 'deploy: { update_config: { delay: 10s, failure_action: rollback } }';
  put('base.yml', `services: { app: { image: "a:1", ${mendable} } }`);
  put('head.yml', `services: { app: { image: "a:2", ${mendable} }, added: { image: "b:1", ${mendable} } }`);
  expect((await driftlab(dir, ['init', 'shop', '--stand-ins'])).code).toBe(0);
  const { overlays, sides } = written().arms[1]?.settings ?? {};
  expect([overlays, sides?.base.overlays, sides?.head.overlays]).toEqual([
    ['overlays/shop-upgrade.yml'],
    ['stand-ins/shop-upgrade/base.yml'],
    ['stand-ins/shop-upgrade/head.yml', 'overlays/shop-upgrade-head.yml'],
  ]);
  const checked = await driftlab(dir, ['check', 'shop-upgrade.yml']);
  expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('ok (2 arms)')]);
});

it('says the command of a sweep that reads the files that were named', async () => {
  put('other.yml', compose('shop:1', 'start-first'));
  put('compose.yml', compose('shop:1'));
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'one');
  put('other.yml', compose('shop:2', 'start-first'));
  git('commit', '--quiet', '-am', 'two');
  const { stdout } = await driftlab(dir, ['init', 'shop', '-c', 'other.yml']);
  expect(stdout).toMatch(/driftlab sweep \S+ -c other\.yml$/m);
});
