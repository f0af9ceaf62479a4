// The campaign that the documentation shows has the verdicts that today's rules give: it is judged again here.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { driftlab, root } from './driftlab.js';

it('a campaign that was really run is judged again to the same bytes', async () => {
  const example = join(root, 'test', 'report', 'example-campaign');
  const judged = await driftlab(root, ['judge', example, '--diff']);
  expect(judged).toMatchObject({ code: 0, stderr: '' });
  expect(judged.stdout).toContain('judged 20 trials from evidence: every verdict is the same, byte for byte');
});
