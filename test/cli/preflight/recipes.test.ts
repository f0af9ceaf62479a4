// What is said of a recipe before anything boots: what will not work, what could not be found out, and what is
// risky, of base and head alike.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRecipes, type OpenedRecipes } from '../../../src/cli/preflight/recipes.js';
import type { Arm, Settings } from '../../../src/scenario/scenario.js';
import { recipe, settingsWith } from '../../scenario/settings.js';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

type Files = Readonly<Record<string, string>>;

const sound: Files = { 'compose.yml': 'services: { app: { image: "shop:1" } }\n' };
const shop = { tag: 'shop:1', from: 'absent' } as const;

/** A repository with base tagged 1.0.0 and head on main. */
function repository(base: Files, head: Files): string {
  const folder = join(dir, 'shop');
  const git = (...args: readonly string[]): void => {
    const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
    execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'ignore' });
  };
  const commit = (files: Files): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git('add', '--all');
    git('commit', '--allow-empty', '--message', 'x');
  };
  mkdirSync(folder);
  git('init', '--initial-branch=main');
  commit(base);
  git('tag', '1.0.0');
  commit(head);
  return folder;
}

/** As opened, without what is told of an upgrade that changes nothing, as most of these do. */
async function open(...asked: Parameters<typeof openAll>): Promise<OpenedRecipes> {
  const opened = await openAll(...asked);
  return { ...opened, notes: opened.notes.filter((one) => !one.includes('label-only-head')) };
}

function openAll(
  { base, head = {} }: { readonly base: Files; readonly head?: Files },
  over: Partial<Settings> = {},
  arms: readonly { readonly name: string; readonly overlays: readonly string[] }[] = [
    { name: 'only', overlays: [] },
  ],
): Promise<OpenedRecipes> {
  const path = repository({ ...sound, ...base }, head);
  const given = { ...recipe, fixture: null, mirror: path, upstream: path, base: '1.0.0', head: 'main' };
  const all = arms.map(({ name, overlays }): Arm => ({
    name,
    factors: {},
    settings: settingsWith({ recipe: given, images: [shop], overlays, ...over }),
  }));
  return openRecipes(all, { scenarioDir: dir }, AbortSignal.timeout(20_000));
}

test('a recipe that is all there has nothing against it', async () => {
  const { problems, notes, unreached, checks } = await open({ base: {} });
  expect({ problems, notes, unreached }).toEqual({ problems: [], notes: [], unreached: [] });
  expect(checks.get('only')?.commits?.base).toMatch(/^[0-9a-f]{40}$/);
});

test('what docker refuses of the base is a problem, of the head a note', async () => {
  const bad = 'services:\n  app:\n    image: shop:1\n    ports: ["http:80"]\n';
  const { problems } = await open({ base: { 'compose.yml': bad }, head: sound });
  expect(problems).toEqual([
    expect.stringMatching(/^base 1\.0\.0, compose\.yml:4:13: services\.app\.ports\.0 has to be a port/),
  ]);
  rmSync(join(dir, 'shop'), { recursive: true });
  const both = await open({ base: { 'compose.yml': bad } });
  expect([both.problems.length, both.notes.length]).toEqual([1, 0]);
  rmSync(join(dir, 'shop'), { recursive: true });
  const other = await open({ base: {}, head: { 'compose.yml': bad } });
  expect(other.problems).toEqual([]);
  expect(other.notes).toEqual([
    expect.stringMatching(/^head main, compose\.yml:4:13: .*the upgrade cannot work$/),
  ]);
});

