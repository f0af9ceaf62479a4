import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.js';
import { beyondHost, jobsHere } from '../../../src/cli/preflight/host-limits.js';
import { planBy } from '../../../src/cli/start/plan-of.js';
import { vocabulary } from '../../../src/cli/vocabulary.js';
import { findCgroups, removeCgroups } from '../../../src/engine/cgroups/index.js';
import type { MemoryRoom } from '../../../src/engine/memory-room.js';
import type { Plan } from '../../../src/plan/plan.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import { root, withoutEngine } from '../driftlab.js';

const folder = mkdtempSync(join(tmpdir(), 'dl-limits-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function planWith(memory: string, load: string): Plan {
  const parsed = parseScenario(
    `scenario: big
engine: { private: { memory: ${memory} } }
recipe: { name: discourse, fixture: x, base: "1", head: "2" }
load: ${load}
`,
    vocabulary,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planBy(null, parsed.scenario, { trials: 4 });
}

function free(mebibytes: number): MemoryRoom {
  return { all: mebibytes * 1024 ** 2, programs: mebibytes * 1024 ** 2, boundBy: 'machine' };
}

it('lets pass what this machine has', () => {
  expect(beyondHost(planWith('64MiB', '[{ cpu: 10% }]'), 1)).toBeNull();
});

describe('memory that is not free', () => {
  const plan = planWith('448MiB', 'none');

  it('is refused with the arithmetic where so many trials at a time were asked for', () => {
    expect(() => jobsHere(plan, { asked: 4 }, free(2048))).toThrow(
      /4 engines at a time take 448 MiB of envelope .* this machine has 2 GiB free/,
    );
  });

  it('makes fewer trials at a time, and a line of it, where nobody asked', () => {
    const here = jobsHere(plan, { usual: 4 }, free(2048));
    expect(here.jobs).toBe(2);
    expect(here.note).toMatch(/^2 trials at a time instead of 4: 4 engines at a time take/);
  });

  it('is refused where not even one trial fits', () => {
    expect(() => jobsHere(plan, {}, free(800))).toThrow(/an engine takes 448 MiB/);
  });

  it('is no matter where there is enough', () => {
    expect(jobsHere(plan, { usual: 2 }, free(4096))).toEqual({ jobs: 2, note: null });
  });
});

it(
  'refuses a processor load that the machine cannot give to every trial at a time, and says how many ' +
    'it can',
  () => {
    const all = availableParallelism() * 100;
    const wrong = present(beyondHost(planWith('64MiB', `[{ cpu: ${String(all)}% }]`), 2), 'problem');
    expect(wrong.message).toContain(
      `2 trials at a time × ${String(all)} % of a core = ${String(2 * all)} % of a core`,
    );
    expect(wrong.hint).toContain('--jobs 1');
  },
);

it('runs fewer trials at a time where nobody asked and the processors do not do', () => {
  expect(
    jobsHere(planWith('64MiB', `[{ cpu: ${String(availableParallelism() * 100)}% }]`), { usual: 2 }).jobs,
  ).toBe(1);
});

it.skipIf(withoutEngine)(
  'ends with 69 and a sentence in a control group that has no room for an engine',
  async () => {
    const cgroups = present(findCgroups(), 'cgroups');
    const name = `driftlab-test-${String(process.pid)}`;
    cgroups.create(name);
    try {
      cgroups.limit(name, 400 * 1024 ** 2);
      const group = cgroups.memoryFolder(name);
      const command =
        `echo $$ > ${group}/cgroup.procs && exec ${process.execPath} ` +
        `${join(root, 'dist', 'cli', 'main.js')} run discourse-upgrade --trials 1 --out ` +
        `${folder}/results`;
      const { status, stderr } = spawnSync('sh', ['-c', command], {
        encoding: 'utf8',
        env: { ...process.env, DRIFTLAB_STATE: join(folder, 'state') },
      });
      expect(stderr).toMatch(
        /an engine takes 448 MiB of envelope .* the control group that driftlab runs in has .* free/s,
      );
      expect(status).toBe(69);
    } finally {
      await removeCgroups(cgroups, name);
    }
  },
);
