// Builds the abra that driftlab was written against into the project's tool folder, by the ordinary Go
// client. Prints its path on standard output, progress on standard error; quick when it is there already.
// Plain Node: it runs before any build.
import { spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const pinned = { version: '0.13.0-beta', commit: '06a57de' };
const modulePath = 'coopcloud.tech/abra';
const command = `${modulePath}/cmd/abra`;
const minutesMax = { download: 10, build: 20, check: 1 };
const usage = `Usage: node scripts/install-abra.mjs [--into FOLDER] [--patience SECONDS]

Builds abra ${pinned.version} (${modulePath} at ${pinned.commit}) and prints its path.
It needs Go and a way for Go to fetch modules. FOLDER defaults to .tools/abra/${pinned.version} in driftlab's own folder.
With --patience it gives up when Go has no word of the module by then; the building itself takes as long as it takes.
Exit codes: 0 it is there, 64 bad arguments, 69 it cannot be had here, 130 interrupted.`;

/** A reason that a person can act on: the first line says what is wrong, the rest what to do. */
class NotInstalled extends Error {}

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => interrupted.abort());

try {
  process.stdout.write(`${await install(asked())}\n`);
} catch (error) {
  if (interrupted.signal.aborted) end(130, 'abra: interrupted; nothing was installed');
  if (error instanceof NotInstalled) end(69, error.message);
  throw error;
}

