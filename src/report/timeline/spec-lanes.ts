// The service under test as swarm shows it: which stamp its spec carries, and the state of its update.
import { stageOfSpec } from '../../evidence/chain.js';
import { ofKind, specsOf, type SpecLine } from '../../evidence/timeline.js';
import type { RunContext } from '../story/run-context.js';
import { stageName } from '../story/versions.js';
import { serviceLaneName } from './names.js';
import type { Span, SpanLane, Tone } from './lanes.js';

interface Step {
  readonly atMs: number;
  readonly key: string | null;
  readonly tone: Tone;
  readonly text: string;
  readonly seq: number;
}

export function specLanes(context: RunContext, toMs: number): readonly SpanLane[] {
  const specs = specsOf(context.lines, context.service).filter((line) => line.atMs < context.overMs);
  return [
    {
      kind: 'spans',
      name: serviceLaneName(context, 'spec label'),
      spans: spansOf(stampSteps(context, specs), toMs),
      marks: [],
    },
    {
      kind: 'spans',
      name: serviceLaneName(context, 'update state'),
      spans: spansOf(updateSteps(context, specs), toMs),
      marks: [],
    },
  ];
}

function stampSteps(context: RunContext, specs: readonly SpecLine[]): readonly Step[] {
  return specs.map((line) => {
    const { stamp, image } = line.spec;
    const { whose, tone } = ownerOf(context, line);
    return {
      atMs: context.happened(line),
      key: line.exists ? (stamp ?? image) : null,
      tone,
      text: `${whose}: ${stamp === null ? 'no stamp' : `stamp ${stamp}`}, image ${image}`,
      seq: line.seq,
    };
  });
}

/** In a chain each version has its name, and what the head was put over is old. */
function ownerOf(context: RunContext, line: SpecLine): { readonly whose: string; readonly tone: Tone } {
  const { head = null, base = null } = context.upgrades[0] ?? {};
  const stages = context.stages.get(context.service) ?? [];
  const last = stages.at(-1);
  if (last !== undefined) {
    const stage = stageOfSpec(stages, line);
    if (stage === null) return { whose: 'another spec', tone: 'other' };
    const isOver = last.place === 'head' && last.over === stage.index;
    const tone = stage.place === 'head' ? 'new' : isOver ? 'old' : 'other';
    return { whose: `${stageName(context.spec, stage)}'s spec`, tone };
  }
  if (line.spec.specHash === head?.specHash) return { whose: "the head's spec", tone: 'new' };
  const isBase = line.spec.specHash === base?.spec.specHash || (base === null && head === null);
  return isBase ? { whose: "the base's spec", tone: 'old' } : { whose: 'another spec', tone: 'other' };
}

/** A state may be too short for a look at the service; the engine's event then tells. */
function updateSteps(context: RunContext, specs: readonly SpecLine[]): readonly Step[] {
  const seen = specs.map((line): Step => {
    const { update } = line;
    const state = line.exists ? (update?.state ?? null) : null;
    const text = state === null ? '' : `update state ${state}${update?.message ? `: ${update.message}` : ''}`;
    return { atMs: context.happened(line), key: state, tone: toneOf(state), text, seq: line.seq };
  });
  const told = ofKind(context.lines, 'service-event').flatMap((line): readonly Step[] => {
    if (line.service !== context.service || line.stateNew === null || line.atMs >= context.overMs) return [];
    const text = `update state ${line.stateNew}`;
    return [
      { atMs: context.happened(line), key: line.stateNew, tone: toneOf(line.stateNew), text, seq: line.seq },
    ];
  });
  return [...seen, ...told].sort((a, b) => a.atMs - b.atMs || a.seq - b.seq);
}

function toneOf(state: string | null): Tone {
  if (state === 'updating') return 'busy';
  return state === 'completed' ? 'good' : 'bad';
}

/** Steps of the same key are one span, until the key changes. */
function spansOf(steps: readonly Step[], toMs: number): readonly Span[] {
  const firsts = steps.filter((step, index) => index === 0 || steps[index - 1]?.key !== step.key);
  return firsts.flatMap(({ atMs, key, tone, text, seq }, index): readonly Span[] => {
    if (key === null) return [];
    const untilMs = Math.min(firsts[index + 1]?.atMs ?? toMs, toMs);
    const next = firsts[index + 1];
    const more = steps.filter(
      (step) => step.atMs >= atMs && step.atMs < (next?.atMs ?? Infinity) && step.seq !== seq,
    );
    const longest = [text, ...more.map((step) => step.text)].sort((a, b) => b.length - a.length)[0] ?? text;
    return [
      {
        fromMs: Math.round(atMs),
        toMs: Math.round(untilMs),
        fill: 'solid',
        tone,
        label: key,
        text: longest,
        lines: [seq, ...more.map((step) => step.seq)].sort((a, b) => a - b),
        quotes: [],
      },
    ];
  });
}
