// A stamp probe, judged from a few lines: whose fault a wrong stamp is, and what is not known.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { EvidenceOf } from '../../src/evidence/evidence.js';
import { judgeProbe } from '../../src/verdict/probe.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { headStamp, journal, trialSpec, type Journal } from './constructed-journal.js';

const run = present(trialSpec().runs[0], 'run');
const judged = (j: Journal, checkouts = 0, invalid: string | null = null): RunVerdict =>
  judgeProbe({ run, checkouts, evidence: j.lines, invalid });

type Tree = Partial<EvidenceOf<'worktree'>>;

const tree = (j: Journal, more: Tree = {}): Journal =>
  j.fact({
    kind: 'worktree',
    run: 'r1',
    step: 'upgrade',
    head: 'c0ffee',
    dirty: ['a'],
    reflog: ['checkout: x'],
    tags: [],
    intendedStamp: headStamp,
    treeStamp: headStamp,
    ...more,
  });
const begin = (before: Tree = {}): Journal => tree(journal(), before).deploy('upgrade', 'begin');
/** The deployer took this stamp; the tree is looked at once more. */
const took = (
  stamp: string | null,
  before: Tree = {},
  after: Tree | null = {},
  failure: string | null = null,
): Journal => {
  const j = begin(before).deploy('upgrade', 'end', { stamp, failure });
  return after === null ? j : tree(j, after);
};

describe('a stamp probe', () => {
  it('held where the deployer took what git says, whatever the tree was', () => {
    expect(judged(took(headStamp))).toMatchObject({
      run: 'r1',
      outcome: 'held',
      reason: `the deployer took ${headStamp}, as git says`,
      drift: false,
      masked: false,
      component: null,
      cause: null,
      stamps: { intended: headStamp, deployed: headStamp, readback: null },
    });
    expect(judged(took(headStamp, { treeStamp: 'other' }, { treeStamp: 'another' })).outcome).toBe('held');
  });

  it('is inconclusive as whoever asked says, and has no drift then', () => {
    expect(judged(took('wrong'), 0, 'the lab failed')).toMatchObject({
      outcome: 'inconclusive',
      reason: 'the lab failed',
      drift: null,
      component: 'lab',
      stamps: { intended: headStamp, deployed: 'wrong' },
    });
  });

  it.each([
    ['without an end of the deploy', begin(), "the end of the head's deploy is not on record"],
    [
      'without a tree',
      journal().deploy('upgrade', 'begin').deploy('upgrade', 'end'),
      'the tree before the deploy is not on record',
    ],
    [
      'with a tree afterwards alone',
      tree(journal().deploy('upgrade', 'begin').deploy('upgrade', 'end')),
      'the tree before the deploy is not on record',
    ],
    ['without a stamp', took(null), 'the deployer said no stamp: it ended without a word'],
    [
      'without a stamp but for words',
      took(null, {}, {}, 'no such ref'),
      'the deployer said no stamp: no such ref',
    ],
    [
      'without a second look',
      took('wrong', {}, null),
      'the deployer took wrong, and whether the tree changed meanwhile is not on record',
    ],
  ] as const)('tells nothing %s', (_, j, reason) => {
    expect(judged(j)).toMatchObject({ outcome: 'inconclusive', reason, drift: null });
  });

  it.each([
    [
      'a tree that was wrong before',
      took('old', { treeStamp: 'old' }),
      'wrong-tree',
      `the tree that was deployed gives old, git says ${headStamp}`,
      2,
    ],
    [
      'a tree that gives another afterwards',
      took('old', {}, { treeStamp: 'old' }),
      'wrong-tree',
      `the tree was changed while the deployer ran (it gives old after), which took old; git says ${headStamp}`,
      3,
    ],
    [
      'a tree with other changes',
      took('old', {}, { dirty: ['a', 'b'] }),
      'wrong-tree',
      `the tree was changed while the deployer ran (other files differ from HEAD after), which took old; git says ${headStamp}`,
      3,
    ],
    [
      'a tree that came and went',
      took('old', {}, { reflog: ['checkout: y', 'checkout: x'] }),
      'wrong-tree',
      `the tree was changed while the deployer ran (newest in the reflog: checkout: y), which took old; git says ${headStamp}`,
      3,
    ],
    [
      'a tree whose reflog is gone',
      took('old', {}, { reflog: [] }),
      'wrong-tree',
      `the tree was changed while the deployer ran (newest in the reflog: nothing), which took old; git says ${headStamp}`,
      3,
    ],
    [
      'a tree that stood',
      took('old'),
      'wrong-stamp',
      `the deployer took old from a tree that gives ${headStamp} before and after`,
      3,
    ],
  ] as const)('blames %s', (_, j, kind, reason, lines) => {
    const found = judged(j);
    expect(found).toMatchObject({ outcome: 'never-applied', reason, drift: true, cause: { kind } });
    expect(found.cause?.evidence).toEqual(lines === 2 ? [1, 3] : [1, 3, 4]);
  });

  it('takes the last look before the end of the deploy, and the first after it, of this run', () => {
    const twice = tree(tree(journal(), { treeStamp: 'old' })).deploy('upgrade', 'begin');
    const j = tree(twice.deploy('upgrade', 'end', { stamp: 'old' }));
    expect(judged(tree(j, { treeStamp: 'later' })).cause?.kind).toBe('wrong-stamp');
    expect(judged(tree(took('old', {}, null), { run: 'r2' })).outcome).toBe('inconclusive');
    expect(judged(tree(took('old', {}, null), { step: 'base' })).outcome).toBe('inconclusive');
  });
});

