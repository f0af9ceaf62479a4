// The judge of the judge: a wrong answer is found, field by field, and a case that did not happen proves
// nothing.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { root } from '../cli/driftlab.js';
import { casesNamed } from './all-cases.js';
import { judgeCase } from './compare.js';
import type { Told } from './run-case.js';
import { truthIn, type Truth } from './truth.js';

const truth = truthIn(`
after: a kind
situation: what happens
why: because
truth:
  seen: [ { kind: spec, service: app, update: { state: /^completed/ } } ]
  outcome: held
  cause: null
  component: [ null, app ]
  drift: false
  sides: { worker: held }
  story: { must: [ "completed" ], not: [ "half-way" ], order: [ [ "begins", "completed" ] ] }
`);

const run = {
  run: 'r1',
  outcome: 'held',
  reason: 'so',
  drift: false,
  masked: false,
  component: null,
  cause: null,
  failedLater: null,
  naive: null,
  dose: [],
  outageMs: 0,
  downFromMs: null,
  stamps: { intended: 'h', deployed: 'h', readback: 'h' },
  services: { s_app: 'held', s_worker: 'held' },
  sides: [],
  times: {},
} satisfies RunVerdict;

const lines = [
  { seq: 1, kind: 'deploy', step: 'upgrade', mark: 'begin' },
  { seq: 2, kind: 'spec', service: 's_app', update: { state: 'completed' } },
] as unknown as readonly Evidence[];

const told: Told = {
  run,
  story: ['the head begins', 'it completed'],
  moments: [
    { atMs: 1, text: 'the head begins' },
    { atMs: 2, text: 'it completed' },
  ],
  lines,
  trouble: null,
};

function differences(
  change: Partial<RunVerdict>,
  more: Partial<Told> = {},
  known: Truth = truth,
): readonly string[] {
  const { word, differences: found } = judgeCase(known, { ...told, ...more, run: { ...run, ...change } });
  expect(word).toBe('wrong');
  return found;
}

describe('what the lab said, held against the truth', () => {
  it('is right where every field is', () => {
    expect(judgeCase(truth, told)).toEqual({ word: 'right', differences: [] });
  });

  it('is wrong in the field that differs', () => {
    expect(differences({ outcome: 'rolled-back' })).toEqual(['outcome: held, not rolled-back']);
    expect(differences({ component: 'swarm' })).toEqual(['component: null or app, not swarm']);
    expect(differences({ drift: null })).toEqual(['drift: false, not null']);
    expect(differences({ services: { s_app: 'held', s_worker: 'paused' } })).toEqual([
      'worker: outcome: held, not paused',
    ]);
    expect(differences({ services: { s_app: 'held' } })).toEqual(['worker: outcome: held, not not told']);
  });

  it('is wrong for a sentence that lacks, that is untrue, or that stands in the wrong place', () => {
    expect(differences({}, { story: ['the head begins'] })).toEqual(['the story lacks /completed/']);
    expect(differences({}, { story: ['it begins', 'it completed', 'it stopped half-way'] })).toEqual([
      'the story says "it stopped half-way"',
    ]);
    const [begins, completed] = [
      { atMs: 1, text: 'it begins' },
      { atMs: 2, text: 'it completed' },
    ];
    expect(differences({}, { moments: [{ ...completed, atMs: 1 }, begins] })).toEqual([
      'the story tells /completed/ before /begins/',
    ]);
    expect(differences({}, { moments: [{ ...begins, atMs: 3 }, completed] })).toEqual([
      'the moments of the story are not in the order of time',
    ]);
  });

  it('is wrong for what nothing on record supports', () => {
    const claims = [
      'restored base task ab12… healthy',
      'the new task was killed by the kernel',
      'another client wrote',
    ];
    expect(differences({}, { story: ['it begins', 'it completed', ...claims] })).toEqual(
      claims.map((claim) => `untrue: "${claim}"`),
    );
  });

  it("is wrong where it calls another version's task the new one", () => {
    const foreign = {
      seq: 3,
      kind: 'task',
      taskId: 'ab12cdef',
      service: 's_app',
      stamp: 'x',
    } as unknown as Evidence;
    const story = ['it begins', 'it completed', 'new task ab12… healthy'];
    expect(differences({}, { story, lines: [...lines, foreign] })).toEqual([
      'untrue: "new task ab12… healthy": it was made under the stamp x',
    ]);
  });

  it('proves nothing where the case did not happen, unless the outcome is one that it cannot have', () => {
    const silent: Told = { ...told, lines: lines.slice(0, 1) };
    expect(judgeCase(truth, silent).word).toBe('did not play');
    expect(judgeCase(truth, { ...told, trouble: 'nobody came' })).toEqual({
      word: 'did not play',
      differences: ['nobody came'],
    });
    expect(judgeCase(truth, { ...silent, run: { ...run, outcome: 'base-failed' } }).word).toBe('wrong');
  });
});

describe('the cases', () => {
  const all = casesNamed([]);

  it('are thirty or more, each with a truth, and some are quick', () => {
    expect(all.length).toBeGreaterThanOrEqual(30);
    expect(all.filter(({ truth: { quick } }) => quick).length).toBeGreaterThanOrEqual(6);
  });

  it('have scenarios that the lab accepts', () => {
    const files = all.map(({ name }) => join(root, 'test', 'cases', 'cases', name, 'scenario.yml'));
    expect(() =>
      execFileSync(process.execPath, [join(root, 'dist', 'cli', 'main.js'), 'check', ...files], {
        stdio: 'pipe',
      }),
    ).not.toThrow();
  });
});