test('images that nothing provides are told of base and head, each once, and not of a service without tasks', async () => {
  const text = (tag: string): string =>
    `services:\n  app: { image: "shop:${tag}" }\n  db: { image: docker.io/library/pg }\n` +
    '  off: { image: off, deploy: { replicas: 0 } }\n';
  const ask = { base: { 'compose.yml': text('1') }, head: { 'compose.yml': text('2') } };
  const { problems } = await open(ask);
  expect(problems).toEqual([
    expect.stringMatching(
      /^base 1\.0\.0 and head main, compose\.yml:3:16: .*do not provide docker\.io\/library\/pg/,
    ),
    expect.stringMatching(
      /^head main, compose\.yml:2:17: .*do not provide shop:2, .*each is given under images:/,
    ),
  ]);
  rmSync(join(dir, 'shop'), { recursive: true });
  const images = [shop, { ...shop, tag: 'shop:2' }, { ...shop, tag: 'pg:latest' }];
  expect((await open(ask, { images })).problems).toEqual([]);
  rmSync(join(dir, 'shop'), { recursive: true });
  writeFileSync(join(dir, 'all.tar'), '');
  const archive = { tag: 'shop:1', from: 'tar', path: join(dir, 'all.tar') } as const;
  expect(
    (await open(ask, { images: [archive] })).problems.filter((one) => one.includes('do not provide')),
  ).toEqual([]);
  rmSync(join(dir, 'shop'), { recursive: true });
  expect((await open(ask, { stopAt: 'stamp' })).problems).toEqual([]);
});

test('files that the commit or the machine has not', async () => {
  const text =
    'services:\n  app:\n    image: shop:1\n    env_file: [app.env, sub/there.env]\n    configs: [c]\n' +
    '    volumes: ["./conf:/c", "./none:/n", "/no/such/folder:/f", "/etc:/host:ro", "data:/d", ' +
    '"/var/run/other.sock:/s"]\nconfigs: { c: { file: ./c.conf }, d: { file: sub/there.env } }\n' +
    'volumes: { data: }\n';
  const { problems } = await open({
    base: { 'compose.yml': text, 'sub/there.env': 'A=1\n', 'conf/deep/x': '' },
  });
  expect(problems.map((problem) => /: (?:the|service) .*$/.exec(problem)?.[0])).toEqual([
    ': the config c comes from ./c.conf, which is not in the commit',
    ': service app takes its environment from app.env, which is not in the commit',
    ': service app mounts ./none, which is not in the commit',
    ': service app mounts /no/such/folder, which is not on this machine',
  ]);
});

test('what lies behind a link to a folder, or in a submodule, is not known', async () => {
  const text =
    'services: { app: { image: "shop:1", configs: [c, d] } }\n' +
    'configs: { c: { file: ./linked/c.conf }, d: { file: ./other/c.conf } }\n';
  const made = repository({ ...sound, 'compose.yml': text }, {});
  symlinkSync('real', join(made, 'linked'));
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  execFileSync('git', ['add', '--all'], { cwd: made });
  execFileSync('git', [...who, 'commit', '--quiet', '--message', 'link'], { cwd: made });
  const given = { ...recipe, fixture: null, mirror: made, upstream: made, base: '1.0.0', head: 'main' };
  const arm: Arm = { name: 'only', factors: {}, settings: settingsWith({ recipe: given, images: [shop] }) };
  const { problems, notes } = await openRecipes([arm], { scenarioDir: dir }, AbortSignal.timeout(20_000));
  const told = [...problems, ...notes].filter((one) => one.includes('not in the commit'));
  expect(told.filter((one) => one.startsWith('head'))).toEqual([]);
  expect(told.filter((one) => one.includes('linked'))).toHaveLength(1);
});

test('of a deploy command of the author what speaks against a deploy is a note: it may see to it', async () => {
  const text = 'services: { app: { image: "shop:9", env_file: [made-by-it.env] } }\n';
  writeFileSync(join(dir, 'deploy.sh'), '#!/bin/sh\n', { mode: 0o755 });
  const { problems, notes } = await open(
    { base: { 'compose.yml': text } },
    { deployer: 'command', deployment: { timeoutMs: 1000, options: ['./deploy.sh'], stamp: 'chaos' } },
  );
  expect(problems).toEqual([]);
  expect(notes.filter((note) => note.endsWith('unless the deploy command sees to it'))).toHaveLength(4);
});

