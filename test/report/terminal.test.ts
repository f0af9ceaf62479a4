import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Plan } from '../../src/plan/plan.js';
import { formats } from '../../src/report/formats/index.js';
import { plainPaint, type Paint } from '../../src/report/paint.js';
import { reportModel } from '../../src/report/report-model.js';
import { told, type Told } from '../../src/report/told.js';
import { summarise } from '../../src/statistics/summarise.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { madeModel, provenance } from './made-report.js';
import { makeCause, makePlan, makeRun, makeVerdicts, rolledBack } from '../statistics/made-campaign.js';

type Runs = readonly (RunVerdict | readonly RunVerdict[] | null)[];

function toldOf(plan: Plan, runs: Runs): Told {
  return told(madeModel(plan, runs));
}

function shown(
  plan: Plan,
  runs: Runs,
  options: { readonly width?: number; readonly paint?: Paint } = {},
): string {
  const format = present(
    formats.find(({ name }) => name === 'terminal'),
    'format',
  );
  return format.render(madeModel(plan, runs), { width: 110, paint: plainPaint, ...options });
}

/** The same plan with arms that a deployer deploys which names its stamp itself. */
function byAbra(plan: Plan): Plan {
  return {
    ...plan,
    arms: plan.arms.map((arm) => ({ ...arm, settings: { ...arm.settings, deployer: 'abra' } })),
  };
}

const held = makeRun('held');
const slow = makeRun('held', { outageMs: 4100 });
const ill = { ...rolledBack, cause: makeCause({ kind: 'unhealthy' }) };
const missed = (held80: number): RunVerdict =>
  makeRun('inconclusive', { reason: `the memory load held ${String(held80)} of 112 MiB.` });

const twoArms = makePlan(['start-first', 'stop-first'], 10, [{ arm: 'stop-first', drift: 'none' }]);
const twoArmRuns = [
  rolledBack,
  slow,
  held,
  slow,
  rolledBack,
  slow,
  rolledBack,
  slow,
  held,
  slow,
  ill,
  slow,
  held,
  slow,
  rolledBack,
  slow,
  rolledBack,
  slow,
  held,
  makeRun('held', { outageMs: 5000 }),
];