async function install({ folder, patienceSeconds }) {
  const named = process.env.ABRA;
  if (named) return await ownAbra(resolve(named));
  const binary = join(folder, 'abra');
  if (isProgram(binary)) return binary;
  const started = Date.now();
  const work = mkdtempSync(join(tmpdir(), 'driftlab-abra-'));
  try {
    if (patienceSeconds !== undefined) await expectAnswer(work, patienceSeconds);
    const found = await download(work);
    await requireIt(work, found);
    makeFolder(folder);
    await build(work, found);
    await expectPinned(join(work, 'abra'));
    putInPlace(join(work, 'abra'), binary);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  say(`abra: ${pinned.version} is ready after ${seconds(started)} s`);
  return binary;
}

/** Asks for the module's name and date alone, which is a matter of a second where it can be had at all. */
async function expectAnswer(work, patienceSeconds) {
  const { code, stderr } = await go(
    ['list', '-m', `${modulePath}@${pinned.commit}`],
    work,
    patienceSeconds / 60,
  );
  if (code !== 0) throw cannotFetch(stderr);
}

/**
 * Fetches the module alone. Its tags carry no `v`, so Go lists no versions of it: the commit names it, and
 * cannot be moved.
 */
async function download(work) {
  say(`abra: fetching ${modulePath} at ${pinned.commit} (${pinned.version})`);
  const { code, stdout, stderr } = await go(
    ['mod', 'download', '-json', `${modulePath}@${pinned.commit}`],
    work,
    minutesMax.download,
  );
  const found = parsed(stdout);
  if (code !== 0 || !found?.GoMod) throw cannotFetch(found?.Error ?? stderr);
  return found;
}

/**
 * Go obeys a module's replace lines only where it is the main module, so a module of our own requires abra
 * and repeats them.
 */
async function requireIt(work, found) {
  const { code, stdout, stderr } = await go(['mod', 'edit', '-json', found.GoMod], work, minutesMax.check);
  const own = parsed(stdout);
  if (code !== 0 || own === undefined)
    throw new NotInstalled(`abra's go.mod cannot be read: ${lastLines(stderr)}`);
  const replaced = (own.Replace ?? []).map(({ Old, New }) => {
    if (New.Version === undefined)
      throw new NotInstalled(
        `abra's go.mod replaces ${Old.Path} by the folder ${New.Path}, which the module does not ` +
          `carry.\n${otherWays()}`,
      );
    return `replace ${[Old.Path, Old.Version, '=>', New.Path, New.Version].filter(Boolean).join(' ')}`;
  });
  const excluded = (own.Exclude ?? []).map(({ Path, Version }) => `exclude ${Path} ${Version}`);
  const lines = [
    'module driftlab.invalid/abra',
    `go ${own.Go ?? '1.17'}`,
    `require ${modulePath} ${found.Version}`,
    ...replaced,
    ...excluded,
  ];
  writeFileSync(join(work, 'go.mod'), `${lines.join('\n')}\n`);
}

async function build(work, found) {
  say(`abra: building ${found.Version}; the first time takes some minutes`);
  const started = Date.now();
  const beat = setInterval(() => say(`abra: still building, ${seconds(started)} s`), 20_000);
  const names = `-X main.Version=${pinned.version} -X main.Commit=${pinned.commit}`;
  try {
    const { code, stderr } = await go(
      ['build', '-mod=mod', '-buildvcs=false', '-trimpath', `-ldflags=${names}`, '-o', 'abra', command],
      work,
      minutesMax.build,
    );
    if (code === 0) return;
    if (/reading https?:|dial tcp|unrecognized import path|verifying module/.test(stderr))
      throw cannotFetch(stderr);
    throw new NotInstalled(
      `abra ${pinned.version} does not build:\n${lastLines(stderr, 12)}\n${otherWays()}`,
    );
  } finally {
    clearInterval(beat);
  }
}

async function expectPinned(program) {
  const says = await versionOf(program);
  if (says.version?.startsWith(pinned.version)) return;
  throw new NotInstalled(
    `What was built does not call itself abra ${pinned.version}: ${says.text}\n${otherWays()}`,
  );
}

/** Whole or not at all, so that a binary that is there is one that was checked. */
function putInPlace(built, binary) {
  const beside = `${binary}.${process.pid}`;
  try {
    copyFileSync(built, beside);
    renameSync(beside, binary);
  } finally {
    rmSync(beside, { force: true });
  }
}

/** An abra of the user's own, taken as it is, whatever its version. */
async function ownAbra(path) {
  if (!isProgram(path))
    throw new NotInstalled(
      `ABRA names ${path}, which is no program.\nName an abra, or unset ABRA to have one built.`,
    );
  const says = await versionOf(path);
  if (says.version === undefined)
    throw new NotInstalled(
      `ABRA names ${path}, which does not call itself abra: ${says.text}\nName an abra, or unset ` +
        'ABRA to have one built.',
    );
  say(`abra: ${says.version}, named by ABRA`);
  return path;
}

/** What a program says of itself. Its HOME and ABRA_DIR are scratch: nothing of the user's is touched. */
async function versionOf(program) {
  const home = mkdtempSync(join(tmpdir(), 'driftlab-abra-'));
  try {
    const env = { PATH: process.env.PATH ?? '', HOME: home, ABRA_DIR: join(home, 'abra') };
    const { stdout, stderr } = await finished(program, ['--version'], { cwd: home, env }, minutesMax.check);
    return { version: /^abra version (\S+)/m.exec(stdout)?.[1], text: lastLines(stdout + stderr) };
  } catch (error) {
    return { version: undefined, text: error.message };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function go(args, cwd, minutes) {
  const env = { GOTOOLCHAIN: 'local', ...process.env, GOWORK: 'off' };
  return finished('go', args, { cwd, env }, minutes);
}

/** Runs a program to its end or its deadline, with all it said. */
function finished(program, args, options, minutes) {
  const deadline = AbortSignal.timeout(minutes * 60_000);
  return new Promise((resolveRun, rejectRun) => {
    const child = spawn(program, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: AbortSignal.any([interrupted.signal, deadline]),
    });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'])
      child[stream].setEncoding('utf8').on('data', (text) => (said[stream] += text));
    child.on('error', (error) =>
      rejectRun(
        reasonFor(error, `${program} ${args.slice(0, 2).join(' ')}`, deadline.aborted ? minutes : undefined),
      ),
    );
    child.on('close', (code) => resolveRun({ code, ...said }));
  });
}

function reasonFor(error, what, minutes) {
  if (minutes !== undefined)
    return new NotInstalled(
      `${what} did not end within ` +
        `${minutes < 1 ? `${Math.round(minutes * 60)} seconds` : `${minutes} minutes`}.\n${otherWays()}`,
    );
  if (error.code !== 'ENOENT' || !what.startsWith('go ')) return error;
  return new NotInstalled(
    'abra is built by Go, and there is no go on PATH.\nInstall Go (https://go.dev/doc/install, or ' +
      `apt-get install golang) and run this again.\n${otherWays()}`,
  );
}

function cannotFetch(said) {
  const newer = /requires go >= ?([\d.]+)/.exec(said)?.[1];
  if (newer !== undefined)
    return new NotInstalled(
      `abra ${pinned.version} needs Go ${newer} or newer.\nInstall it, or let Go fetch it: ` +
        `GOTOOLCHAIN=auto node scripts/install-abra.mjs\n${otherWays()}`,
    );
  return new NotInstalled(
    `Go could not fetch abra: ${lastLines(said)}\nRun this again where Go may fetch ${modulePath} ` +
      `(go env GOPROXY says from where it tries).\n${otherWays()}`,
  );
}

function otherWays() {
  return (
    'Or name an abra that you have: ABRA=/path/to/abra. Everything that does not deploy by abra works ' +
    'without it.'
  );
}

function asked() {
  try {
    const { values } = parseArgs({
      options: {
        into: { type: 'string' },
        patience: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) end(0, usage);
    const patienceSeconds = values.patience === undefined ? undefined : Number(values.patience);
    if (patienceSeconds !== undefined && !(patienceSeconds > 0))
      return end(64, `--patience is a number of seconds, not ${values.patience}\n\n${usage}`);
    const folder =
      values.into === undefined
        ? fileURLToPath(new URL(`../.tools/abra/${pinned.version}`, import.meta.url))
        : resolve(values.into);
    return { folder, patienceSeconds };
  } catch (error) {
    return end(64, `${error.message}\n\n${usage}`);
  }
}

function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new NotInstalled(
      `The folder ${folder} cannot be written (${error.code}).\nName another: node ` +
        `scripts/install-abra.mjs --into FOLDER\n${otherWays()}`,
    );
  }
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The end of what a program said, on one or a few lines, without credentials that an address may carry. */
function lastLines(text, count = 1) {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (
    lines
      .slice(-count)
      .join('\n')
      .replace(/\/\/[^/@\s]+@/g, '//') || 'it said nothing'
  );
}

function seconds(since) {
  return Math.round((Date.now() - since) / 1000);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function end(code, text) {
  say(text);
  process.exit(code);
}
