// The deploys of a run, from the call of the deployer to its return, and what had changed in the tree before.
import { deployOf, ofKind } from '../../evidence/timeline.js';
import { deployerSaid } from '../story/deployer-said.js';
import type { RunContext } from '../story/run-context.js';
import { baseName, whoSays } from '../story/versions.js';
import { laneName } from './names.js';
import type { PointMark, Span, SpanLane } from './lanes.js';

export function deployLanes(context: RunContext): readonly SpanLane[] {
  const spans = (['base', 'upgrade'] as const).flatMap((step) => deploySpan(context, step));
  const marks = wrongTrees(context);
  return [{ kind: 'spans', name: laneName(context, 'deploys'), spans, marks }];
}

function deploySpan(context: RunContext, step: 'base' | 'upgrade'): readonly Span[] {
  const { lines, run, endMs, spec } = context;
  const [begin, end] = [deployOf(lines, run.run, step, 'begin'), deployOf(lines, run.run, step, 'end')];
  if (begin === null) return [];
  const failed = end !== null && (end.failure !== null || (end.exitCode !== null && end.exitCode !== 0));
  const what = step === 'base' ? baseName(spec) : 'head';
  const stamp = end?.stamp == null ? '' : `, stamp ${end.stamp}`;
  const how =
    end === null ? ': its end is not on record' : failed ? ` failed: ${deployerSaid(end.failure ?? '')}` : '';
  const seconds = end === null ? '' : ` in ${((end.atMs - begin.atMs) / 1000).toFixed(1)} s`;
  return [
    {
      fromMs: Math.round(begin.atMs),
      toMs: Math.round(end?.atMs ?? endMs),
      fill: end === null ? 'hollow' : 'solid',
      tone: failed ? 'bad' : step === 'base' ? 'old' : 'new',
      label: `${what}${failed ? ' fails' : ''}`,
      text: `${begin.deployer} deploys ${what}${seconds}${stamp}${how}`,
      lines: [begin.seq, ...(end === null ? [] : [end.seq])],
      quotes: [],
    },
  ];
}

function wrongTrees({ lines, run, spec }: RunContext): readonly PointMark[] {
  const ofRun = ofKind(lines, 'worktree').filter((line) => line.run === run.run);
  const last = ofRun.filter((line) => line === ofRun.findLast(({ step }) => step === line.step));
  return last
    .filter(({ treeStamp, intendedStamp }) => treeStamp !== intendedStamp)
    .map((line) => ({
      atMs: Math.round(line.atMs),
      sign: 'fault',
      tone: 'bad',
      label: 'another tree',
      text: `the tree gives ${line.treeStamp}, ${whoSays(spec)} ${line.intendedStamp}`,
      lines: [line.seq],
      quotes: [],
    }));
}
