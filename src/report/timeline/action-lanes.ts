// What was done to the stack besides the deploys of the run: by somebody else, as the scenario has it, and by
// commands of the author's own between phases.
import { formatDuration } from '../../base/units.js';
import type { Evidence } from '../../evidence/evidence.js';
import { ofKind } from '../../evidence/timeline.js';
import type { RunContext } from '../story/run-context.js';
import { laneName } from './names.js';
import type { Span, SpanLane, Window } from './lanes.js';

/** One lane, with a span for each action from its beginning to its end. */
export function actionLanes(lines: readonly Evidence[], window: Window): readonly SpanLane[] {
  const told = ofKind(lines, 'action');
  const spans = told
    .filter(({ mark }) => mark === 'begin')
    .map((begin) => {
      const end = told.find(({ index, mark }) => index === begin.index && mark === 'end') ?? null;
      const failure = end?.failure ?? null;
      const how = failure === null ? '' : `, which failed: ${failure}`;
      return spanOf(begin, end, window, {
        tone: failure === null ? 'other' : 'bad',
        fill: failure === null ? 'solid' : 'hatched',
        label: `${begin.what}${failure === null ? '' : ': failed'}`,
        text: `somebody else, as the scenario has it, ${begin.what}${how}`,
      });
    });
  return [{ kind: 'spans', name: 'somebody else', spans, marks: [] }];
}

/** One lane a run, with a span for each command. */
export function ownStepLanes({ lines, run, ...context }: RunContext, window: Window): readonly SpanLane[] {
  const told = ofKind(lines, 'own-step').filter((line) => line.run === run.run);
  const spans = told
    .filter(({ mark }) => mark === 'begin')
    .map((begin) => {
      const end = told.find(({ moment, mark }) => moment === begin.moment && mark === 'end') ?? null;
      const failed = end !== null && end.exitCode !== 0;
      const code = end === null ? '' : `, exit code ${String(end.exitCode)}`;
      return spanOf(begin, end, window, {
        tone: failed ? 'bad' : 'good',
        fill: failed ? 'hatched' : 'solid',
        label: `${begin.moment}${failed ? ` ends with ${String(end.exitCode)}` : ''}`,
        text: `${begin.moment}: ${begin.command}${code}`,
      });
    });
  return [{ kind: 'spans', name: laneName({ ...context, lines, run }, 'own steps'), spans, marks: [] }];
}

/** Without an end on record it is drawn to the end of the picture, as on its way. */
function spanOf(
  begin: Evidence,
  end: Evidence | null,
  window: Window,
  shown: Pick<Span, 'tone' | 'fill' | 'label' | 'text'>,
): Span {
  const within = (ms: number): number => Math.round(Math.min(Math.max(ms, window.fromMs), window.toMs));
  const took =
    end === null ? '; its end is not on record' : ` (${formatDuration(Math.round(end.atMs - begin.atMs))})`;
  return {
    ...shown,
    fill: end === null ? 'hollow' : shown.fill,
    text: `${shown.text}${took}`,
    fromMs: within(begin.atMs),
    toMs: within(end?.atMs ?? Infinity),
    lines: [begin.seq, ...(end === null ? [] : [end.seq])],
    quotes: [],
  };
}