test("the engine's socket, of base and of head, unless the scenario asks for that of the engine under test", async () => {
  const bound = 'services: { app: { image: "shop:1", volumes: ["/var/run/docker.sock:/s"] } }\n';
  const engine = settingsWith({}).engine;
  const of = async (ask: Files, socket: boolean): Promise<readonly string[]> => {
    rmSync(join(dir, 'shop'), { recursive: true, force: true });
    return (await open({ base: {}, head: ask }, { engine: { ...engine, socket } })).problems;
  };
  expect(await of({ 'compose.yml': bound }, false)).toEqual([
    expect.stringMatching(/^head main: compose\.yml:1:\d+: service app is given \/var\/run\/docker\.sock/),
  ]);
  expect(await of({ 'compose.yml': bound }, true)).toEqual([]);
  expect(await of({ 'compose.yml': bound.replace('docker', 'other') }, false)).toEqual([]);
});

test('what an image of the scenario is made of, where an engine is to have it', async () => {
  const images = [{ tag: 'shop:1', from: 'build', path: 'no-such-folder' }] as const;
  const { problems } = await open({ base: {} }, { images });
  expect(problems).toEqual([expect.stringMatching(/^the image shop:1: there is no folder /)]);
  rmSync(join(dir, 'shop'), { recursive: true });
  expect((await open({ base: {} }, { images, stopAt: 'stamp' })).problems).toEqual([]);
});

test('constraints that the one node of a private engine does not meet', async () => {
  const text = (written: readonly string[]): string =>
    `services: { app: { image: "shop:1", deploy: { placement: { constraints: ${JSON.stringify(written)} } } } }\n`;
  const met = [
    'node.role == manager',
    'node.role!=worker',
    'node.labels.x != y',
    'node.platform.os == linux',
    `node.hostname == ${hostname()}`,
  ];
  const unmet = ['node.role == worker', 'node.labels.db==true', 'node.hostname == a', 'node.role != Manager'];
  const { problems } = await open({ base: { 'compose.yml': text([...met, ...unmet]) } });
  expect(problems.map((problem) => /for want of (.*?):/.exec(problem)?.[1])).toEqual(unmet);
  rmSync(join(dir, 'shop'), { recursive: true });
  const existing = { kind: 'existing', target: { via: 'context', context: 'x' }, clean: 'stack' } as never;
  expect((await open({ base: { 'compose.yml': text(unmet) } }, { engine: existing })).problems).toEqual([]);
});

test('what is risky in the upgrade, in the arms where it is', async () => {
  const start =
    'services: { app: { deploy: { update_config: { order: start-first, failure_action: rollback } } } }\n';
  writeFileSync(join(dir, 'start.yml'), start);
  const { notes } = await open({ base: {} }, {}, [
    { name: 'plain', overlays: [] },
    { name: 'beside', overlays: ['start.yml'] },
  ]);
  expect(notes).toContainEqual(
    expect.stringMatching(/^in beside: medium start-first-memory: .*\(start\.yml:1:\d+\)$/),
  );
  expect(notes.every((note) => note.startsWith('in beside: '))).toBe(true);
});

test('variables: those that nobody gives are named, and no value of a secret is told', async () => {
  const text = 'services: { app: { image: "shop:1", hostname: $WHO.$STACK_NAME$HOME, labels: [$S, $S] } }\n';
  const { notes, problems } = await open(
    { base: { 'compose.yml': text } },
    { env: { S: 'hunter2-and-more' }, secrets: ['S'] },
  );
  expect(notes).toEqual([expect.stringMatching(/^nobody gives WHO: /)]);
  expect(problems).toEqual([expect.stringMatching(/labels has .* twice/)]);
  expect(problems.join()).not.toContain('hunter2-and-more');
});

test('a repository elsewhere that cannot be reached leaves the recipe unchecked', async () => {
  const url = 'git://127.0.0.1:1/shop.git';
  const given = { ...recipe, fixture: null, mirror: url, upstream: url };
  const arm: Arm = { name: 'only', factors: {}, settings: settingsWith({ recipe: given }) };
  const { problems, unreached } = await openRecipes([arm], { scenarioDir: dir }, AbortSignal.timeout(20_000));
  expect(problems).toEqual([]);
  expect(unreached).toHaveLength(1);
});

