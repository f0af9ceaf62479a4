// A page of a campaign far larger than anybody would run for a test, with timelines of a recorded trial.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { present } from '../../src/base/assert.js';
import { deployOf } from '../../src/evidence/timeline.js';
import { pageOf } from '../../src/report/page/page.js';
import { tellingTrials } from '../../src/report/page/telling-trials.js';
import { timelineOf } from '../../src/report/timeline/timeline.js';
import { judge } from '../../src/verdict/judge.js';
import { madeModel } from '../report/made-report.js';
import { makePlan, makeRun, rolledBack } from '../statistics/made-campaign.js';
import { trialSpec } from '../verdict/constructed-journal.js';
import { readJournal } from '../verdict/read-journal.js';

const timelines = 150;

/** A fifth of the trials drifted. */
export function manyTrials(count: number): string {
  const plan = makePlan(['start-first', 'stop-first'], count / 2);
  const runs = plan.trials.map((_, index) => (index % 5 === 0 ? rolledBack : makeRun('held')));
  const model = madeModel(plan, runs);
  const { lines } = readJournal('rolled-back-oom-kill');
  const { stack } = present(deployOf(lines, 'r1', 'base', 'begin'), 'deploy');
  const spec = trialSpec([], [{ run: 'r1', stack, domain: `${stack}.driftlab.test`, startAfterMs: 0 }]);
  const one = timelineOf(spec, lines, judge(spec, lines));
  const drawn = tellingTrials(model.trials, timelines).map((trial) => ({
    ...one,
    trial,
    called: `trial ${trial}`,
  }));
  const [text, style] = [built('page.js'), built('page.css')];
  return pageOf(model, {
    script: { text, sha256: createHash('sha256').update(text).digest('base64') },
    style,
    timelines: drawn,
  });
}

function built(name: string): string {
  return readFileSync(new URL(`../../dist/page/${name}`, import.meta.url), 'utf8').trimEnd();
}
