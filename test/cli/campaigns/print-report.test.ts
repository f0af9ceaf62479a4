// A report that goes to a file is as safe to show as one on a terminal.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCampaign, readVerdicts, summaryOf } from '../../../src/cli/campaigns/campaign-store.js';
import { printReport } from '../../../src/cli/campaigns/print-report.js';
import { colours, openTerminal } from '../../../src/cli/terminal/terminal.js';

const example = fileURLToPath(new URL('../../report/example-campaign', import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftlab-printed-'));
  cpSync(example, join(folder, 'example'), { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the file says where a name holds what would clear a screen. */
function written(format: string): string {
  const campaign = openCampaign(join(folder, 'example'));
  const verdicts = readVerdicts(campaign);
  const output = join(folder, 'report');
  printReport({
    campaign,
    verdicts,
    summary: summaryOf(campaign, verdicts, 'complete'),
    format,
    name: 'a\u001b[2Jb',
    terminal: { ...openTerminal(), err: () => undefined, paint: colours(true).paint },
    output,
  });
  return readFileSync(output, 'utf8');
}

it.each(['terminal', 'markdown', 'csv'])(
  'as %s it has no control character, and no mark of a colour',
  (format) => {
    const text = written(format);
    expect(text.length).toBeGreaterThan(100);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u{FDD0}\u{FDD1}]/u);
  },
);

it('and what was hidden there is seen', () => {
  expect(written('terminal')).toContain('a␛[2Jb');
});
