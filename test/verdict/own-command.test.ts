// Deploys by a command of the author's: the verdict rests on the spec where no stamp can, and what the command
// itself wrote is nobody else's.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import type { Deployment } from '../../src/scenario/deployment.js';
import { judge } from '../../src/verdict/judge.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import {
  B as stampedB,
  H as stampedH,
  journal,
  trialSpec,
  view,
  type Journal,
} from './constructed-journal.js';

const bare = { stamp: null };
const [B, H] = [view('B', bare), view('H', bare)];
const between = view('X', { stamp: null, specHash: 'spec-between', taskHash: 'task-between' });

function judged(lines: readonly Evidence[], stamp: Deployment['stamp'] = 'none'): RunVerdict {
  const spec = trialSpec();
  const deployment = { timeoutMs: 600_000, options: ['./deploy.sh'], stamp };
  const settings = { ...spec.settings, deployer: 'command', deployment };
  return present(judge({ ...spec, settings }, lines).runs[0], 'run');
}

const byCommand = { deployer: 'command', stamp: null };

const based = (base = B): Journal =>
  journal()
    .begin()
    .at(1000)
    .tree('base', 'eb96de94+U')
    .deploy('base', 'begin', byCommand)
    .spec(base, null)
    .deploy('base', 'end', byCommand)
    .at(3000)
    .serves('b1')
    .at(4000)
    .tree('upgrade', '7ae7b0f7+U')
    .deploy('upgrade', 'begin', byCommand);
const ended = (from: Journal, patch: Partial<{ exitCode: number; failure: string }> = {}): Journal =>
  from.deploy('upgrade', 'end', { ...byCommand, ...patch });
const posted = (from: Journal, head = H, base = B): Journal => from.spec(head, base);
const held = (from: Journal, head = H, base = B): Journal =>
  from
    .at(4020)
    .spec(head, base, { state: 'updating' })
    .at(5000)
    .task('h1', 'preparing')
    .serves('h1')
    .stopped('b1')
    .at(12_000)
    .spec(head, base, { state: 'completed' });

describe('without a stamp', () => {
  it('a head that runs has held, and nothing has drifted', () => {
    expect(judged(held(ended(posted(based()))).end(null).lines)).toMatchObject({
      outcome: 'inconclusive',
    });
    expect(judged(readBack(held(ended(posted(based())))))).toMatchObject({
      outcome: 'held',
      drift: false,
      naive: null,
      masked: false,
      stamps: { intended: null, readback: null },
    });
  });

  it('a base that stands again has drifted', () => {
    const lines = readBack(
      ended(posted(based()))
        .at(4020)
        .spec(H, B, { state: 'updating' })
        .at(5000)
        .task('h1', 'preparing')
        .exited('h1', 3)
        .rollsBack('h1', 6050)
        .at(6100)
        .spec(B, null, { state: 'rollback_completed' }),
    );
    expect(judged(lines)).toMatchObject({ outcome: 'rolled-back', drift: true, cause: { kind: 'exit' } });
  });

  it('with a stamp of abra asked for, the same head is one that the deployer stamped wrongly', () => {
    expect(judged(readBack(held(ended(posted(based())))), 'chaos')).toMatchObject({
      outcome: 'never-applied',
      cause: { kind: 'wrong-stamp' },
    });
  });
});

it('a label of its own tells base and head apart, and is not held against git', () => {
  const [b, h] = [view('B', { stamp: '1.4.0' }), view('H', { stamp: '1.5.0' })];
  const lines = readBack(held(ended(posted(based(b), h, b)), h, b), '1.5.0');
  expect(judged(lines, { label: 'com.example.version' })).toMatchObject({
    outcome: 'held',
    drift: false,
    stamps: { intended: null, readback: '1.5.0' },
  });
});

describe('a command that writes twice', () => {
  const twice = (): Journal => posted(based(), between).at(4010).spec(H, between);

  it('deployed what it wrote last, and no other client is blamed', () => {
    expect(judged(readBack(held(ended(twice().at(4015)), H, between)))).toMatchObject({
      outcome: 'held',
      cause: null,
    });
  });

  it('may post the same again once swarm has completed, and only what came after its end is not its own', () => {
    const again = (early: boolean): string => {
      const completed = held(posted(based()));
      const second = (from: Journal): Journal => from.at(12_500).spec(H, H);
      const lines = early ? ended(second(completed)) : second(ended(completed));
      return judged(readBack(lines)).reason;
    };
    expect(again(true)).toContain('the command posted the same spec again');
    expect(again(false)).toContain('another client posted the same spec again');
  });

  it('is not the writer of what came after its end', () => {
    const lines = readBack(
      held(ended(posted(based()).at(4015)))
        .at(13_000)
        .spec(between, H, { state: 'completed' }),
    );
    expect(judged(lines)).toMatchObject({ outcome: 'overwritten', cause: { kind: 'foreign-write' } });
  });

  it('is known by its calls in the log, and by its first stamp no more than by its last', () => {
    const lines = readBack(
      held(
        ended(
          posted(based(stampedB).call(10), between, stampedB)
            .at(4010)
            .call(20)
            .spec(stampedH, between)
            .at(4015),
        ),
        stampedH,
        between,
      ),
      '7ae7b0f7+U',
    );
    expect(judged(lines, 'chaos')).toMatchObject({ outcome: 'held', drift: false, cause: null });
  });
});

describe('a command that timed out', () => {
  const late = { exitCode: 124, failure: 'timed out: not done after 10min, and ended by driftlab' };

  it('and put nothing is told as that', () => {
    expect(judged(readBack(ended(based(), late)))).toMatchObject({
      outcome: 'never-applied',
      component: 'deployer',
      cause: { kind: 'deployer-error' },
      reason: expect.stringContaining('timed out: not done after 10min') as string,
    });
  });

  it('after the head was put shows nothing where that holds: what else it was to do is not known', () => {
    const verdict = judged(readBack(held(ended(posted(based()), late))));
    expect(verdict).toMatchObject({ outcome: 'inconclusive', cause: null });
    expect(verdict.reason).toContain('timed out: not done after 10min');
    const failed = { ...late, failure: 'its own check: no' };
    expect(judged(readBack(held(ended(posted(based()), failed)))).outcome).toBe('held');
  });

  it('is no excuse for a head that swarm rolled back', () => {
    const lines = readBack(
      ended(posted(based()), late)
        .at(4020)
        .spec(H, B, { state: 'updating' })
        .at(5000)
        .task('h1', 'preparing')
        .exited('h1', 3)
        .rollsBack('h1', 6050)
        .at(6100)
        .spec(B, null, { state: 'rollback_completed' }),
    );
    expect(judged(lines)).toMatchObject({ outcome: 'rolled-back', component: 'app' });
  });
});

/** The service read back as it then stands. */
function readBack(from: Journal, stamp: string | null = null): readonly Evidence[] {
  return from.end(stamp).lines.map((line) => (line.kind === 'readback' ? { ...line, found: true } : line));
}
