// Fetches a newer Docker Engine than this machine's from Debian, as a folder of programs for
// `engine.private.programs`. Nothing is installed: apt is asked with a configuration of its own, and packages
// are only unpacked. Plain Node: it runs before any build.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * Suites that are looked through for a version, with what was in them when this was written: they are tried
 * first for it.
 */
const suites = { trixie: '26.1.5', sid: '28.5.2' };
/** Program -> how it is asked for its version. */
const programs = {
  dockerd: '--version',
  containerd: '--version',
  'containerd-shim-runc-v2': '-v',
  runc: '--version',
  docker: '--version',
  'docker-init': '--version',
};
const packages = ['docker.io', 'docker-cli', 'containerd', 'runc', 'tini'];
/**
 * What a program needs that was built for a newer C library than this machine's, and the tool that tells it
 * where that is.
 */
const support = ['libc6', 'libseccomp2', 'patchelf', 'libstdc++6', 'libgcc-s1'];
const minutesMax = { update: 2, download: 5, unpack: 2, check: 0.5, other: 5 };
const usage = `Usage: node scripts/fetch-engine.mjs VERSION|SUITE [--into FOLDER]

Fetches Docker Engine from Debian and prints the folder that has its programs, for a scenario's engine.private.programs
or \`driftlab run … --programs FOLDER\`. VERSION is the beginning of one, like 28.5; SUITE is one of Debian's, like sid.
It needs a Debian machine that can reach Debian's packages. Nothing is installed on it.
FOLDER defaults to .tools/engines/VERSION in driftlab's own folder; what is there already is not fetched again.
Exit codes: 0 it is there, 64 bad arguments, 69 it cannot be had here, 130 interrupted.`;

/** A reason that a person can act on. */
class NotFetched extends Error {}

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => interrupted.abort());

try {
  process.stdout.write(`${await fetchEngine(asked())}\n`);
} catch (error) {
  if (interrupted.signal.aborted) end(130, 'engine: interrupted; nothing was fetched');
  if (error instanceof NotFetched) end(69, error.message);
  throw error;
}

