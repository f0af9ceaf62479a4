// How the deployer drives abra and reads what it says, with a stand-in: nothing here shows anything of abra
// itself.
import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { abra } from '../../src/deployers/abra.js';
import { abraArgs } from '../../src/deployers/abra-run.js';
import { envFile } from '../../src/deployers/abra-app.js';
import { stampSaid } from '../../src/deployers/abra-log.js';
import { readEnv } from '../../src/compose/env-file.js';
import { seeingOnly } from '../../src/base/own-socket.js';
import { runTool } from '../../src/deployers/run-tool.js';
import type { Step } from '../../src/evidence/fact.js';
import type { CheckoutBy, DeployRequest, DeployResult } from '../../src/trial/ports.js';
import { git, openBench, signal, treeIn } from '../recipe/bench.js';
import { recipe, settingsWith } from '../scenario/settings.js';
import { requestIn } from './request.js';
import { standInAbra, type Fault } from './stand-in.js';

const baseStamp = '3ec3d7cc';
const headStamp = 'df7702b1';
let bench: Awaited<ReturnType<typeof openBench>>;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.end();
});

interface Asked {
  readonly clone?: string;
  readonly fault?: Fault;
  readonly overlays?: readonly string[];
  readonly lines?: string[];
}

/** A request on a real tree, with a stand-in in abra's place. */
async function request({
  clone = 'base-deploy',
  fault,
  overlays = [],
  lines = [],
}: Asked = {}): Promise<DeployRequest> {
  const settings = settingsWith({
    deployer: 'abra',
    abra: await standInAbra(bench.dir, fault),
    recipe: { ...recipe, clone },
    overlays,
    env: { HEAP_MIB: '80', WORDS: 'two words' },
  });
  const scratchDir = await mkdtemp(join(bench.dir, 'scratch-'));
  return { ...requestIn(scratchDir, { lines }), settings, tree: await treeIn(bench.dir, settings) };
}

function deploy(asked: DeployRequest, step: Step, checkedOutBy: CheckoutBy = 'lab'): Promise<DeployResult> {
  return abra.deploy({ ...asked, step, checkedOutBy }, signal());
}

describe.each(['mirror', 'base-deploy', 'copy'])('on a tree made by %s', (clone) => {
  test(
    'base goes by version where the clone wants it, head by chaos, and the stamp is the one that was ' +
      'said',
    async () => {
      const asked = await request({ clone });
      const { tree } = asked;
      if (tree.baseCheckout === 'lab') await tree.checkOut('base', signal());
      const base = await deploy(asked, 'base', tree.baseCheckout);
      expect(base).toEqual({
        exitCode: 1,
        stamp: clone === 'copy' ? baseStamp : null,
        failure: 'FATA secret not generated: db_password',
      });
      expect(await tree.stamp(signal())).toBe(baseStamp);
      await tree.checkOut('upgrade', signal());
      expect(await deploy(asked, 'upgrade')).toMatchObject({ exitCode: 1, stamp: headStamp });
    },
  );
});

test('an overlay is named to abra, and the stamp has its +U', async () => {
  const asked = await request({ overlays: ['overlays/stop-first.yml'] });
  await asked.tree.checkOut('upgrade', signal());
  expect(await deploy(asked, 'upgrade')).toMatchObject({ stamp: `${headStamp}+U` });
  const app = await readFile(
    join(asked.tree.abraDir, 'servers', 'default', 'disc-abc123.driftlab.test.env'),
    'utf8',
  );
  expect(readEnv(app, {})).toMatchObject({ COMPOSE_FILE: 'compose.yml:compose.stop-first.yml' });
});

