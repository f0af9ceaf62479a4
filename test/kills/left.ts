// What a campaign left of itself on this machine: processes, mounts, control groups and folders, each as a
// sentence.
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What is known of a campaign's private engines while they run, to be looked for afterwards. */
export interface Traces {
  readonly cgroups: readonly string[];
  /** `net:[…]`, as the kernel names it. */
  readonly networkNamespaces: readonly string[];
}

const cgroupRoot = '/sys/fs/cgroup';

/** Of all processes that belong to this place now; the test's own network namespace is not theirs. */
export function tracesOf(place: string): Traces {
  const engines = foldersIn(join(place, 'state', 'engines'));
  const own = readlinkSync('/proc/self/ns/net');
  const namespaces = processesOf(place)
    .flatMap((pid) => linkOf(pid, 'net'))
    .filter((namespace) => namespace !== own);
  return { cgroups: engines.map((id) => `driftlab-${id}`), networkNamespaces: [...new Set(namespaces)] };
}

/**
 * Of processes that were told of this folder, in their arguments or their environment: the lab's, and
 * whatever it started.
 */
export function processesOf(place: string): readonly string[] {
  return pids().filter(
    (pid) =>
      pid !== String(process.pid) &&
      [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`].some((path) => read(path).includes(`${place}/`)),
  );
}

export function leftOf(place: string, { cgroups, networkNamespaces }: Traces): readonly string[] {
  const inside = new Set(networkNamespaces);
  return [
    ...processesOf(place).map(
      (pid) => `process ${pid}: ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').slice(0, 150)}`,
    ),
    ...pids()
      .filter((pid) => linkOf(pid, 'net').some((namespace) => inside.has(namespace)))
      .map((pid) => `process ${pid} in the network namespace of an engine`),
    ...read('/proc/self/mountinfo')
      .split('\n')
      .filter(
        (line) => line.includes(place) || networkNamespaces.some((namespace) => line.includes(namespace)),
      )
      .map((line) => `mount ${line}`),
    ...cgroupsNamed(cgroups).map((path) => `control group ${path}`),
    ...['engines', 'visits'].flatMap((kind) =>
      foldersIn(join(place, 'state', kind)).map((name) => `folder state/${kind}/${name}`),
    ),
    ...foldersIn(join(place, 'tmp')).map((name) => `folder tmp/${name}`),
  ];
}

/** In every hierarchy, at its root, where the lab makes them. */
function cgroupsNamed(names: readonly string[]): readonly string[] {
  const hierarchies = [cgroupRoot, ...foldersIn(cgroupRoot).map((name) => join(cgroupRoot, name))];
  return hierarchies.flatMap((hierarchy) => names.map((name) => join(hierarchy, name))).filter(existsSync);
}

function pids(): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

/** Empty for a process that has ended, or that is not ours to look at. */
function linkOf(pid: string, kind: string): readonly string[] {
  try {
    return [readlinkSync(`/proc/${pid}/ns/${kind}`)];
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function foldersIn(path: string): readonly string[] {
  return existsSync(path) ? readdirSync(path) : [];
}