test("a side's own overlays, variables and images count for that side alone", async () => {
  const side = { env: {}, overlays: [], images: [] };
  const withPort = 'services: { app: { image: "shop:${V}", ports: ["http:80"] } }\n';
  const mend = 'services: { app: { image: "shop:2" } }\n';
  writeFileSync(join(dir, 'mend.yml'), mend);
  const compose = { 'compose.yml': 'services: { app: { image: "shop:${V:-1}" } }\n' };
  const two = { tag: 'shop:2', from: 'absent' } as const;
  const lacking = await open(
    { base: compose },
    { sides: { base: side, head: { ...side, overlays: ['mend.yml'], sample: true } } },
  );
  expect(lacking.problems).toEqual([expect.stringMatching(/^head main, mend\.yml:1:\d+: .*shop:2/)]);
  rmSync(join(dir, 'shop'), { recursive: true });
  const env = { V: '2' };
  const given = await open(
    { base: compose },
    { sides: { base: side, head: { env, overlays: [], images: [two], sample: true } } },
  );
  expect(given.problems).toEqual([]);
  rmSync(join(dir, 'shop'), { recursive: true });
  const ofBase = await open(
    { base: { 'compose.yml': withPort }, head: compose },
    { sides: { base: { ...side, env: { V: '1' } }, head: { ...side, sample: true } } },
  );
  expect(ofBase.problems).toEqual([expect.stringContaining('base 1.0.0, compose.yml')]);
});

test("a variable that only the head's sample names is there, which is told, or left out on request", async () => {
  const uses = 'services: { app: { image: "shop:${NEW:?give it}" } }\n';
  const versions = {
    base: { '.env.sample': 'A=1\n' },
    head: { '.env.sample': 'NEW=1\n', 'compose.yml': uses },
  };
  const taken = await open(versions);
  expect(taken.problems).toEqual([]);
  expect(taken.notes).toEqual([expect.stringContaining('.env.sample brings NEW, and the app is given')]);
  rmSync(join(dir, 'shop'), { recursive: true });
  const side = { env: {}, overlays: [], images: [] };
  const left = await open(versions, { sides: { base: side, head: { ...side, sample: false } } });
  expect(left.notes).toContainEqual(
    expect.stringContaining('.env.sample brings NEW, which the app does not'),
  );
  expect(left.notes).toContainEqual(expect.stringContaining('give it'));
});

test('a folder that a volume binds by the options of its driver has to be on this machine', async () => {
  const of = (device: string): string =>
    'services:\n  app:\n    image: shop:1\n    volumes: ["data:/data"]\nvolumes:\n  data:\n' +
    `    driver_opts: { type: none, o: bind, device: ${device} }\n`;
  const { problems } = await open({ base: { 'compose.yml': of(join(dir, 'nowhere')) } });
  expect(problems).toEqual([
    expect.stringMatching(/compose\.yml:7:\d+: service app mounts .*nowhere, which is not on this machine/),
  ]);
  rmSync(join(dir, 'shop'), { recursive: true });
  expect((await open({ base: { 'compose.yml': of(dir) } })).problems).toEqual([]);
});

test('a .env that is kept in the repository counts as sweep reads it, at base and at head', async () => {
  const uses = { 'compose.yml': 'services: { app: { image: "shop:${V:?give it}" } }\n' };
  const two = { tag: 'shop:2', from: 'absent' } as const;
  const versions = {
    base: { ...uses, '.env.example': 'N=1\n', '.env': 'V=$N\n' },
    head: { '.env': 'V=2\n' },
  };
  expect((await open(versions)).problems).toEqual([expect.stringMatching(/^head main, .*shop:2/)]);
  rmSync(join(dir, 'shop'), { recursive: true });
  expect((await open(versions, { images: [shop, two] })).problems).toEqual([]);
  rmSync(join(dir, 'shop'), { recursive: true });
  const given = await open(versions, { env: { V: '1' } });
  expect(given.problems).toEqual([]);
});

test('files and folders with the signs of a shell in their names are read as what they are', async () => {
  const odd = "my stack's $(x) & co.yml";
  const compose = 'services: { app: { image: "shop:1" } }\nconfigs: { c: { file: "./a b$$/c;d" } }\n';
  const { problems } = await open(
    { base: { [odd]: compose, 'a b$/c;d': 'x' } },
    { env: { COMPOSE_FILE: odd } },
  );
  expect(problems).toEqual([]);
});

