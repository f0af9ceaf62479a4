// All set-up that a fresh machine needs, for `npm start` and `npm test`. Plain Node: it runs before `npm ci`.
// Each step looks first and does only what is missing, so that a second time takes no more than a second.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argumentsOf } from './arguments.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
const nodeNeeded = [20, 19];
/** What engines need -> the Debian package that has it. */
const tools = {
  dockerd: 'docker.io',
  docker: 'docker.io',
  containerd: 'docker.io',
  runc: 'docker.io',
  iptables: 'iptables',
  ip: 'iproute2',
  git: 'git',
  unshare: 'util-linux',
  setpriv: 'util-linux',
};

const packageTool = 'apt-get';
const browsers = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Sets everything up or ends the process with 69 and the command to run. Returns what an engine still lacks.
 */
export function setUp({ engineRequired }) {
  checkNode();
  installPackages();
  buildWhenStale();
  const missing = installEngine();
  if (missing.length > 0 && engineRequired) stop(howToInstall(missing));
  return missing;
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > nodeNeeded[0] || (major === nodeNeeded[0] && minor >= nodeNeeded[1])) return;
  stop(`driftlab needs Node ${nodeNeeded.join('.')} or newer; this is ${process.versions.node}.`);
}

function installPackages() {
  const stampFile = join(root, 'node_modules', '.driftlab-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lock) return;
  say('set-up: installing npm packages (npm ci)');
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error']);
  writeFileSync(stampFile, lock);
}

function buildWhenStale() {
  const built = join(root, 'dist', '.tsbuildinfo');
  const sources = [
    ...filesUnder(join(root, 'src')),
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.build.json'),
    join(root, 'package-lock.json'),
  ];
  const newest = Math.max(...sources.map((path) => statSync(path).mtimeMs));
  if (
    existsSync(built) &&
    existsSync(join(root, 'dist', 'cli', 'main.js')) &&
    statSync(built).mtimeMs > newest
  )
    return;
  say('set-up: building');
  run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
}

/** Private engines are Linux only; elsewhere nothing is installed and the caller says what is missing. */
function installEngine() {
  if (process.platform !== 'linux') return ['Linux'];
  const missing = missingTools();
  if (missing.length === 0) return [];
  if (process.getuid() !== 0 || !onPath('apt-get')) return missing;
  const packages = [...new Set(missing.map((tool) => tools[tool]))];
  say(
    `set-up: installing ${packages.join(', ')} by apt-get, because ${missing.join(', ')} ` +
      `${missing.length === 1 ? 'is' : 'are'} missing;`,
  );
  say(
    '        driftlab boots throw-away engines of its own from Docker Engine and never uses the one ' +
      'of this machine',
  );
  const quiet = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  };
  run('apt-get', ['-qq', 'update'], quiet);
  run(
    'apt-get',
    ['-qq', '-y', '-o', 'Dpkg::Use-Pty=0', 'install', '--no-install-recommends', ...packages],
    quiet,
  );
  return missingTools();
}

/**
 * The browser that the report's page is tested in, Debian's. Null when it is there, or why it is not, in one
 * line.
 */
export function installBrowser() {
  if (browsers.some(onPath)) return null;
  if (process.platform !== 'linux' || process.getuid() !== 0 || !onPath('apt-get'))
    return 'there is none on PATH, and only root on Debian can install it';
  say("set-up: installing chromium by apt-get, for the tests of the report's page");
  const failed =
    aptGet(['update']) ??
    aptGet(['-y', '-o', 'Dpkg::Use-Pty=0', 'install', '--no-install-recommends', 'chromium']);
  if (failed !== null) return failed;
  return browsers.some(onPath) ? null : 'it was installed and is not on PATH';
}

/** Null, or that it failed: tests of the page are worth less than the rest of a run. */
function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync(packageTool, ['-qq', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return status === 0
    ? null
    : `${packageTool} ${args.includes('update') ? 'update' : 'install chromium'} failed`;
}

/**
 * Has abra built where Go may fetch it. Null when it is there, or why it is not, in one line: tests go on
 * without it.
 */
export function installAbra() {
  if (!process.env.ABRA && !onPath('go')) return 'there is no go on PATH to build it, and ABRA names none';
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts', 'install-abra.mjs'), '--patience', '8'],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  if (status === 0) return null;
  const reason = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('abra: '));
  return reason[0] ?? 'its installer said nothing';
}

function missingTools() {
  return Object.keys(tools).filter((tool) => !onPath(tool));
}

export function howToInstall(missing) {
  return [
    `driftlab's engines need: ${missing.join(', ')}.`,
    'They run on Linux, as root. On Debian or Ubuntu:',
    `  sudo apt-get install ${[...new Set(Object.values(tools))].join(' ')}`,
    'Then run the same command again, as root.',
  ].join('\n');
}

function onPath(tool) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, tool)));
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
}

/**
 * Runs a command in the project's root with its output shown; ends the process with its code when it fails.
 */
export function run(command, args, options = {}) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (status !== 0) {
    say(`set-up: ${command} ${args[0] ?? ''} failed`);
    process.exit(status ?? 70);
  }
}

export function say(line) {
  process.stderr.write(`${line}\n`);
}

function stop(text) {
  say(text);
  process.exit(69);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  argumentsOf({
    usage: `Usage: node scripts/setup.mjs

What a fresh machine needs, and only what is missing: npm packages, the build, and as root on Debian the
programs of an engine. \`npm start\` and \`npm test\` do it by themselves.
Exit codes: 0 all is there, 64 bad arguments, 69 something is missing that only you can install.`,
    names: null,
  });
  setUp({ engineRequired: true });
}
