// What a private engine cannot do without, said before anything is started.
import { totalmem } from 'node:os';
import { LabError } from '../base/lab-error.js';
import { formatBytes } from '../base/units.js';
import type { Cgroups } from './cgroups/cgroups.js';
import { findCgroups } from './cgroups/index.js';
import { enginePrograms } from './programs.js';
import { findTool } from './tools.js';

/** Throws a `missing-tool` LabError that names everything this machine lacks; gives its cgroups otherwise. */
export function requirePrivateEngines(): Cgroups {
  if (process.platform !== 'linux') {
    throw new LabError('missing-tool', `private engines need Linux, this is ${process.platform}`, {
      hint: 'Run driftlab in a Linux virtual machine.',
    });
  }
  if (process.getuid?.() !== 0) {
    throw new LabError('missing-tool', 'private engines need root: they make namespaces, mounts and cgroups', {
      hint: 'Run the same command with sudo.',
    });
  }
  const missing = enginePrograms.filter(({ names }) => findTool(...names) === null);
  if (missing.length > 0) {
    throw new LabError('missing-tool', `missing: ${missing.map(({ names }) => names.join(' or ')).join(', ')}`, {
      hint: `Install ${[...new Set(missing.map(({ install }) => install))].join(', ')}; \`driftlab doctor\` checks again.`,
    });
  }
  return requireCgroups();
}

/** Throws an `engine-boot` LabError when `engines` envelopes of this size are more than the machine has. */
export function requireMemory(memoryBytes: number, engines = 1): void {
  const total = totalmem();
  if (memoryBytes * engines <= total) return;
  const wanted = engines === 1
    ? formatBytes(memoryBytes)
    : `${String(engines)} engines × ${formatBytes(memoryBytes)} = ${formatBytes(memoryBytes * engines)}`;
  throw new LabError('engine-boot', `the envelope asks for ${wanted}, this machine has ${formatBytes(total)}`, {
    hint: 'Make engine.private.memory smaller, or use fewer --jobs.',
  });
}

function requireCgroups(): Cgroups {
  const cgroups = findCgroups();
  if (cgroups !== null) return cgroups;
  throw new LabError('missing-tool', 'no memory cgroup controller is mounted', {
    hint: 'Boot with cgroup_enable=memory, or mount a cgroup hierarchy with the memory controller.',
  });
}
