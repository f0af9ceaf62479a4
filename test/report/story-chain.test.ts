// Stories and timelines of chains, as real engines showed them: each version has its own name, and is told as
// the upgrade that it was.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { deployOf } from '../../src/evidence/timeline.js';
import type { TrialSpec } from '../../src/plan/plan.js';
import { explainTrial } from '../../src/report/story/story.js';
import { timelineOf } from '../../src/report/timeline/timeline.js';
import type { Timeline } from '../../src/report/timeline/lanes.js';
import { judge } from '../../src/verdict/judge.js';
import { trialSpec } from '../verdict/constructed-journal.js';
import { readJournal } from '../verdict/read-journal.js';
import { recordedSentences, sentencesOf } from './told.js';

const chains = {
  'good-then-bad': { through: ['good'], head: 'bad' },
  'bad-then-good': { through: ['bad'], head: 'good' },
  'label-only-then-bad': { through: ['3ec3d7cc'], head: 'bad' },
  'there-and-back': { through: ['good'], head: '1.0.0' },
};
type Name = keyof typeof chains;

function chain(name: Name): { readonly spec: TrialSpec; readonly lines: readonly Evidence[] } {
  const { lines } = readJournal(`chain/${name}`);
  const { stack } = present(deployOf(lines, 'r1', 'base', 'end'), 'base');
  const spec = trialSpec();
  const runs = spec.runs.map((run) => ({ ...run, stack }));
  const recipe = { ...spec.settings.recipe, base: '1.0.0', ...chains[name] };
  return { spec: { ...spec, runs, settings: { ...spec.settings, recipe } }, lines };
}

function told(name: Name, change = (line: Evidence): readonly Evidence[] => [line]): readonly string[] {
  const { spec, lines } = chain(name);
  const changed = lines.flatMap(change);
  return sentencesOf(explainTrial(spec, changed, judge(spec, changed)));
}

function drawn(name: Name): Timeline {
  const { spec, lines } = chain(name);
  return timelineOf(spec, lines, judge(spec, lines));
}

const spansOf = (timeline: Timeline, lane: string): readonly string[] =>
  timeline.lanes.flatMap((one) =>
    one.name === lane && one.kind === 'spans' ? one.spans.map(({ tone, text }) => `${tone} ${text}`) : [],
  );

describe('the story of a chain', () => {
  it('tells of the version on the way how its own upgrade ended', () => {
    const good = told('good-then-bad');
    expect(good).toContain('swarm says the update to good completed');
    expect(good).toContainEqual(expect.stringMatching(/^task nsun… of good healthy$/));
    const bad = told('bad-then-good');
    expect(bad).toContain('swarm rolls back to base 1.0.0');
    expect(bad).toContain('rollback_completed, task of base 1.0.0 running');
  });

  it('calls no task old or new, but by its version', () => {
    const good = told('good-then-bad');
    expect(good).toContain('task h2gx… of base 1.0.0 stopped');
    expect(good).toContain('task h2cp… of head bad failed: non-zero exit (12)');
    expect(good).toContain('slot 1 at the end: good runs, head bad died once: ends with 12');
    expect(good).toContain('naive check: healthy (the task of good answers)');
    for (const name of Object.keys(chains) as Name[])
      expect(told(name).join('\n')).not.toMatch(/\b(?:old|new|base|another version's) task\b/);
  });

  it('says in a line of its own which version the stack came back to', () => {
    expect(told('good-then-bad')).toContain(
      'version at the end: the stack came back to good, over which head bad had been put',
    );
    expect(told('bad-then-good')).toContain(
      'version at the end: the stack stands at head good, which was put over base 1.0.0',
    );
    expect(told('there-and-back')).toContain(
      'version at the end: the stack stands at head 1.0.0, which was put over good',
    );
  });

  it('says of one whose deploy has no end on record that it has none', () => {
    const cut = told('good-then-bad', (line) =>
      line.kind === 'passage' && line.mark === 'end' ? [] : [line],
    );
    expect(cut).toContain('good begins to be deployed on the way; its end is not on record');
    expect(told('good-then-bad').join('\n')).not.toContain('its end is not on record');
  });

  it('does not say where the stack stands where the trial could not be judged', () => {
    const failed = told('good-then-bad', (line) => [
      line.kind === 'passage' && line.mark === 'end' ? { ...line, exitCode: 1, failure: 'no' } : line,
    ]);
    expect(failed.join('\n')).not.toContain('version at the end');
  });

  it('of an upgrade from base to head goes on to say old and new, and nothing of where it stands', () => {
    const plain = recordedSentences('rolled-back-restored').join('\n');
    expect(plain).toMatch(/^old task 3p81… stopped$/m);
    expect(plain).not.toContain('version at the end');
  });
});

it('a version that changes nothing of what runs shares the tasks that it left as they were', () => {
  const label = told('label-only-then-bad');
  expect(label).toContain('rollback_completed, task of base 1.0.0 and 3ec3d7cc running');
  expect(label).toContain('naive check: healthy (the task of base 1.0.0 and 3ec3d7cc answers)');
  expect(label.join('\n')).toContain('slot 1 at the end: base 1.0.0 and 3ec3d7cc runs, head bad died once');
  expect(label).toContain(
    'version at the end: the stack came back to 3ec3d7cc, over which head bad had been put',
  );
  expect(told('good-then-bad').join('\n')).not.toContain(' and good');
});

describe('the timeline of a chain', () => {
  it('has a bar for the deploy of each version', () => {
    expect(spansOf(drawn('good-then-bad'), 'deploys')).toEqual([
      expect.stringMatching(/^other stack deploys base 1\.0\.0 in /),
      expect.stringMatching(/^old stack deploys good in /),
      expect.stringMatching(/^new stack deploys head bad in /),
    ]);
    expect(spansOf(drawn('bad-then-good'), 'deploys')[1]).toMatch(/^other stack deploys bad in /);
  });

  it('names whose spec stood when, also where base and head are the same', () => {
    expect(spansOf(drawn('there-and-back'), 'spec label').map((text) => text.replace(/:.*/, ''))).toEqual([
      "other base 1.0.0's spec",
      "old good's spec",
      "new head 1.0.0's spec",
    ]);
    expect(spansOf(drawn('bad-then-good'), 'spec label').map((text) => text.replace(/:.*/, ''))).toEqual([
      "old base 1.0.0's spec",
      "other bad's spec",
      "old base 1.0.0's spec",
      "new head good's spec",
    ]);
  });

  it('names each task by its version', () => {
    const lanes = drawn('bad-then-good').lanes.map(({ name }) => name);
    expect(lanes).toEqual(
      expect.arrayContaining(['task bwgt… of base 1.0.0', 'task y2xk… of bad', 'task lmzm… of head good']),
    );
  });
});
