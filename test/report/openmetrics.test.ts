import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { makePlan, makeRun, rolledBack } from '../statistics/made-campaign.js';
import { madeModel, nasty, rendered } from './made-report.js';

const plan = makePlan(['start-first', 'stop-first'], 2);
const runs = [rolledBack, makeRun('held', { outageMs: 4100 }), rolledBack, null];
const text = rendered('openmetrics', madeModel(plan, runs));
const foreign = { ...plan, scenario: `${nasty} " \\ \n{}` };
const hostile = rendered('openmetrics', madeModel(foreign, runs));

/** The reference parser of OpenMetrics; on Debian it is in python3-prometheus-client. */
const strictly =
  'import sys; from prometheus_client.openmetrics.parser import text_string_to_metric_families as f; ' +
  "print([s.name for m in f(sys.stdin.read()) for s in m.samples if m.type != 'unknown'])";
const parse = (input: string): ReturnType<typeof spawnSync> =>
  spawnSync('python3', ['-c', strictly], { input, encoding: 'utf8' });
const withoutParser = parse('# EOF\n').status !== 0;

describe('the report as OpenMetrics', () => {
  it('has counts, rates with their intervals and outages of each arm, in base units', () => {
    const lines = text.split('\n');
    const arm = '{scenario="discourse-upgrade",arm="start-first"}';
    expect(lines).toContain(`driftlab_event_ratio${arm} 1`);
    expect(lines).toContain(
      'driftlab_trials{scenario="discourse-upgrade",arm="start-first",outcome="rolled-back"} 2',
    );
    expect(lines).toContain(
      'driftlab_outage_median_seconds{scenario="discourse-upgrade",arm="stop-first"} 4.1',
    );
    expect(lines).toContain('driftlab_complete{scenario="discourse-upgrade"} 0');
    expect(text).toMatch(
      /^driftlab_event_low_ratio\{scenario="discourse-upgrade",arm="start-first"\} 0\.\d+$/m,
    );
    expect(text).toMatch(/\n# EOF\n$/);
  });

  it('says nothing of an arm of which nothing is known', () => {
    const silent = rendered(
      'openmetrics',
      madeModel(plan, [rolledBack, makeRun('inconclusive'), null, null]),
    );
    expect(silent).toContain('driftlab_event_ratio{scenario="discourse-upgrade",arm="start-first"} 1');
    expect(silent).not.toMatch(/driftlab_(?:event|drift|outage).*arm="stop-first"/);
  });

  it('keeps what a scenario is called inside of its label', () => {
    expect(hostile).not.toMatch(/[\u001B\u202E]/);
    for (const line of hostile.trim().split('\n'))
      expect(line).toMatch(
        /^(?:# (?:TYPE|UNIT|HELP|EOF)|driftlab_[a-z_]+\{(?:[a-z]+="(?:[^"\\]|\\["\\n])*",?)+\} )/,
      );
  });

  it.skipIf(withoutParser)('is read by the reference parser, whatever the scenario is called', () => {
    for (const one of [text, hostile]) {
      const { stdout, stderr, status } = parse(one);
      expect(stderr).toBe('');
      expect(status).toBe(0);
      expect(stdout).toContain("'driftlab_campaign_info'");
      expect(stdout).toContain("'driftlab_event_high_ratio'");
    }
    expect(parse(text.replace('# EOF\n', '')).status).not.toBe(0);
  });
});
