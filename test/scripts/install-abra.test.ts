// The installer of abra, walked with the real Go client against modules on disk, and its refusals.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeModules } from './local-module-proxy.js';

const script = fileURLToPath(new URL('../../scripts/install-abra.mjs', import.meta.url));
const go = 'go';
const goIsHere = spawnSync(go, ['version']).status === 0;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftlab-test-abra-'));
});
afterAll(() => {
  if (goIsHere) execFileSync(go, ['clean', '-modcache'], { env: goEnv('proxy') });
  rmSync(folder, { recursive: true, force: true });
});

function goEnv(proxy: string): NodeJS.ProcessEnv {
  const cache = join(folder, 'modules');
  return {
    ...process.env,
    ABRA: '',
    GOPROXY: `file://${join(folder, proxy)}`,
    GOSUMDB: 'off',
    GOFLAGS: '',
    GOMODCACHE: cache,
    TMPDIR: folder,
  };
}

function install(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [script, ...args], { env, encoding: 'utf8' });
}

/** A program whose one dependency exists only under the name that a replace line gives it. */
function writeStandIn(): void {
  const goMod = [
    'module coopcloud.tech/abra',
    'go 1.18',
    'require example.test/words v1.0.0',
    'replace example.test/words => example.test/other-words v1.2.0',
  ].join('\n');
  const main = [
    'package main',
    'import ("fmt"; "example.test/words")',
    'var Version, Commit string',
    'func main() { fmt.Printf("abra version %s-%s %s\\n", Version, Commit, words.What) }',
  ].join('\n');
  writeModules(join(folder, 'proxy'), [
    {
      path: 'coopcloud.tech/abra',
      queries: ['06a57de'],
      version: 'v0.0.0-20260102030405-06a57de00000',
      files: { 'go.mod': `${goMod}\n`, 'cmd/abra/main.go': `${main}\n` },
    },
    {
      path: 'example.test/other-words',
      queries: [],
      version: 'v1.2.0',
      files: {
        'go.mod': 'module example.test/words\n',
        'words.go': 'package words\nconst What = "a stand-in for a test"\n',
      },
    },
  ]);
}

describe.runIf(goIsHere)('with Go and a way to fetch modules, the installer', () => {
  it('builds the pinned commit with its replace lines, says where it is, and does nothing the second time', () => {
    writeStandIn();
    const into = join(folder, 'tools');
    const first = install(['--into', into], goEnv('proxy'));
    expect(first).toMatchObject({ status: 0, stdout: `${join(into, 'abra')}\n` });
    expect(execFileSync(join(into, 'abra'), ['--version'], { encoding: 'utf8' })).toBe(
      'abra version 0.13.0-beta-06a57de a stand-in for a test\n',
    );
    const built = statSync(join(into, 'abra')).mtimeMs;
    const second = install(['--into', into], goEnv('nowhere'));
    expect(second).toMatchObject({ status: 0, stdout: first.stdout, stderr: '' });
    expect(statSync(join(into, 'abra')).mtimeMs).toBe(built);
    expect(readdirSync(into)).toEqual(['abra']);
    expect(readdirSync(folder).filter((name) => name.startsWith('driftlab-abra-'))).toEqual([]);
  });

  it('says what Go could not fetch, and what else to do, and leaves nothing', () => {
    const into = join(folder, 'none');
    const { status, stdout, stderr } = install(['--into', into], {
      ...goEnv('nowhere'),
      GOMODCACHE: join(folder, 'empty'),
    });
    expect({ status, stdout }).toEqual({ status: 69, stdout: '' });
    expect(stderr).toMatch(
      /Go could not fetch abra: .*coopcloud\.tech\/abra@06a57de[\s\S]*ABRA=\/path\/to\/abra/,
    );
    expect(existsSync(into)).toBe(false);
  });
});

describe.runIf(goIsHere)('where nothing answers, the installer', () => {
  it('gives up when its patience is over, and says so', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    const { port } = silent.address() as AddressInfo;
    const { status, stderr } = install(['--patience', '1', '--into', join(folder, 'never')], {
      ...goEnv('nowhere'),
      GOPROXY: `http://127.0.0.1:${String(port)}`,
      GOMODCACHE: join(folder, 'empty'),
    });
    silent.close();
    expect({ status, stderr }).toEqual({
      status: 69,
      stderr: expect.stringContaining('go list -m did not end within 1 seconds') as string,
    });
  });
});

describe('the installer', () => {
  it('says that Go is missing and how to get it', () => {
    const { status, stderr } = install(['--into', join(folder, 'none')], { PATH: folder, TMPDIR: folder });
    expect(status).toBe(69);
    expect(stderr).toContain('there is no go on PATH');
  });

  it('refuses a program named by ABRA that is not abra, and takes one that is', () => {
    expect(install([], { PATH: '/bin:/usr/bin', ABRA: '/bin/true' })).toMatchObject({
      status: 69,
      stdout: '',
    });
    expect(install([], { PATH: '/bin:/usr/bin', ABRA: '/bin/no-such-program' }).stderr).toContain(
      'ABRA names /bin/no-such-program, which is no program',
    );
    const standIn = join(folder, 'stand-in');
    writeFileSync(standIn, '#!/bin/sh\necho abra version 0.0.0-stand-in\n', { mode: 0o755 });
    expect(install([], { PATH: '/bin:/usr/bin', ABRA: standIn })).toMatchObject({
      status: 0,
      stdout: `${standIn}\n`,
    });
  });

  it('refuses arguments that it does not know', () => {
    expect(install(['--frobnicate'], { PATH: folder })).toMatchObject({ status: 64, stdout: '' });
  });
});