test(
  "the app's file is the base's sample with what the scenario sets, also where the deployer is yet to " +
    'check base out',
  async () => {
    const asked = await request();
    await asked.tree.checkOut('upgrade', signal());
    expect(await asked.tree.fileAt('base', '.env.sample', signal())).not.toContain('SMTP_ADDRESS');
    expect(await asked.tree.fileAt('upgrade', '.env.sample', signal())).toContain('SMTP_ADDRESS');
    expect(await asked.tree.fileAt('base', 'no-such-file', signal())).toBeNull();
    await deploy(asked, 'base', 'deployer');
    const file = join(asked.tree.abraDir, 'servers', 'default', 'disc-abc123.driftlab.test.env');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(readEnv(await readFile(file, 'utf8'), {})).toEqual({
      TYPE: 'discourse:0.7.0+3.3.1',
      DOMAIN: 'disc-abc123.driftlab.test',
      STACK_NAME: 'disc-abc123',
      HEAP_MIB: '80',
      WORDS: 'two words',
      TIMEOUT: '120',
    });
    expect(await readdir(asked.tree.abraDir)).toEqual(['recipes', 'servers']);
  },
);

test(
  "the user's own ~/.abra is neither read nor written, and nothing of the user's environment is handed " +
    'on',
  async () => {
    const canary = await mkdtemp(join(bench.dir, 'canary-'));
    const own = join(canary, '.abra');
    await mkdir(join(own, 'servers'), { recursive: true });
    await writeFile(join(own, 'servers', 'theirs.env'), 'TYPE=theirs\n');
    vi.stubEnv('HOME', canary);
    vi.stubEnv('ABRA_DIR', own);
    const places = [own, join(own, 'servers'), join(own, 'servers', 'theirs.env')];
    // Twice: looking at what is there reads it, and times of writing are set to whole milliseconds.
    await setReadLongAgo(places);
    const before = await seen(canary);
    await setReadLongAgo(places);
    const lines: string[] = [];
    const asked = await request({ lines });
    await asked.tree.checkOut('upgrade', signal());
    expect(await deploy(asked, 'upgrade')).toMatchObject({ stamp: headStamp });
    expect(await everRead(places)).toEqual([]);
    expect(await seen(canary)).toEqual(before);
    expect(await everRead(places)).toEqual((await keepsReadTimes(bench.dir)) ? places : []);
    expect(lines.join('')).not.toContain(canary);
    expect(await readdir(join(asked.scratchDir, 'home'))).toEqual(['.stand-in-was-here']);
    const said = /environment: (.*)/.exec(lines.join(''))?.[1] ?? '';
    expect(said).toContain('DOCKER_HOST=unix:///nowhere/docker.sock');
    const names = said
      .trim()
      .split(' ')
      .map((pair) => pair.split('=')[0] ?? '')
      .filter((name) => !['PWD', 'SHLVL', '_', 'OLDPWD'].includes(name));
    expect(names).toEqual(['ABRA_DIR', 'DOCKER_CONFIG', 'DOCKER_HOST', 'HOME', 'NO_COLOR', 'PATH']);
  },
);

const longAgo = new Date('2001-02-03T04:05:06Z');

/**
 * A time of reading before that of writing is renewed by the next read, also where the file system renews few
 * (`relatime`).
 */
async function setReadLongAgo(places: readonly string[]): Promise<void> {
  for (const place of places) await utimes(place, longAgo, (await stat(place)).mtime);
}

async function everRead(places: readonly string[]): Promise<readonly string[]> {
  const times = await Promise.all(
    places.map(async (place) => ({ place, readAt: (await stat(place)).atimeMs })),
  );
  return times.filter(({ readAt }) => readAt !== longAgo.getTime()).map(({ place }) => place);
}

/** False where the file system is mounted without times of reading: nothing can be told by them there. */
async function keepsReadTimes(dir: string): Promise<boolean> {
  const probe = join(dir, 'read-me');
  await writeFile(probe, 'x');
  await setReadLongAgo([probe]);
  await readFile(probe);
  return (await everRead([probe])).length > 0;
}

/** Every file with its text and the time at which it was last written. */
async function seen(folder: string): Promise<readonly string[]> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).map((entry) =>
    join(entry.parentPath, entry.name),
  );
  return Promise.all(
    [folder, ...entries].map(async (path) => {
      const { mtimeMs } = await stat(path);
      return `${path} ${String(mtimeMs)} ${await readFile(path, 'utf8').catch(() => '')}`;
    }),
  );
}