describe('the report on a terminal', () => {
  it('gives the answer first, in words, with intervals, and the next command at the end', () => {
    expect(shown(twoArms, twoArmRuns)).toBe(`discourse-upgrade · 2 arms × 10 trials · seed 4211
Does the upgrade survive?

start-first drifted in 6 of 10 valid trials (60 %, 95 % interval 31 to 83 %), stop-first in 0 of 10 (under
26 % at 95 % confidence).
Difference start-first minus stop-first 60 points [20, 83], Boschloo p = 0.004.
As the scenario expects.
Why     start-first: swarm rolled back 6 times: the new task was OOM-killed (5), the new task was not
        healthy (1).
Not     the tree: it gave the intended stamp when it was deployed in 20 of 20 valid trials.
Masked  a naive check (wait for health, then compare the version label) would have blamed the wrong thing in 6
        of 6 trials that did not hold.
Price   stop-first: 4.1 s without a healthy task per upgrade (worst 5 s).
Trust   no sign that failures come in clusters, none that their rate changed in the course of the campaign; 0
        of 20 launches inconclusive.

  start-first  ✗✓✗✗✓✗✓✗✗✓  6 of 10   60 % [31, 83]
  stop-first   ✓✓✓✓✓✓✓✓✓✓  0 of 10   under 26 %
               ✗ drifted  ✓ held

driftlab 0.1.0 (01234567) · engine 20.10.24+dfsg1 · kernel 6.18.5 · 2 cores · 8 GiB · cgroup v1
driftlab explain latest/001
`);
  });

  it('says what is not sure, what was left out and what is still to run, and cannot tell', () => {
    const plan = makePlan(['start-first', 'stop-first'], 4, [{ arm: 'stop-first', drift: 'none' }]);
    const withSide = {
      ...rolledBack,
      services: { 'disc-000000_app': 'rolled-back', 'disc-000000_db': 'rolled-back' },
    } as const;
    const runs = [
      rolledBack,
      missed(80),
      missed(80),
      missed(70),
      withSide,
      makeRun('base-failed', { reason: 'no such image.' }),
      rolledBack,
      null,
    ];
    expect(shown(plan, runs)).toBe(`discourse-upgrade · 2 arms × 4 trials · seed 4211 · interrupted
Does the upgrade survive?

start-first drifted in 3 of 3 valid trials (over 25 % so far at 95 % confidence). stop-first has no valid
trial, so nothing can be said of it (of 4 trials: 2 inconclusive, 1 with a base that failed and 1 not run).
Not compared: the campaign was interrupted, and tests for a fixed number of trials do not hold when they are
looked at before its end.
Suspect: too many launches showed nothing; see Trust.
Too little to tell.
stop-first: 4 of 4 trials say nothing of what is expected (2 inconclusive, 1 with a base that failed, 1 not
run): nothing to tell by.
Why       start-first: swarm rolled back 3 times: the new task was OOM-killed each time.
Not       the tree: it gave the intended stamp when it was deployed in 3 of 3 valid trials.
Masked    a naive check (wait for health, then compare the version label) would have blamed the wrong thing in
          3 of 3 trials that did not hold.
Sides     start-first: beside app, db rolled-back once.
Unsure    1 trial of start-first is inconclusive: the memory load held 80 of 112 MiB. Counted as held: 3 of 4
          drifted; counted as failed: 4 of 4.
          2 trials of stop-first are inconclusive: the memory load held 80 of 112 MiB (1); the memory load
          held 70 of 112 MiB (1).
Left out  1 trial of stop-first never came to the upgrade: no such image.
Trust     suspect: 3 of 6 launches showed nothing, more than a fifth; what kept them from it may also decide
          how they would have ended.

  start-first  ✗?✗✗  3 of 3   over 25 %
  stop-first   ??b·  no rate
               ✗ drifted  b base failed  ? inconclusive  · not run

driftlab 0.1.0 (01234567) · engine 20.10.24+dfsg1 · kernel 6.18.5 · 2 cores · 8 GiB · cgroup v1
driftlab resume latest · driftlab explain latest/001 · driftlab explain latest/002
`);
  });

  it('reads well with one arm, one trial and a narrow terminal', () => {
    const text = shown(makePlan(['only'], 1), [rolledBack], { width: 50 });
    expect(text.split('\n').filter((line) => line.length > 50)).toEqual([]);
    expect(text).toContain('discourse-upgrade · 1 arm × 1 trial · seed 4211\n');
    expect(text).toContain(
      'The upgrade drifted in 1 of 1 valid trial.\nOne trial shows what can happen, and not how\noften.\nWhy     ' +
        'swarm rolled back once: the new task was\n        OOM-killed.\n',
    );
    expect(text).not.toContain('Difference');
  });

  it('says of failures without drift that there was none, and that the naive check would have passed', () => {
    const later = makeRun('failed-later', {
      failedLater: 'tolerated',
      masked: true,
      naive: { pass: true, healthy: true, message: 'ok' },
      cause: makeCause({ kind: 'exit', exitCode: 1 }),
    });
    const notes = toldOf(makePlan(['only'], 3), [held, held, later]).notes;
    expect(notes).toEqual([
      {
        label: 'Why',
        text:
          'no drift, but the head failed later once (a task of the head died during its update, and ' +
          'swarm let that pass): the new task exited with code 1.',
      },
      {
        label: 'Masked',
        text:
          'a naive check (wait for health, then compare the version label) would have passed in 1 of 1 ' +
          'trial that did not hold.',
      },
      {
        label: 'Trust',
        text:
          'no sign that failures come in clusters, none that their rate changed in the course of the ' +
          'campaign; 0 of 3 launches inconclusive.',
      },
    ]);
  });

  it('tells a naive check that blamed the checkout from one that only passed while the old task answered', () => {
    const ended = (naive: RunVerdict['naive']): RunVerdict => makeRun('unsettled', { masked: true, naive });
    const maskedOf = (naive: RunVerdict['naive']): string =>
      toldOf(makePlan(['only'], 1), [ended(naive)]).notes.find(({ label }) => label === 'Masked')?.text ?? '';
    expect(maskedOf({ pass: false, healthy: false, message: 'not healthy: app 0/1' })).toContain(
      'would have passed at first, while the old task answered, in 1 of 1',
    );
    expect(maskedOf({ pass: false, healthy: true, message: 're-checkout failed' })).toContain(
      'would have blamed the wrong thing in 1 of 1',
    );
  });

  it(
    'repeats the words of the app or of its health check, one line a kind of cause, and none where the ' +
      'kernel killed',
    () => {
      const exit = (last: string): RunVerdict =>
        makeRun('rolled-back', {
          cause: makeCause({ kind: 'exit', exitCode: 1, said: { log: ['boots', last], probe: null } }),
        });
      const ill = makeRun('rolled-back', {
        cause: makeCause({
          kind: 'unhealthy',
          said: { log: ['asked to stop'], probe: { exitCode: 1, output: 'connection refused' } },
        }),
      });
      const killed = makeRun('rolled-back', { cause: makeCause({ said: { log: ['boots'], probe: null } }) });
      const notes = toldOf(makePlan(['only'], 5), [
        exit('data folder is in use'),
        exit('data folder is in use'),
        exit('no\nspace'),
        ill,
        killed,
      ]).notes;
      expect(notes.filter(({ label }) => label === 'Said').map(({ text }) => text)).toEqual([
        'exit of the new task: it said "data folder is in use" (2 of 3), it said "no space" (1 of 3).',
        'unhealthy of the new task: its health check said "connection refused" (1 of 1).',
      ]);
    },
  );

  it('says nothing beside the rate when everything held', () => {
    const model = toldOf(makePlan(['only'], 2), [held, held]);
    expect(model.answer).toEqual([
      'The upgrade did not hold in 0 of 2 valid trials (under 78 % at 95 % confidence).',
    ]);
    expect(model.notes).toEqual([]);
  });

  it('clears deployer and tree only when every stamp that is known was right', () => {
    const wrong = makeRun('never-applied', {
      drift: true,
      component: 'tree',
      cause: makeCause({ kind: 'wrong-tree', victim: null }),
      stamps: { intended: 'a', deployed: 'b', readback: 'b' },
    });
    const labels = (runs: Runs): readonly string[] =>
      toldOf(makePlan(['only'], 2), runs).notes.map((note) => note.label);
    expect(labels([rolledBack, wrong])).not.toContain('Not');
    expect(labels([held, held])).not.toContain('Not');
    const abra = byAbra(makePlan(['only'], 2));
    expect(toldOf(abra, [rolledBack, rolledBack]).notes.find((note) => note.label === 'Not')?.text).toBe(
      'the deployer, the tree: deployed stamp = intended stamp in 2 of 2 valid trials.',
    );
    const mute = { ...rolledBack, stamps: { ...rolledBack.stamps, deployed: null } };
    expect(toldOf(abra, [rolledBack, mute]).notes.find((note) => note.label === 'Not')?.text).toBe(
      'the deployer, the tree: deployed stamp = intended stamp in 1 of 1 valid trial in which the ' +
        'deployer named a stamp.',
    );
  });

  it('says what was expected and not found', () => {
    const plan = makePlan(['a', 'b'], 1, [{ arm: 'a', drift: 'none' }]);
    expect(toldOf(plan, [rolledBack, held]).answer).toEqual([
      'a drifted in 1 of 1 valid trial, b in 0 of 1.',
      'One trial an arm shows what can happen, and not how often.',
      'Not as the scenario expects.',
      'a: expected no drift, but 1 of 1 valid trial drifted (001).',
    ]);
  });

  it('tells an arm that never comes up from one that holds, and names the drift that there was beside', () => {
    const unsettled = makeRun('unsettled', {
      drift: false,
      cause: makeCause({ kind: 'start-timeout', exitCode: null }),
    });
    const { answer, notes } = toldOf(makePlan(['waits', 'holds'], 3), [
      unsettled,
      held,
      unsettled,
      held,
      unsettled,
      held,
    ]);
    expect(answer).toEqual([
      'waits did not hold in 3 of 3 valid trials (over 36 % at 95 % confidence), holds in 0 of 3 ' +
        '(under 64 % at 95 % confidence).',
      'Drift alone: waits and holds each in 0 of 3 (under 64 % at 95 % confidence).',
      'Difference waits minus holds 100 points [21, 100], Boschloo p = 0.031.',
    ]);
    expect(notes[0]).toEqual({
      label: 'Why',
      text:
        'waits: no drift, but the update did not settle in time 3 times: the new task did not start in ' +
        'time each time.',
    });
  });

  it('counts what the scenario counts, and says what it leaves out', () => {
    const later = makeRun('failed-later', { cause: makeCause({ kind: 'exit', exitCode: 1 }) });
    const plan: Plan = { ...makePlan(['only'], 4), count: 'drift' };
    expect(toldOf(plan, [rolledBack, later, later, held]).answer).toEqual([
      'The upgrade drifted in 1 of 4 valid trials (25 %, 95 % interval 4.6 to 70 %).',
      'Not counted, did not hold otherwise: the upgrade in 2 trials.',
    ]);
    expect(toldOf({ ...plan, count: ['exit'] }, [rolledBack, later, later, held]).answer).toEqual([
      'The upgrade did not hold by exit in 2 of 4 valid trials (50 %, 95 % interval 15 to 85 %).',
      'Drift alone: the upgrade in 1 of 4 (25 %, 95 % interval 4.6 to 70 %).',
      'Not counted, did not hold otherwise: the upgrade in 1 trial.',
    ]);
  });

  it('prices an outage that was open at the end by when it began, apart from those that were over', () => {
    const down = (downFromMs: number): RunVerdict =>
      makeRun('unsettled', { drift: false, outageMs: null, downFromMs });
    const prices = (runs: Runs): readonly string[] =>
      toldOf(makePlan(['only'], 3), runs)
        .notes.filter(({ label }) => label === 'Price')
        .map(({ text }) => text);
    expect(prices([held, down(8100), held])).toEqual([
      'The upgrade: down from 8.1 s after the record began on, still down at the end (1 of 3).',
    ]);
    expect(prices([slow, down(8100), down(9300)])).toEqual([
      'The upgrade: 4.1 s without a healthy task per upgrade (worst 4.1 s), without 2 trials still down at the end.',
      'The upgrade: down from 8.1 s to 9.3 s after the record began on, still down at the end (2 of 3).',
    ]);
  });

  it('tells a base that did not stand with what the engine said, where the reason does not say it', () => {
    const [reason, detail] = ['the base did not stand', 'rejected: invalid mount\n  config'];
    const failed = (why: string): RunVerdict =>
      makeRun('base-failed', { reason: why, cause: { ...present(rolledBack.cause, 'cause'), detail } });
    const leftOut = (run: RunVerdict): readonly string[] =>
      toldOf(makePlan(['only'], 2), [held, run])
        .notes.filter(({ label }) => label === 'Left out')
        .map(({ text }) => text);
    expect(leftOut(failed(reason))).toEqual([
      expect.stringContaining('stand: rejected: invalid mount config.'),
    ]);
    const whole = `${reason}: rejected: invalid mount config`;
    expect(leftOut(failed(whole))).toEqual([
      expect.stringMatching(/: the base did not stand: rejected: [^:]*$/),
    ]);
  });

  it('says which attempts were lost and made again', () => {
    const plan = makePlan(['only'], 1);
    const [verdicts, lost] = [
      makeVerdicts(plan, [held]),
      new Map([['001', [...makeVerdicts(plan, [missed(80)]).values()]]]),
    ];
    const summary = summarise({
      plan,
      verdicts,
      lost,
      campaign: 'c',
      scenarioSha256: 'abc',
      state: 'complete',
    });
    expect(summary.reruns).toEqual([
      { trial: '001', attempt: '001.1', reason: 'the memory load held 80 of 112 MiB' },
    ]);
    const { notes } = told(
      reportModel({ plan, summary, verdicts, lost, provenance, question: '', campaign: 'latest' }),
    );
    expect(notes).toEqual([
      {
        label: 'Rerun',
        text:
          '1 attempt lost by the lab and made again, with the same seed and load: 001.1: the memory ' +
          'load held 80 of 112 MiB.',
      },
    ]);
  });

  it('names the arms of each difference when there are more than two', () => {
    const plan = makePlan(['a', 'b', 'c', 'd'], 2);
    const once = [rolledBack, held, held, missed(1)];
    expect(
      toldOf(plan, [...once, ...once])
        .answer.slice(1)
        .map((line) => line.replace(/: the interval.*/, '').replaceAll(/p = 0\.\d+|\[.*?\]/g, '…')),
    ).toEqual([
      'Difference a minus b and c, each: 100 points …, Boschloo … (… when adjusted for 2 comparisons).',
      'Too little to tell.',
    ]);
  });

  it('reads well when nothing ran at all', () => {
    const text = shown(makePlan(['a'], 2), [null, null]);
    expect(text).toContain(
      'a has no valid trial, so nothing can be said of it (of 2 trials: 2 not run).\nToo little to tell.\n',
    );
    expect(text.trimEnd().endsWith('driftlab resume latest')).toBe(true);
  });

  it('counts runs where a trial has several', () => {
    const plan = makePlan(['only'], 2, [], 2);
    const notes = toldOf(plan, [
      [held, { ...rolledBack, run: 'r2' }],
      [held, { ...held, run: 'r2' }],
    ]).notes;
    expect(notes.find((note) => note.label === 'Not')?.text).toBe(
      'the tree: it gave the intended stamp when it was deployed in 4 of 4 runs.',
    );
  });

  it('is painted only through the paint that is handed in', () => {
    const tagged: Paint = {
      ...plainPaint,
      bad: (text) => `<bad>${text}</bad>`,
      strong: (text) => `<b>${text}</b>`,
    };
    const text = shown(makePlan(['only'], 1), [rolledBack], { paint: tagged });
    expect(text).toContain('<bad>✗</bad>');
    expect(text).toContain('<b>Why</b>     swarm');
    expect(text.replaceAll(/<\/?(b|bad)>/g, '')).toBe(shown(makePlan(['only'], 1), [rolledBack]));
  });
});

describe('the report as JSON', () => {
  it('is the whole model, and hands out nothing of a manifest but where the numbers come from', () => {
    const format = present(
      formats.find(({ name }) => name === 'json'),
      'format',
    );
    const plan = makePlan(['only'], 1);
    const verdicts = makeVerdicts(plan, [held]);
    const summary = summarise({ plan, verdicts, campaign: 'c', scenarioSha256: 'abc', state: 'complete' });
    const manifest = { ...provenance, argv: ['run', 'secret'] };
    const model = reportModel({
      plan,
      summary,
      verdicts,
      provenance: manifest,
      question: '',
      campaign: 'latest',
    });
    const text = format.render(model, { width: 10, paint: plainPaint });
    expect(JSON.parse(text)).toEqual({
      format: 1,
      title: 'discourse-upgrade',
      question: '',
      ...told(model),
      arms: model.arms,
      marginals: model.marginals,
      trials: model.trials,
      levels: model.levels,
      provenance: model.provenance,
      summary: model.summary,
    });
    expect(text.startsWith('{\n  "format": 1,\n  "title": "discourse-upgrade",')).toBe(true);
    expect(text.endsWith('}\n')).toBe(true);
    expect(text).not.toContain('secret');
  });
});
