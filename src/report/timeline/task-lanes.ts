// One lane a task: from when swarm made it to its end, with who or what ended it and the app's last words.
import type { Verdict } from '../../verdict/verdict.js';
import { endInWords, quotesOf } from '../story/deaths.js';
import type { RunContext } from '../story/run-context.js';
import type { TaskLife } from '../story/task-life.js';
import { stopInWords, taskInWords } from '../story/tasks.js';
import { reasonOf, waitsOf, worthSayingMs } from '../story/waits.js';
import type { PointMark, Span, SpanLane } from './lanes.js';

/** Of the service under test, and of each beside it. */
const shownTasks = 8;
const shownBeside = 3;

/**
 * Tasks that several runs see are drawn once. Of very many the ones that the verdict names, the first and
 * the last.
 */
export function taskLanes(
  contexts: readonly RunContext[],
  verdict: Verdict,
  toMs: number,
): readonly SpanLane[] {
  const causes = verdict.runs.flatMap(({ cause, sides }) => [cause, ...sides.map((side) => side.cause)]);
  const named = new Set(causes.flatMap((cause) => cause?.task ?? []));
  const drawn = new Set<string>();
  return contexts.flatMap((context) =>
    context.upgrades.flatMap(({ service }) => {
      const lives = context.lives.filter(
        (life) =>
          life.service === service && !drawn.has(life.taskId) && (life.states[0]?.atMs ?? 0) < context.overMs,
      );
      for (const { taskId } of lives) drawn.add(taskId);
      const most = service === context.service ? shownTasks : shownBeside;
      const shown = tellingOf(lives, named, most);
      const lanes = shown.map((life) => laneOf(context, life, toMs));
      const left = lives.length - shown.length;
      return lanes.map((lane, index) =>
        index === lanes.length - 1 && left > 0
          ? { ...lane, name: `${lane.name}, and ${String(left)} more` }
          : lane,
      );
    }),
  );
}

function tellingOf(
  lives: readonly TaskLife[],
  named: ReadonlySet<string>,
  most: number,
): readonly TaskLife[] {
  if (lives.length <= most) return lives;
  const wanted = new Set(lives.filter(({ taskId }) => named.has(taskId)));
  for (let index = 0; wanted.size < most; index += 1) {
    const life = index % 2 === 0 ? lives[index / 2] : lives[lives.length - (index + 1) / 2];
    if (life !== undefined) wanted.add(life);
  }
  return lives.filter((life) => wanted.has(life));
}

function laneOf(context: RunContext, life: TaskLife, toMs: number): SpanLane {
  const name = taskInWords(context, life);
  const endMs = Math.min(life.end?.atMs ?? Infinity, context.endMs, toMs);
  return { kind: 'spans', name, spans: spansOf(life, name, endMs), marks: endOf(life, name, context.overMs) };
}

/** On its way, running but not yet healthy, healthy, ill: each from its moment to the next. */
function spansOf(life: TaskLife, name: string, endMs: number): readonly Span[] {
  const [first] = life.states;
  if (first === undefined) return [];
  const running = life.states.find(({ line }) => line.state === 'starting' || line.state === 'running');
  const steps = [
    { seen: first, fill: 'hollow', label: '', text: `${name}: made by swarm, on its way` } as const,
    ...(running === undefined
      ? []
      : [{ seen: running, fill: 'hollow', label: '', text: `${name}: starting` } as const]),
    ...waitsOf(life)
      .filter(({ from, untilMs }) => (untilMs ?? endMs) - from.atMs >= worthSayingMs)
      .map(({ from }) => {
        const why = `waits: ${reasonOf(from.line) ?? from.line.state}`;
        return { seen: from, fill: 'hollow', label: why, text: `${name} ${why}` } as const;
      }),
    ...(life.up === null
      ? []
      : [{ seen: life.up, fill: 'solid', label: life.up.how, text: `${name}: ${life.up.how}` } as const]),
    ...(life.ill === null
      ? []
      : [{ seen: life.ill, fill: 'hatched', label: 'unhealthy', text: `${name}: unhealthy` } as const]),
  ].sort((a, b) => a.seen.atMs - b.seen.atMs || a.seen.seq - b.seen.seq);
  return steps.flatMap(({ seen, fill, label, text }, index): readonly Span[] => {
    const untilMs = Math.min(steps[index + 1]?.seen.atMs ?? endMs, endMs);
    if (untilMs <= seen.atMs) return [];
    return [
      {
        fromMs: Math.round(seen.atMs),
        toMs: Math.round(untilMs),
        fill,
        tone: life.role,
        label,
        text,
        lines: [seen.seq],
        quotes: [],
      },
    ];
  });
}

function endOf(life: TaskLife, name: string, overMs: number): readonly PointMark[] {
  const { end } = life;
  if (end === null || end.atMs >= overMs) return [];
  const asked = end.how === 'stopped';
  const how = asked ? `stopped${stopInWords(life)}` : endInWords(life, end);
  return [
    {
      atMs: Math.round(end.atMs),
      sign: asked ? 'stop' : 'death',
      tone: asked ? 'faint' : 'bad',
      label: how,
      text: `${name} ${how}`,
      lines: end.lines,
      quotes: asked ? [] : quotesOf(life, end),
    },
  ];
}
