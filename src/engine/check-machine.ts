// Is this machine fit for private engines? Every answer with what was found and, where it is no, what to do.
import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { freemem, release } from 'node:os';
import { promisify } from 'node:util';
import { formatBytes } from '../base/units.js';
import { findCgroups } from './cgroups/index.js';
import { hasIpvs } from './ipvs.js';
import { lackOf } from './kernel-features.js';
import { enginePrograms, type Program } from './programs.js';
import { findTool, searchPath } from './tools.js';

export interface MachineCheck {
  readonly name: string;
  readonly ok: boolean;
  /** Whether trials cannot run without it. */
  readonly needed: boolean;
  readonly found: string;
  /** What to do, or what does not work without it; null when all is well. */
  readonly hint: string | null;
}

const otherPrograms: readonly Program[] = [
  {
    names: ['docker'],
    version: '--version',
    install: 'the docker command line (Debian: docker-cli or docker.io)',
  },
  { names: ['git'], version: '--version', install: 'git' },
];
const answerMs = 5_000;
const enoughMemoryBytes = 1024 ** 3;
const run = promisify(execFile);

/** All checks in the order in which they are best put right; never throws for what a machine may lack. */
export async function checkMachine(): Promise<readonly MachineCheck[]> {
  const programs = await Promise.all(
    [...enginePrograms, ...otherPrograms].map((program) => checkProgram(program)),
  );
  return [
    checkSystem(),
    checkRoot(),
    ...programs,
    checkCgroups(),
    checkMemory(),
    checkKernelLog(),
    checkIpvs(),
    await checkNetem(),
  ];
}

function checkSystem(): MachineCheck {
  const ok = process.platform === 'linux';
  return check({
    name: 'Linux',
    ok,
    found: `${process.platform} ${release()}`,
    hint: 'Run driftlab in a Linux virtual machine.',
  });
}

function checkRoot(): MachineCheck {
  const ok = process.getuid?.() === 0;
  return check({
    name: 'root',
    ok,
    found: ok ? 'yes' : 'no',
    hint: 'Run driftlab with sudo: it makes namespaces, mounts and cgroups.',
  });
}

async function checkProgram({ names, version, install }: Program): Promise<MachineCheck> {
  const path = findTool(names);
  const found = path === null ? 'not found' : await versionOf(path, version);
  return check({ name: names.join(' or '), ok: path !== null, found, hint: `Install ${install}.` });
}

function checkCgroups(): MachineCheck {
  const cgroups = process.platform === 'linux' ? findCgroups() : null;
  return check({
    name: 'memory cgroup',
    ok: cgroups !== null,
    found: cgroups === null ? 'no memory controller' : `v${String(cgroups.version)}`,
    hint: 'Boot with cgroup_enable=memory, or mount a cgroup hierarchy with the memory controller.',
  });
}

function checkMemory(): MachineCheck {
  const available = freemem(); // MemAvailable on Linux
  return check({
    name: 'memory',
    ok: available >= enoughMemoryBytes,
    found: `${formatBytes(available)} available`,
    hint: `End something: ${formatBytes(enoughMemoryBytes)} is the least for one engine and its envelope.`,
  });
}

function checkKernelLog(): MachineCheck {
  const ok = canOpen('/dev/kmsg');
  return check({
    name: 'kernel log',
    ok,
    needed: false,
    found: ok ? '/dev/kmsg' : '/dev/kmsg cannot be read',
    hint:
      'Without it only the engine tells of memory kills, and it cannot always tell which task was the ' +
      'victim.',
  });
}

function checkIpvs(): MachineCheck {
  const ok = hasIpvs();
  return check({
    name: 'IPVS',
    ok,
    needed: false,
    found: ok ? 'yes' : 'not in this kernel',
    hint: 'Without it virtual IPs and published ports do not answer; health checks inside containers do.',
  });
}

async function checkNetem(): Promise<MachineCheck> {
  const lack = await lackOf('netem');
  return check({
    name: 'netem',
    ok: lack === null,
    needed: false,
    found: lack ?? 'yes',
    hint: 'Without it loads that slow the network down cannot be had; it is in iproute2 and sch_netem.',
  });
}

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly needed?: boolean;
  readonly found: string;
  readonly hint: string;
}

function check({ name, ok, needed = true, found, hint }: Finding): MachineCheck {
  return { name, ok, needed, found, hint: ok ? null : hint };
}

/** The first line of what it says, or its path when it says nothing. */
async function versionOf(path: string, argument: string): Promise<string> {
  try {
    const { stdout, stderr } = await run(path, [argument], {
      timeout: answerMs,
      env: { PATH: searchPath() },
    });
    return `${stdout}${stderr}`.trim().split('\n')[0] || path;
  } catch {
    return path;
  }
}

function canOpen(path: string): boolean {
  try {
    closeSync(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
    return true;
  } catch {
    return false;
  }
}