describe('a stamp probe beside other checkouts', () => {
  const checkout = (j: Journal, mark: 'begin' | 'end', more: Partial<EvidenceOf<'checkout'>> = {}): Journal =>
    j.fact({
      kind: 'checkout',
      run: 'r1',
      by: 1,
      step: 'base',
      mark,
      stamp: mark === 'end' ? 'basestamp' : null,
      failure: null,
      ...more,
    });
  const during = (stamp: string, act: (j: Journal) => Journal): Journal =>
    act(begin()).deploy('upgrade', 'end', { stamp });
  const one = (j: Journal): Journal => checkout(checkout(j, 'begin'), 'end');

  it('tells nothing where none of them was made', () => {
    const none = during('old', (j) => j);
    expect(judged(none, 1).reason).toBe(
      'nothing was checked out in the tree while the deployer ran, and 1 process was to',
    );
    expect(judged(none, 2).reason).toMatch(/and 2 processes were to$/);
  });

  it('that held says how many went on', () => {
    expect(judged(during(headStamp, one), 1).reason).toBe(
      `the deployer took ${headStamp}, as git says, while 1 other checkout went on in the tree`,
    );
    expect(
      judged(
        during(headStamp, (j) => one(one(j))),
        1,
      ).reason,
    ).toContain('2 other checkouts went on');
  });

  it.each(['basestamp', 'basestamp+U'])(
    'blames the tree where the stamp is one of theirs, whole or half done: %s',
    (stamp) => {
      expect(judged(during(stamp, one), 1)).toMatchObject({
        outcome: 'never-applied',
        reason: `the deployer took ${stamp}, the stamp of one of the 1 checkouts that other processes made meanwhile; git says ${headStamp}`,
        cause: { kind: 'wrong-tree', evidence: [1, 4, 5] },
      });
    },
  );

  it('blames the deployer where it is none of theirs', () => {
    expect(judged(during('odd', one), 1)).toMatchObject({
      reason:
        'the deployer took odd, which neither the tree before it nor any of the 1 checkouts that other ' +
        'processes made meanwhile gives',
      cause: { kind: 'wrong-stamp', evidence: [1, 5] },
    });
  });

  it.each([
    ['that ended before the deploy began', checkout(checkout(journal(), 'begin'), 'end')],
    ['that git refused', null],
  ] as const)('does not count one %s', (_, before) => {
    const j =
      before === null
        ? during('old', (all) => checkout(checkout(all, 'begin'), 'end', { stamp: null }))
        : tree(before).deploy('upgrade', 'begin').deploy('upgrade', 'end', { stamp: 'old' });
    expect(judged(j, 1).outcome).toBe('inconclusive');
  });

  it('counts those that overlap the deploy, each by its own begin', () => {
    const early = tree(checkout(journal(), 'begin')).deploy('upgrade', 'begin');
    expect(
      judged(checkout(early, 'end').deploy('upgrade', 'end', { stamp: 'basestamp' }), 1).cause?.kind,
    ).toBe('wrong-tree');
    const late = during('basestamp', (j) => checkout(j, 'begin'));
    expect(judged(checkout(late, 'end'), 1).cause?.kind).toBe('wrong-tree');
    const after = during('basestamp', (j) => j);
    expect(judged(checkout(checkout(after, 'begin'), 'end'), 1).outcome).toBe('inconclusive');
    const ofOther = during('basestamp', (j) => checkout(checkout(j, 'begin', { by: 2 }), 'end'));
    expect(judged(ofOther, 1).outcome).toBe('inconclusive');
    const ofRun = during('basestamp', (j) =>
      checkout(checkout(j, 'begin', { run: 'r2' }), 'end', { run: 'r2' }),
    );
    expect(judged(ofRun, 1).outcome).toBe('inconclusive');
  });
});

it('a probe without a tree on record knows no stamp that was meant', () => {
  const { stamps } = judged(journal().deploy('upgrade', 'begin').deploy('upgrade', 'end'));
  expect(stamps.intended).toBeNull();
});

it('a checkout counts by its own beginning, not by an earlier one of the same process', () => {
  const checkout = (mark: 'begin' | 'end') =>
    ({
      kind: 'checkout',
      run: 'r1',
      by: 1,
      step: 'upgrade',
      failure: null,
      mark,
      stamp: mark === 'end' ? 'other+U' : null,
    }) as const;
  const before = (): Journal => tree(journal()).fact(checkout('begin')).fact(checkout('end'));
  const deployed = (j: Journal): Journal =>
    j.deploy('upgrade', 'begin').deploy('upgrade', 'end', { stamp: 'other+U' });
  const after = deployed(before()).fact(checkout('begin')).fact(checkout('end'));
  expect(judged(after, 1)).toMatchObject({
    outcome: 'inconclusive',
    reason: 'nothing was checked out in the tree while the deployer ran, and 1 process was to',
  });
  const beside = deployed(before().fact(checkout('begin'))).fact(checkout('end'));
  expect(judged(beside, 1).cause?.kind).toBe('wrong-tree');
});