async function fetchEngine({ wanted, into, parent }) {
  const known = hereAlready(wanted, into, parent);
  if (known !== null) return known;
  const started = Date.now();
  const work = mkdtempSync(join(tmpdir(), 'driftlab-engine-'));
  try {
    const { apt, suite, version } = await findSuite(work, wanted);
    const folder = into ?? join(parent, version);
    say(`engine: fetching Docker ${version} from Debian ${suite}`);
    const root = await unpack(work, apt);
    await oneAtATime(folder, async () => {
      if (recordIn(folder)?.version !== version) await putTogether(folder, root, { version, suite });
    });
    say(`engine: Docker ${version} is ready after ${Math.round((Date.now() - started) / 1000)} s`);
    return folder;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * The folder of an engine that was fetched before and stands where it was put: its programs know their
 * libraries by their place.
 */
function hereAlready(wanted, into, parent) {
  const folders =
    into !== undefined
      ? [into]
      : existsSync(parent)
        ? readdirSync(parent).map((name) => join(parent, name))
        : [];
  const found = folders.find((folder) => {
    const record = recordIn(folder);
    return record !== null && (record.suite === wanted || isVersion(record.version, wanted));
  });
  return found ?? null;
}

function recordIn(folder) {
  try {
    const record = JSON.parse(readFileSync(join(folder, 'engine.json'), 'utf8'));
    return record.folder === folder ? record : null;
  } catch {
    return null;
  }
}

function isVersion(version, wanted) {
  return version === wanted || version.startsWith(`${wanted}.`);
}

/** The suite that is asked for, or the first that has the version; with a way to ask apt about it. */
async function findSuite(work, wanted) {
  const byName = !/^\d/.test(wanted);
  const order = byName
    ? [wanted]
    : Object.keys(suites).sort(
        (a, b) => Number(isVersion(suites[b], wanted)) - Number(isVersion(suites[a], wanted)),
      );
  const seen = [];
  for (const suite of order) {
    const apt = await aptFor(work, suite);
    const { stdout } = await apt(['apt-cache', 'show', '--no-all-versions', 'docker.io'], minutesMax.other);
    const version = /^Version: (?:\d+:)?([\d.]+)/m.exec(stdout)?.[1];
    if (version === undefined) throw new NotFetched(`Debian ${suite} has no docker.io package.`);
    if (byName || isVersion(version, wanted)) return { apt, suite, version };
    seen.push(`${suite} has ${version}`);
  }
  throw new NotFetched(
    `Debian has no Docker ${wanted} now: ${seen.join(', ')}.\nName one of these, or put the programs ` +
      'of another into a folder yourself.',
  );
}

/** Runs apt programs on the suite alone, with everything that they keep in a scratch folder. */
async function aptFor(work, suite) {
  const place = join(work, suite);
  for (const folder of ['lists/partial', 'archives/partial'])
    mkdirSync(join(place, folder), { recursive: true });
  writeFileSync(join(place, 'status'), '');
  writeFileSync(join(place, 'suite.sources'), sourcesOf(suite));
  writeFileSync(
    join(place, 'apt.conf'),
    [
      ['Dir::State', place],
      ['Dir::State::status', join(place, 'status')],
      ['Dir::State::lists', join(place, 'lists')],
      ['Dir::Cache', place],
      ['Dir::Cache::archives', join(place, 'archives')],
      ['Dir::Etc::sourcelist', join(place, 'suite.sources')],
      ['Dir::Etc::sourceparts', '/dev/null'],
      ['APT::Sandbox::User', 'root'],
      ['APT::Update::Error-Mode', 'any'],
      ['Acquire::Languages', 'none'],
      ['Acquire::Retries', '1'],
      ['Acquire::http::Timeout', '20'],
      ['Acquire::https::Timeout', '20'],
      ['Acquire::IndexTargets::deb::DEP-11::DefaultEnabled', 'false'],
    ]
      .map(([key, value]) => `${key} "${value}";\n`)
      .join(''),
  );
  const apt = async (words, minutes) => {
    const { code, stdout, stderr } = await finished(
      words,
      { cwd: place, env: { ...process.env, APT_CONFIG: join(place, 'apt.conf'), LC_ALL: 'C' } },
      minutes,
    );
    if (code !== 0)
      throw new NotFetched(
        `Debian ${suite} cannot be read: ${lastLine(stderr)}\nIs there such a suite, and can this ` +
          `machine reach Debian's packages? \`apt-get update\` says more.`,
      );
    return { stdout };
  };
  await apt(['apt-get', '-q', 'update'], minutesMax.update);
  return apt;
}

/** The machine's own source of Debian's packages, for another suite. */
function sourcesOf(suite) {
  const release = readOr('/etc/os-release');
  const codename = /^VERSION_CODENAME="?([\w-]+)/m.exec(release)?.[1] ?? 'sid';
  if (!/^ID="?debian"?$/m.test(release))
    throw new NotFetched(
      'Engines are fetched from Debian, and this machine is no Debian.\nPut the programs of the ' +
        'engine into a folder yourself: dockerd, containerd, containerd-shim-runc-v2, runc, ' +
        'docker-init and docker.',
    );
  const { uri, key } =
    sourceIn(filesOf('/etc/apt/sources.list.d', '.sources'), codename) ??
    oneLineIn(['/etc/apt/sources.list', ...filesOf('/etc/apt/sources.list.d', '.list')], codename) ??
    missingSource(codename);
  return [
    'Types: deb',
    `URIs: ${uri}`,
    `Suites: ${suite}`,
    'Components: main',
    ...(key === undefined ? [] : [`Signed-By: ${key}`]),
  ]
    .join('\n')
    .concat('\n');
}

function missingSource(codename) {
  throw new NotFetched(
    `The sources of apt in /etc/apt name no archive with the suite ${codename}, from which newer ` +
      'packages could be had too.',
  );
}

function sourceIn(files, codename) {
  for (const stanza of files.flatMap((file) => readOr(file).split(/\n\s*\n/))) {
    const field = (name) => new RegExp(`^${name}:[ \\t]*(.+)$`, 'mi').exec(stanza)?.[1].trim();
    if (
      !(field('Suites') ?? '').split(/\s+/).includes(codename) ||
      !(field('Types') ?? '').split(/\s+/).includes('deb')
    )
      continue;
    return { uri: field('URIs')?.split(/\s+/)[0], key: field('Signed-By') };
  }
  return null;
}

function oneLineIn(files, codename) {
  for (const line of files.flatMap((file) => readOr(file).split('\n'))) {
    const [, options = '', uri, suite] = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)/.exec(line.trim()) ?? [];
    if (suite === codename) return { uri, key: /signed-by=(\S+)/.exec(options)?.[1] };
  }
  return null;
}

/** Fetches and unpacks; gives the folder that has what would lie in `/`. */
async function unpack(work, apt) {
  const { stdout } = await apt(
    ['sh', '-c', 'cd archives && apt-get -q download "$@" >&2 && ls', 'sh', ...packages, ...support],
    minutesMax.download,
  );
  const root = join(work, 'root');
  mkdirSync(root);
  for (const name of stdout.split('\n').filter((line) => line.endsWith('.deb'))) {
    await apt(['dpkg-deb', '-x', join('archives', name), root], minutesMax.unpack);
  }
  return root;
}

/** Lays the programs into the folder, makes each of them run on this machine, and writes last what it is. */
async function putTogether(folder, root, { version, suite }) {
  rmSync(folder, { recursive: true, force: true });
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const fileOf = (name) =>
    files.find((file) => new RegExp(`/s?bin/${name}$`).test(file)) ?? missingFile(name);
  mkdirSync(join(folder, 'lib'), { recursive: true });
  for (const name of Object.keys(programs))
    place(fileOf(name === 'docker-init' ? 'tini' : name), join(folder, name));
  const loader =
    files.find((file) => /^ld-linux.*\.so\.\d+$/.test(basename(file))) ?? missingFile('ld-linux');
  // Names of libraries are often links, which `files` leaves out: a whole folder is taken, with what its
  // links lead to.
  const libraries = new Set(
    files
      .filter((file) => /\.so(\.\d+)*$/.test(file))
      .map(dirname)
      .filter((at) => at === dirname(loader)),
  );
  for (const at of libraries)
    for (const name of readdirSync(at).filter((one) => /\.so(\.\d+)*$/.test(one)))
      place(join(at, name), join(folder, 'lib', name));
  for (const name of Object.keys(programs))
    await makeRun(folder, name, {
      loader: join(folder, 'lib', basename(loader)),
      patchelf: fileOf('patchelf'),
    });
  writeFileSync(join(folder, 'engine.json'), `${JSON.stringify({ version, suite, folder }, null, 2)}\n`);
}

function missingFile(name) {
  throw new NotFetched(`The packages that were fetched have no ${name}.`);
}

function place(from, to) {
  copyFileSync(from, to);
  chmodSync(to, 0o755);
}

/** A program that was built for a newer C library than this machine has is told to use the fetched one. */
async function makeRun(folder, name, { loader, patchelf }) {
  const program = join(folder, name);
  if ((await answer(program, programs[name])).ok) return;
  const lib = dirname(loader);
  const { code, stderr } = await finished(
    [loader, '--library-path', lib, patchelf, '--set-interpreter', loader, '--set-rpath', lib, program],
    { cwd: folder },
    minutesMax.check,
  );
  if (code !== 0) throw new NotFetched(`${name} cannot be made to run on this machine: ${lastLine(stderr)}`);
  const again = await answer(program, programs[name]);
  if (!again.ok)
    throw new NotFetched(`${name} of the fetched engine does not run on this machine: ${again.said}`);
}

async function answer(program, argument) {
  const { code, stdout, stderr } = await finished(
    [program, argument],
    { cwd: dirname(program) },
    minutesMax.check,
  );
  return { ok: code === 0, said: lastLine(stderr || stdout) };
}

/**
 * Two that fetch the same engine at once must not build in one folder. The mark of one that died is taken
 * over.
 */
async function oneAtATime(folder, work) {
  const mark = `${folder}.lock`;
  mkdirSync(dirname(folder), { recursive: true });
  for (const until = Date.now() + minutesMax.other * 60_000; ;) {
    try {
      writeFileSync(mark, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST')
        throw new NotFetched(
          `The folder ${dirname(folder)} cannot be written (${error.code}).\nName another: --into FOLDER`,
        );
    }
    if (!existsSync(join('/proc', readOr(mark) || 'none'))) rmSync(mark, { force: true });
    else if (Date.now() > until || interrupted.signal.aborted)
      throw new NotFetched(
        `Another driftlab has been fetching into ${folder} for too long; remove ${mark} if that is not so.`,
      );
    else
      await new Promise((done) => {
        setTimeout(done, 100);
      });
  }
  try {
    await work();
  } finally {
    rmSync(mark, { force: true });
  }
}

/** Runs a program to its end or its deadline, with all it said. */
function finished([program, ...args], options, minutes) {
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
    child.on('error', (error) => {
      if (deadline.aborted)
        rejectRun(new NotFetched(`${program} ${args[0] ?? ''} did not end within ${minutes * 60} seconds.`));
      else if (error.code === 'ENOENT' && /^(?:apt|dpkg)/.test(program))
        rejectRun(
          new NotFetched(
            `Engines are fetched by ${program}, which is not here: this takes a Debian machine.`,
          ),
        );
      // The file is there: what the system misses is the loader that it names.
      else if (error.code === 'ENOENT') resolveRun({ code: 127, ...said });
      else rejectRun(error);
    });
    child.on('close', (code) => resolveRun({ code, ...said }));
  });
}

function asked() {
  try {
    const { values, positionals } = parseArgs({
      options: { into: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values.help) end(0, usage);
    const [wanted, ...more] = positionals;
    if (wanted === undefined || more.length > 0 || !/^(?:\d+(?:\.\d+)*|[a-z][a-z-]*)$/.test(wanted))
      end(64, `one version or suite is needed\n\n${usage}`);
    const parent = fileURLToPath(new URL('../.tools/engines', import.meta.url));
    return { wanted, parent, into: values.into === undefined ? undefined : resolve(values.into) };
  } catch (error) {
    return end(64, `${error.message}\n\n${usage}`);
  }
}

function filesOf(folder, ending) {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(ending))
        .map((name) => join(folder, name))
    : [];
}

function readOr(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The end of what a program said, without credentials that an address may carry. */
function lastLine(text) {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (lines.findLast((line) => /^E:/.test(line)) ?? lines.at(-1) ?? 'it said nothing').replace(
    /\/\/[^/@\s]+@/g,
    '//',
  );
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function end(code, text) {
  say(text);
  process.exit(code);
}
