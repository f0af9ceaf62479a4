// The live page in a real browser: news change what a reader sees and leave him where he is.
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { servePage, type ServedPage } from '../../src/live/serve-page.js';
import { mainOf, pageOf } from '../../src/report/page/page.js';
import { runningTimelineOf } from '../../src/report/timeline/timeline.js';
import { madeModel } from '../report/made-report.js';
import { makePlan, makeRun, rolledBack } from '../statistics/made-campaign.js';
import { trialSpec } from '../verdict/constructed-journal.js';
import { readJournal } from '../verdict/read-journal.js';
import { launchChromium, withoutBrowser } from './chromium.js';

const built = (name: string): string =>
  readFileSync(new URL(`../../dist/page/${name}`, import.meta.url), 'utf8').trimEnd();
const plan = makePlan(['start-first', 'stop-first'], 2);
const model = (ended: number): ReturnType<typeof madeModel> =>
  madeModel(
    plan,
    plan.trials.slice(0, ended).map((_, index) => (index % 2 === 0 ? rolledBack : makeRun('held'))),
  );
const { lines } = readJournal('rolled-back-oom-kill');
const spec = trialSpec([], [{ run: 'r1', stack: '', domain: '', startAfterMs: 0 }]);
const runs = (count: number): ReturnType<typeof runningTimelineOf> => ({
  ...runningTimelineOf(spec, lines.slice(0, count)),
  trial: '003',
});

let served: ServedPage | null = null;
afterEach(() => served?.close());

describe.skipIf(withoutBrowser)('the live page', () => {
  it('fills strips, draws the trial that runs, keeps what a reader chose, and says when it ends', async () => {
    const text = built('live.js');
    const script = { text, sha256: createHash('sha256').update(text).digest('base64') };
    served = await servePage({
      page: () =>
        pageOf(model(1), {
          script,
          style: built('page.css'),
          timelines: [],
          live: { words: 'Live: running, 1 of 4', have: 0 },
        }),
      onReader: () => undefined,
    });
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      const heard = page.waitForRequest(/events\?have=0$/);
      await page.goto(served.url);
      await heard;
      await page.selectOption('[data-filter="arm"]', 'stop-first');
      served.tell('now', [runs(40)]);
      await page.locator('#now .shown').first().waitFor();
      const before = await page.locator('#now .shown').count();
      served.tell('main', {
        markup: mainOf(model(3), []).markup,
        timelines: [],
        state: 'Live: running, 3 of 4',
      });
      await page.getByText('Live: running, 3 of 4').waitFor();
      expect(await page.locator('.strip .m-none').count()).toBe(1);
      expect(await page.locator('[data-filter="arm"]').inputValue()).toBe('stop-first');
      expect(await page.locator('.trials tbody tr:visible').count()).toBe(2);
      served.tell('now', [runs(lines.length)]);
      await page.waitForFunction(`document.querySelectorAll('#now .shown').length > ${String(before)}`);
      served.tell('ended', 'The campaign has ended: complete.');
      await page.getByText('The campaign has ended').waitFor();
      expect(await page.locator('#now .shown').count()).toBe(0);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
