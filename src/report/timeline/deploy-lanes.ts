// The deploys of a run, from the call of the deployer to its return, and what had changed in the tree before.
import { passagesOf, type Passage } from '../../evidence/passages.js';
import { deployOf, ofKind, type DeployLine } from '../../evidence/timeline.js';
import { deployerSaid } from '../story/deployer-said.js';
import type { RunContext } from '../story/run-context.js';
import { baseName, headName, refInWords, whoSays } from '../story/versions.js';
import { laneName } from './names.js';
import type { PointMark, Span, SpanLane, Tone } from './lanes.js';

export function deployLanes(context: RunContext): readonly SpanLane[] {
  const { lines, run, spec } = context;
  const of = (step: 'base' | 'upgrade', name: string): readonly Span[] =>
    deploySpan(context, {
      name,
      begin: deployOf(lines, run.run, step, 'begin'),
      end: deployOf(lines, run.run, step, 'end'),
      tone: step === 'upgrade' ? 'new' : toneAt(context, 0),
    });
  const spans = [...of('base', baseName(spec)), ...passageSpans(context), ...of('upgrade', headName(spec))];
  const marks = wrongTrees(context);
  return [{ kind: 'spans', name: laneName(context, 'deploys'), spans, marks }];
}

/** What the head was put over is old; of a chain the other versions are neither old nor new. */
function toneAt({ stages, service }: RunContext, index: number): Tone {
  const chain = stages.get(service) ?? [];
  const head = chain.find(({ place }) => place === 'head');
  return chain.length === 0 || head?.over === index ? 'old' : 'other';
}

function passageSpans(context: RunContext): readonly Span[] {
  const passages = passagesOf(context.lines, context.run.run);
  const { deployer } = deployOf(context.lines, context.run.run, 'base', 'begin') ?? { deployer: 'somebody' };
  return passages
    .filter(({ mark }) => mark === 'begin')
    .flatMap((begin) =>
      deploySpan(context, {
        name: refInWords(begin.ref),
        begin: { ...begin, deployer },
        end: passages.find(({ index, mark }) => index === begin.index && mark === 'end') ?? null,
        tone: toneAt(context, begin.index + 1),
      }),
    );
}

interface Deploy {
  readonly name: string;
  readonly begin: Pick<DeployLine, 'seq' | 'atMs' | 'deployer'> | null;
  readonly end: DeployLine | Passage | null;
  readonly tone: Tone;
}

function deploySpan({ endMs }: RunContext, { name: what, begin, end, tone }: Deploy): readonly Span[] {
  if (begin === null) return [];
  const failed = end !== null && (end.failure !== null || (end.exitCode !== null && end.exitCode !== 0));
  const stamp = end?.stamp == null ? '' : `, stamp ${end.stamp}`;
  const how =
    end === null ? ': its end is not on record' : failed ? ` failed: ${deployerSaid(end.failure ?? '')}` : '';
  const seconds = end === null ? '' : ` in ${((end.atMs - begin.atMs) / 1000).toFixed(1)} s`;
  return [
    {
      fromMs: Math.round(begin.atMs),
      toMs: Math.round(end?.atMs ?? endMs),
      fill: end === null ? 'hollow' : 'solid',
      tone: failed ? 'bad' : tone,
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
