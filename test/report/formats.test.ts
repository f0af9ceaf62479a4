import { describe, expect, it } from 'vitest';
import { makeCause, makePlan, makeRun, rolledBack } from '../statistics/made-campaign.js';
import { madeModel, nasty, rendered } from './made-report.js';

const plan = makePlan(['start-first', 'stop-first'], 3);
const silent = makeRun('inconclusive', { reason: 'the memory load held 80 of 112 MiB' });
const runs = [
  rolledBack,
  makeRun('held', { outageMs: 4100 }),
  silent,
  makeRun('held'),
  makeRun('base-failed', { reason: 'no such image' }),
  null,
];
const model = madeModel(plan, runs);
const hostile = madeModel(
  { ...plan, scenario: nasty },
  [{ ...rolledBack, reason: nasty, cause: makeCause({ detail: nasty }) }],
  { question: nasty },
);

describe('the report as JUnit', () => {
  const xml = rendered('junit', model);

  it('is a failure for a trial that did not hold, with its cause', () => {
    expect(xml).toContain(
      '<failure type="rolled-back · oom-kill of the new task" message="the new task was killed by ' +
        'the kernel at 261 MiB">',
    );
    expect(xml).toContain(
      '<testsuites name="discourse-upgrade" tests="6" failures="1" errors="0" skipped="3"',
    );
  });

  it('skips what showed nothing, and never calls it a failure', () => {
    expect(xml).toContain('<skipped message="inconclusive: the memory load held 80 of 112 MiB"/>');
    expect(xml).toContain('<skipped message="base failed: no such image"/>');
    expect(xml).toContain('<skipped message="not run"/>');
  });

  it('keeps hostile texts as texts', () => {
    const text = rendered('junit', hostile);
    expect(text).not.toMatch(/<img|[\u0000-\u0008\u000B-\u001F\u202E]/);
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text).toContain('\u241B[31mred \u2039U+202E\u203A');
  });
});

describe('the report as CSV', () => {
  const rows = rendered('csv', model).split('\r\n');

  it('has a row a trial with its factors, in launch order', () => {
    expect(rows[0]).toBe(
      'trial,arm,block,mark,outcome,cause,masked,outage_ms,down_from_ms,took_ms,factor_arm,reason,detail',
    );
    expect(rows[1]).toMatch(/^001,start-first,1,drifted,rolled-back,oom-kill,(true|false),/);
    expect(rows[6]).toBe('006,stop-first,3,not run,,,false,,,,stop-first,,');
    expect(rows).toHaveLength(8);
  });

  it('has columns of its own for each load', () => {
    const dose = {
      index: 0,
      injector: 'memory',
      unit: 'bytes',
      target: 100,
      achieved: 99,
      met: true,
      reason: null,
      lateMs: 0,
      fromMs: 1,
      toMs: 2,
      stress: null,
    } as const;
    const [header, row] = rendered('csv', madeModel(plan, [makeRun('held', { dose: [dose, dose] })])).split(
      '\r\n',
    );
    expect(header).toContain(
      'load1_injector,load1_unit,load1_target,load1_achieved,load1_met,load2_injector',
    );
    expect(row).toContain(',memory,bytes,100,99,true,memory,');
  });

  it('quotes commas and quotes, and takes the sting out of what a spreadsheet would calculate', () => {
    const text = rendered('csv', madeModel(plan, [makeRun('held', { reason: '=1+1, "two"' })]));
    expect(text).toContain('"\'=1+1, ""two"""');
  });
});

describe('the report as Markdown', () => {
  it('opens with the answer and has a row an arm', () => {
    const text = rendered('markdown', model);
    expect(text).toMatch(
      /^### discourse-upgrade\n\n> Does the upgrade survive\?\n\n\*\*start-first drifted in 1 of 1 valid trial /,
    );
    expect(text).toContain('| start-first | ✗?b | 1 of 1 | over ');
    expect(text).toContain('```sh\ndriftlab resume latest\n');
  });

  it('has no markup, mention, reference or link in it that a scenario brought', () => {
    const text = rendered('markdown', hostile);
    expect(text).not.toMatch(/<img|@team|#1 |https:\/\/|`x`|[\u001B\u202E]/);
    expect(text).toContain('### &#60;img src=x onerror=alert(1)&#62; &#64;team &#35;1 ');
    expect(text).toContain('\u241B&#91;31mred \u2039U+202E\u203Adlrow');
  });
});

describe('the report on a terminal', () => {
  it('cannot be made to colour the screen or to turn the writing by what a scenario is called', () => {
    expect(rendered('terminal', hostile)).not.toMatch(/[\u001B\u202E]/);
  });
});