test('a .env that is in no commit is told of, since a sweep of the folder reads it', async () => {
  const path = repository(sound, {
    'compose.yml': 'services: { app: { image: "shop:1", command: serve } }\n',
  });
  writeFileSync(join(path, '.env'), 'A=1\n');
  const given = { ...recipe, fixture: null, mirror: path, upstream: path, base: '1.0.0', head: 'main' };
  const arm = { name: 'only', factors: {}, settings: settingsWith({ recipe: given, images: [shop] }) };
  const { notes } = await openRecipes([arm], { scenarioDir: dir }, AbortSignal.timeout(20_000));
  expect(notes).toEqual([expect.stringContaining(`${path}/.env is not in the commits`)]);
});

const byCommand = (program: string): Partial<Settings> => ({
  deployer: 'command',
  deployment: { timeoutMs: 60_000, options: [program], stamp: 'none' },
});

test.each<readonly [string, string, Files, boolean]>([
  ['of the base', './bin/go.sh', { 'bin/go.sh': '#!/bin/sh\n' }, false],
  ['of neither', './bin/go.sh', { 'bin/other.sh': '#!/bin/sh\n' }, true],
  ['by a whole path that is not there', '/no/such/go.sh', {}, true],
  ['on the PATH', 'sh', {}, false],
])(
  'a program that is to deploy is looked for in the tree before anything boots: %s',
  async (_, program, base, told) => {
    const { problems } = await open({ base }, byCommand(program));
    expect(problems.filter((one) => one.startsWith('there is no program'))).toEqual(
      told
        ? [
            expect.stringContaining(
              `there is no program ${program}: a path is looked for in the scenario's folder`,
            ),
          ]
        : [],
    );
  },
);

test('a program that is run after a deploy command may be made by it, and else must be there', async () => {
  const steps = { afterBase: ['./seed.sh'], afterHead: null, timeoutMs: 1000 };
  const { problems } = await open({ base: {} }, { steps });
  expect(problems).toEqual([expect.stringContaining('there is no program ./seed.sh')]);
});

test('a program that a deploy command may make is no problem before it is run', async () => {
  const steps = { afterBase: ['./seed.sh'], afterHead: null, timeoutMs: 1000 };
  const { problems } = await open({ base: {} }, { ...byCommand('sh'), steps });
  expect(problems).toEqual([]);
});

/** A chain over the two commits of the repository, where `main` and `2.0.0` are the same. */
async function openChain(
  recipes: Partial<Settings['recipe']>,
  files: { readonly base: Files; readonly head?: Files } = { base: {} },
  over: Partial<Settings> = {},
): Promise<OpenedRecipes> {
  const path = repository({ ...sound, ...files.base }, files.head ?? {});
  const git = (...args: readonly string[]): void => {
    execFileSync('git', args, { cwd: path, stdio: 'ignore' });
  };
  git('tag', '2.0.0');
  git('branch', 'again', '1.0.0');
  const given = { ...recipe, fixture: null, mirror: path, upstream: path, base: '1.0.0', ...recipes };
  const arm = {
    name: 'only',
    factors: {},
    settings: settingsWith({ recipe: given, images: [shop], ...over }),
  };
  return openRecipes([arm], { scenarioDir: dir }, AbortSignal.timeout(20_000));
}

test('two names of one commit that follow each other in a chain are refused, since nothing would change', async () => {
  const { problems } = await openChain({ through: ['main'], head: '2.0.0' });
  expect(problems).toEqual([
    expect.stringMatching(
      /^then: main and 2\.0\.0 are both the commit [0-9a-f]{8}, so that the second would/,
    ),
  ]);
});

test('a chain that comes back to a commit later is none of that', async () => {
  const { problems, others } = await openChain({ through: ['main'], head: 'again' });
  expect(problems).toEqual([]);
  expect(others.get('only')?.commits).toEqual({ main: expect.stringMatching(/^[0-9a-f]{40}$/) as string });
});

