// Memory: how full the engine's envelope was, what a memory load and each container held of it, the limit,
// and whom the kernel killed.
import { formatBytes } from '../../base/units.js';
import type { Evidence } from '../../evidence/evidence.js';
import { ofKind } from '../../evidence/timeline.js';
import type { HappenedMs } from '../story/clock.js';
import type { RunContext } from '../story/run-context.js';
import { taskInWords } from '../story/tasks.js';
import { containerCurves } from './container-curves.js';
import { thinned } from './thinned.js';
import type { Curve, CurveLane } from './lanes.js';

export function memoryLane(
  lines: readonly Evidence[],
  contexts: readonly RunContext[],
  happened: HappenedMs,
): readonly CurveLane[] {
  const samples = ofKind(lines, 'envelope');
  const limit = samples.at(-1)?.limitBytes ?? null;
  if (limit === null) return [];
  const envelopes = [...new Set(samples.map(({ node }) => node))].map((node): Curve => ({
    name: node === undefined ? 'envelope' : `envelope of ${node}`,
    tone: 'busy',
    points: thinned(
      samples.filter((one) => one.node === node).map(({ atMs, usageBytes }) => [atMs, usageBytes]),
    ),
  }));
  return [
    {
      kind: 'curves',
      name: 'memory',
      unit: 'bytes',
      limit: { amount: limit, label: `limit ${formatBytes(limit)}` },
      curves: [...envelopes, ...heldByLoads(lines), ...containerCurves(lines, contexts)],
      marks: killsIn(lines, contexts, happened),
    },
  ];
}

function heldByLoads(lines: readonly Evidence[]): readonly Curve[] {
  const loads = ofKind(lines, 'load').filter(({ unit }) => unit === 'bytes');
  return [...new Set(loads.map(({ index }) => index))].flatMap((index) => {
    const own = loads.filter((line) => line.index === index);
    const measured = own.flatMap(({ atMs, achieved }) =>
      achieved === null ? [] : [[atMs, achieved] as const],
    );
    const [first, last] = [
      own.find(({ event }) => event === 'started'),
      own.find(({ event }) => event === 'ended' || event === 'died'),
    ];
    if (measured.length === 0) return [];
    const points = [
      ...(first === undefined ? [] : [[first.atMs, 0] as const]),
      ...measured,
      ...(last === undefined ? [] : [[last.atMs, 0] as const]),
    ].sort((a, b) => a[0] - b[0]);
    return [{ name: `${own[0]?.injector ?? ''} load`, tone: 'other', points: thinned(points) } as const];
  });
}

/** Whoever the kernel killed, at the size at which it did. */
function killsIn(
  lines: readonly Evidence[],
  contexts: readonly RunContext[],
  happened: HappenedMs,
): CurveLane['marks'] {
  return ofKind(lines, 'kernel-oom').map((line) => {
    const owner = contexts.flatMap((context) =>
      context.lives
        .filter(({ kernel }) => kernel.some(({ seq }) => seq === line.seq))
        .map((life) => taskInWords(context, life)),
    )[0];
    const size = line.rssBytes === null ? '' : ` at ${formatBytes(line.rssBytes)}`;
    return {
      atMs: Math.round(happened(line)),
      amount: line.rssBytes ?? 0,
      sign: 'death',
      tone: 'bad',
      label: `${line.process} killed${size}`,
      text:
        `the kernel killed ${line.process} (process ` +
        `${String(line.pid)})${size}${owner === undefined ? '' : `, of the ${owner}`}`,
      lines: [line.seq],
      quotes: [],
    } as const;
  });
}