test("a scratch folder within the user's own ABRA_DIR is refused, by any name", async () => {
  const asked = await request();
  await symlink(asked.tree.abraDir, join(bench.dir, 'by-another-name'));
  vi.stubEnv('ABRA_DIR', join(bench.dir, 'by-another-name'));
  await expect(deploy(asked, 'upgrade')).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('lies in your own') as string,
  });
});

describe('what abra says', () => {
  test.each<readonly [Fault, string]>([
    ['coloured', 'HEAD'],
    ['wrong-version', 'HEAD~1'],
  ])('is taken as it stands: %s', async (fault, commit) => {
    const asked = await request({ fault });
    await asked.tree.checkOut('upgrade', signal());
    expect(await deploy(asked, 'upgrade')).toMatchObject({
      stamp: git(asked.tree.dir, 'rev-parse', '--short=8', commit),
    });
  });

  test('without the line is a failure that names the binary and the line, and no stamp', async () => {
    const asked = await request({ fault: 'no-line' });
    const { stamp, failure } = await deploy(asked, 'upgrade');
    expect(stamp).toBeNull();
    expect(failure).toContain(
      `${asked.settings.abra ?? ''} (abra version 0.0.0-stand-in) never said "taking chaos version:"`,
    );
  });

  test('without the line in a deploy that worked is a fault: the log is not understood', async () => {
    const asked = await request({ fault: 'no-line-but-done' });
    await expect(deploy(asked, 'upgrade')).rejects.toMatchObject({
      code: 'deploy',
      message: expect.stringMatching(/stand-in-abra .*never said "taking chaos version:"/) as string,
    });
  });

  test('is nothing, and then the failure says so', async () => {
    const { exitCode, stamp, failure } = await deploy(await request({ fault: 'silent' }), 'upgrade');
    expect({ exitCode, stamp }).toEqual({ exitCode: 3, stamp: null });
    expect(failure).toContain('DEBU app/deploy.go:80');
  });

  test('with success is a deploy that worked', async () => {
    const asked = await request({ fault: 'says-done' });
    await asked.tree.checkOut('upgrade', signal());
    expect(await deploy(asked, 'upgrade')).toEqual({ exitCode: 0, stamp: headStamp, failure: null });
    expect(await deploy(asked, 'base', 'deployer')).toEqual({ exitCode: 0, stamp: null, failure: null });
  });

  test('is found across colours, times and level words, and only after the phrase', () => {
    const noise = fc.stringMatching(/^[ -~]{0,20}$/).filter((text) => !text.includes('taking chaos'));
    const stamp = fc
      .tuple(fc.stringMatching(/^[0-9a-f]{8}$/), fc.constantFrom('', '+U'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(noise, stamp, fc.constantFrom('\u001b[32m', '', '"'), (before, wanted, quote) => {
        const end = quote === '\u001b[32m' ? '\u001b[0m' : quote;
        expect(
          stampSaid(`first\r\n${before}taking chaos version: ${quote}${wanted}${end}\r\n${before}\n`),
        ).toBe(wanted);
        expect(stampSaid(`${before}\nversion: ${wanted}\n`)).toBeNull();
      }),
    );
    expect(stampSaid('taking chaos version:\n7ae7b0f7\n')).toBeNull();
    expect(stampSaid('{"level":"debug","msg":"version: taking chaos version: 7ae7b0f7+U"}')).toBe(
      '7ae7b0f7+U',
    );
  });
});

describe('the binary', () => {
  const binaryOf = (named: string | null): Promise<unknown> | undefined =>
    abra.binary?.({ settings: settingsWith({ abra: named }), scenarioDir: bench.dir }, signal());

  test('is told by its real path, hash and version, and looked at anew when it changed', async () => {
    const path = await standInAbra(bench.dir);
    const link = join(bench.dir, 'abra');
    await symlink(path, link);
    const first = await binaryOf('abra');
    expect(first).toEqual({
      path: await realpath(path),
      version: '0.0.0-stand-in',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    await writeFile(path, `${await readFile(path, 'utf8')}\n# another one\n`);
    expect(await binaryOf('abra')).not.toEqual(first);
  });

  test('is the one that ABRA names, or else the first on PATH', async () => {
    const path = await realpath(await standInAbra(bench.dir));
    vi.stubEnv('ABRA', path);
    expect(await binaryOf(null)).toMatchObject({ path });
  });

  test('that is missing, or another program, is told with how to get it', async () => {
    vi.stubEnv('ABRA', '/nowhere/abra');
    await expect(binaryOf(null)).rejects.toMatchObject({
      code: 'missing-tool',
      message: 'ABRA names /nowhere/abra, which is no program',
      hint: expect.stringContaining('install-abra') as string,
    });
    await expect(binaryOf('gone')).rejects.toMatchObject({
      code: 'missing-tool',
      message: `\`abra:\` in the scenario names ${join(bench.dir, 'gone')}, which is no program`,
    });
    await expect(binaryOf(await standInAbra(bench.dir, 'another-program'))).rejects.toMatchObject({
      code: 'missing-tool',
      message: expect.stringContaining(
        'is not abra: asked for --version it says "frobnicator 1.0"',
      ) as string,
    });
    await expect(binaryOf('/bin/false')).rejects.toMatchObject({
      code: 'missing-tool',
      message: expect.stringContaining('false is not abra') as string,
    });
  });
});

test('the command lines are those that abra is reported to take', () => {
  const { run, settings } = requestIn(tmpdir());
  expect(abraArgs({ run, settings, checkedOutBy: 'lab' }).join(' ')).toBe(
    'app deploy disc-abc123.driftlab.test -C -o -n -c --debug',
  );
  expect(abraArgs({ run, settings, checkedOutBy: 'deployer' }).join(' ')).toBe(
    'app deploy disc-abc123.driftlab.test 0.7.0+3.3.1 -o -n -c --debug',
  );
});

test('values of any kind stand in the app file as they were meant', () => {
  const values = { PLAIN: 'a/b:c@d', HASH: 'a # b', DOLLAR: 'x$HOME', QUOTE: `it's "so"`, EMPTY: '' };
  expect(readEnv(envFile(values), {})).toMatchObject({
    PLAIN: 'a/b:c@d',
    HASH: 'a # b',
    DOLLAR: 'x$HOME',
    EMPTY: '',
  });
  expect(envFile({ TWO: 'a\nb', QUOTE: `it's "$so"` })).toBe('TWO="a\\nb"\nQUOTE="it\'s \\"\\$so\\""\n');
});

test.runIf(process.getuid?.() === 0)(
  "a program that asks at the host's usual socket finds the lab's there, and the host keeps its own",
  async () => {
    const dir = await mkdtemp(join(bench.dir, 'sockets-'));
    const [lab, usual] = [join(dir, 'lab'), join(dir, 'usual')];
    expect(seeingOnly(lab, ['abra'], usual)).toEqual(['abra']);
    await Promise.all([writeFile(lab, 'the lab\n'), writeFile(usual, 'the host\n')]);
    const link = join(dir, 'link');
    await symlink(dir, link);
    expect(seeingOnly(lab, ['abra'], join(link, 'lab'))).toEqual(['abra']);
    const said = await runTool(
      {
        words: seeingOnly(lab, ['cat', usual], usual),
        called: 'cat',
        cwd: dir,
        env: { HOME: dir },
        mask: (text) => text,
        console: () => undefined,
        timeoutMs: 20_000,
      },
      signal(),
    );
    expect(said).toMatchObject({ exitCode: 0, all: 'the lab\n' });
    expect(await readFile(usual, 'utf8')).toBe('the host\n');
    await rm(dir, { recursive: true });
  },
);
