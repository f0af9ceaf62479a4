// Which abra deploys: found where the user, the environment, driftlab's own tool folder or PATH name one, and
// known byte for byte.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, readdir, realpath, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withDir } from 'tmp-promise';
import { withDeadline } from '../base/deadline.js';
import { LabError, messageOf } from '../base/lab-error.js';
import { scratchPrefix } from '../base/scratch.js';
import type { DeployerBinary } from '../trial/ports.js';

const toolFolder = fileURLToPath(new URL('../../.tools/abra', import.meta.url));
const answerMsMax = 10_000;
const run = promisify(execFile);
const howToGet =
  'name one by ABRA=/path/to/abra or `abra: PATH` in the scenario; in a working copy of driftlab, ' +
  'node scripts/install-abra.mjs builds one where Go may fetch it';

/** Path of the abra to use, `named` by a scenario or else found. Throws `missing-tool` when there is none. */
export async function findAbra(named: string | null): Promise<string> {
  if (named !== null) return program(named, '`abra:` in the scenario');
  const own = process.env['ABRA'] ?? '';
  if (own !== '') return program(resolve(own), 'ABRA');
  for (const path of [...(await inToolFolder()), ...onPath()]) if (await canRun(path)) return path;
  throw new LabError(
    'missing-tool',
    'there is no abra: neither ABRA names one, nor is one in the tool folder of driftlab or on PATH',
    { hint: howToGet },
  );
}

/** Asks each file once: the answer stands for as long as the file is the same one, unchanged. */
export function abraIdentifier(): (path: string, signal: AbortSignal) => Promise<DeployerBinary> {
  const known = new Map<string, DeployerBinary>();
  return async (path, signal) => {
    const real = await realpath(path);
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(real, { bigint: true });
    const key = [real, dev, ino, size, mtimeNs, ctimeNs].join(' ');
    const binary = known.get(key) ?? {
      path: real,
      version: await versionOf(real, signal),
      sha256: await sha256Of(real, signal),
    };
    known.set(key, binary);
    return binary;
  };
}

async function program(path: string, namedBy: string): Promise<string> {
  if (await canRun(path)) return path;
  throw new LabError('missing-tool', `${namedBy} names ${path}, which is no program`, { hint: howToGet });
}

/** The newest version first. */
async function inToolFolder(): Promise<readonly string[]> {
  const versions = await readdir(toolFolder).catch(() => []);
  return versions
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((version) => join(toolFolder, version, 'abra'));
}

function onPath(): readonly string[] {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'abra'));
}

async function canRun(path: string): Promise<boolean> {
  const [file, runs] = await Promise.all([
    stat(path).then(
      (found) => found.isFile(),
      () => false,
    ),
    access(path, constants.X_OK).then(
      () => true,
      () => false,
    ),
  ]);
  return file && runs;
}

/**
 * As `--version` says it, with a HOME and an ABRA_DIR of its own. Throws `missing-tool` for a program that is
 * not abra.
 */
async function versionOf(path: string, signal: AbortSignal): Promise<string> {
  const said = await withDir(({ path: home }) => answer(path, home, signal), {
    prefix: scratchPrefix('abra'),
    unsafeCleanup: true,
  });
  const version = /^abra version (\S+)/m.exec(said)?.[1];
  if (version !== undefined) return version;
  throw new LabError(
    'missing-tool',
    `${path} is not abra: asked for --version it says ${JSON.stringify(said.trim().split('\n')[0] ?? '')}`,
    { hint: howToGet },
  );
}

async function answer(path: string, home: string, signal: AbortSignal): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, ABRA_DIR: join(home, 'abra') };
  try {
    return await withDeadline(`${path} --version`, answerMsMax, signal, async (both) => {
      const { stdout, stderr } = await run(path, ['--version'], {
        cwd: home,
        env,
        signal: both,
        killSignal: 'SIGKILL',
      });
      return `${stdout}${stderr}`;
    });
  } catch (error) {
    if (error instanceof LabError || signal.aborted) throw error;
    throw new LabError(
      'missing-tool',
      `${path} is not abra, or does not run here: ${messageOf(error).trim()}`,
      { hint: howToGet, cause: error },
    );
  }
}

async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest('hex');
}