test('base and the next may be one commit where each has something of its own', async () => {
  const sides = {
    base: { env: {}, overlays: [], images: [] },
    head: { env: { A: '1' }, overlays: [], images: [], sample: true },
  };
  const chain = { through: ['again'], head: 'main' };
  expect((await openChain(chain, { base: {} }, { sides })).problems).toEqual([]);
  rmSync(join(dir, 'shop'), { recursive: true });
  expect((await openChain(chain)).problems).toEqual([
    expect.stringMatching(/^then: base 1\.0\.0 and again are both the commit/),
  ]);
});

test('a version on the way that is not there, or that docker refuses, is told as what follows then', async () => {
  const bad = 'services:\n  app:\n    image: shop:1\n    ports: ["http:80"]\n';
  const missing = await openChain({ through: ['3.0.0'], head: 'main' });
  expect(missing.problems).toEqual([
    expect.stringMatching(/^then: mirror \S+ has no ref or commit 3\.0\.0 /),
  ]);
  rmSync(join(dir, 'shop'), { recursive: true });
  const refused = await openChain(
    { through: ['main'], head: 'again' },
    { base: {}, head: { 'compose.yml': bad } },
  );
  expect(refused.problems).toEqual([expect.stringMatching(/^then main, compose\.yml:4:13: /)]);
});

test('risks of the last version are those over what may stand before it, and not over the base alone', async () => {
  const database = (major: string): Files => ({
    'compose.yml':
      `services:\n  app: { image: "shop:1" }\n  db:\n    image: "postgres:${major}"\n` +
      '    volumes: ["data:/var/lib/postgresql/data"]\nvolumes: { data: {} }\n',
  });
  const files = { base: database('13'), head: database('15') };
  const majors = ({ notes }: OpenedRecipes): readonly string[] =>
    notes.filter((note) => note.includes('database-major')).map((note) => note.replace(/ \(compose.*/, ''));
  expect(majors(await openChain({ through: ['main'], head: 'again' }, files))).toEqual([
    'over main: high database-major: db moves from 15 to 13 on the files in /var/lib/postgresql/data',
  ]);
  rmSync(join(dir, 'shop'), { recursive: true });
  expect(majors(await openChain({ head: 'again' }, files))).toEqual([]);
  rmSync(join(dir, 'shop'), { recursive: true });
  expect(majors(await openChain({ head: 'main' }, files))).toEqual([
    'high database-major: db moves from 13 to 15 on the files in /var/lib/postgresql/data',
  ]);
});

test('an upgrade that changes nothing that runs is told of, and one that does is not', async () => {
  const same = await openAll({ base: {}, head: { 'README.md': 'more' } });
  expect(same.notes).toEqual([
    'low label-only-head: the head changes nothing that runs in the stack, nor a label (compose.yml:1:13)',
  ]);
  rmSync(join(dir, 'shop'), { recursive: true });
  const { notes } = await openAll({
    base: {},
    head: { 'compose.yml': 'services: { app: { image: "shop:1", command: serve } }\n' },
  });
  expect(notes).toEqual([]);
});

test('a healthcheck that is asked first when the deadline is over is told of, and one before it is not', async () => {
  const asked = (every: string) =>
    `services: { app: { image: "shop:1", healthcheck: { test: [CMD, a], interval: ${every} } } }\n`;
  const late = await open({ base: { 'compose.yml': asked('60s') }, head: { 'compose.yml': asked('50s') } });
  expect(late.notes).toEqual([
    'app is asked whether it is healthy after 1 min for the first time, and observe: { base-deadline } is ' +
      '1 min: no trial comes to the upgrade',
  ]);
});

test('more tasks than the one node may have never run, and as many as it may do', async () => {
  const of = (replicas: number) =>
    `services: { app: { image: "shop:1", deploy: { replicas: ${String(replicas)}, placement: { max_replicas_per_node: 2 } } } }\n`;
  const { problems } = await open({ base: { 'compose.yml': of(3) } });
  expect(problems).toEqual([
    expect.stringMatching(
      /^base 1\.0\.0, compose\.yml:1:\d+: app is to have 3 tasks, and no node may have more than 2/,
    ),
  ]);
  rmSync(join(dir, 'shop'), { recursive: true });
  expect((await open({ base: { 'compose.yml': of(2) } })).problems).toEqual([]);
});
