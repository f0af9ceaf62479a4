// What a private engine cannot do without, said before anything is started.
import { existsSync } from 'node:fs';
import { LabError } from '../base/lab-error.js';
import type { Cgroups } from './cgroups/cgroups.js';
import { findCgroups } from './cgroups/index.js';
import { enginePrograms, ownPrograms } from './programs.js';
import { findIn, findTool } from './tools.js';

const ownHint =
  "engine.private.programs names the folder, relative to the scenario's; `npm run engines:fetch` in " +
  "driftlab's own folder makes one.";

/**
 * Throws a `missing-tool` LabError that names everything this machine, or the engine's own folder of
 * programs, lacks; gives the machine's cgroups otherwise.
 */
export function requirePrivateEngines(programs: string | null = null): Cgroups {
  if (process.platform !== 'linux') {
    throw new LabError('missing-tool', `private engines need Linux, this is ${process.platform}`, {
      hint: 'Run driftlab in a Linux virtual machine.',
    });
  }
  if (process.getuid?.() !== 0) {
    throw new LabError(
      'missing-tool',
      'private engines need root: they make namespaces, mounts and cgroups',
      {
        hint: 'Run the same command with sudo.',
      },
    );
  }
  if (programs !== null) requireOwn(programs);
  const missing = enginePrograms.filter(({ names }) => findTool(names, programs) === null);
  if (missing.length > 0) {
    throw new LabError(
      'missing-tool',
      `missing: ${missing.map(({ names }) => names.join(' or ')).join(', ')}`,
      {
        hint:
          `Install ${[...new Set(missing.map(({ install }) => install))].join(', ')}; \`driftlab ` +
          `doctor\` checks again.`,
      },
    );
  }
  return requireCgroups();
}

function requireOwn(programs: string): void {
  if (!existsSync(programs))
    throw new LabError('missing-tool', `there is no folder ${programs} with the programs of an engine`, {
      hint: ownHint,
    });
  const missing = ownPrograms.filter((name) => findIn(programs, [name]) === null);
  if (missing.length === 0) return;
  throw new LabError(
    'missing-tool',
    `the engine's programs are to come from ${programs}, which lacks ${missing.join(', ')}`,
    { hint: ownHint },
  );
}

function requireCgroups(): Cgroups {
  const cgroups = findCgroups();
  if (cgroups !== null) return cgroups;
  throw new LabError('missing-tool', 'no memory cgroup controller is mounted', {
    hint: 'Boot with cgroup_enable=memory, or mount a cgroup hierarchy with the memory controller.',
  });
}
