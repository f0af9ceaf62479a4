// The same with abra itself, run only where there is one: ABRA names it, or scripts/install-abra.mjs could
// build it. `npm test` says when these are left out; a stand-in never takes abra's place here.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { abraIdentifier, findAbra } from '../../src/deployers/abra-binary.js';
import { driftlab, endStarted, withoutEngine, workplaceIn } from './driftlab.js';

const found = await findAbra(null).then(
  (path) => abraIdentifier()(path, AbortSignal.timeout(20_000)),
  () => null,
);
const real = found !== null && !found.version.includes('stand-in') ? found : null;

afterEach(endStarted);

describe.skipIf(withoutEngine || real === null)(
  `with abra ${real?.version ?? '(left out: there is none on this machine)'}`,
  () => {
    const env = { ABRA: real?.path };
    let folder = '';

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'driftlab-with-abra-'));
    });
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    it('takes the stamp that git says on trees of all three kinds', async () => {
      const ran = await driftlab(
        workplaceIn(folder, 'probe'),
        ['probe', 'stamp-probe', '--trials', '2'],
        env,
      );
      expect(ran.stdout).toContain('6 of 6 stamps as intended.');
      expect(ran.code).toBe(0);
    });

    it('upgrades by abra and by stack on a real engine, and every stamp is as intended', async () => {
      const ran = await driftlab(
        workplaceIn(folder, 'upgrade'),
        ['run', 'exonerate-abra', '--trials', '2', '--jobs', '2'],
        env,
      );
      expect(ran.stdout).toContain('deployed stamp = intended stamp in 8 of 8 valid trials');
      expect(ran.code).toBe(0);
    });
  },
);
