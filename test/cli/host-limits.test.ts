import { availableParallelism, totalmem } from 'node:os';
import { expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { beyondHost } from '../../src/cli/host-limits.js';
import { planOf } from '../../src/cli/plan-of.js';
import { vocabulary } from '../../src/cli/vocabulary.js';
import type { Plan } from '../../src/plan/plan.js';
import { parseScenario } from '../../src/scenario/parse.js';

function planWith(memory: string, load: string): Plan {
  const parsed = parseScenario(`scenario: big
engine: { private: { memory: ${memory} } }
recipe: { name: discourse, fixture: x, base: "1", head: "2" }
load: ${load}
`, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planOf(parsed.scenario, { trials: 4 });
}

it('lets pass what this machine has', () => {
  expect(beyondHost(planWith('64MiB', '[{ cpu: 10% }]'), 1)).toBeNull();
});

it('refuses an envelope that the machine cannot give, with the arithmetic', () => {
  const gib = Math.ceil(totalmem() / 1024 ** 3);
  expect(present(beyondHost(planWith(`${String(gib)}GiB`, 'none'), 2), 'problem').message).toMatch(/2 engines × .* = .*, this machine has/);
});

it('refuses a processor load that the machine cannot give to every trial at a time, and says how many it can', () => {
  const all = availableParallelism() * 100;
  const wrong = present(beyondHost(planWith('64MiB', `[{ cpu: ${String(all)}% }]`), 2), 'problem');
  expect(wrong.message).toContain(`2 trials at a time × ${String(all)} % of a core = ${String(2 * all)} % of a core`);
  expect(wrong.hint).toContain('--jobs 1');
});
