// Whether the engine was one and the same from the beginning of a trial to the end of its observation.
import type { Evidence } from '../evidence/evidence.js';
import type { EngineFact } from '../evidence/fact.js';
import { compareInstants } from '../evidence/instant.js';
import { ofKind } from '../evidence/timeline.js';
import type { Questioned } from './questioned.js';

/** A restarted engine forgets which tasks it monitored and how long: its `completed` then means nothing. */
export function engineChanged({ lines }: Questioned): string | null {
  const engines = ofKind(lines, 'engine');
  const start = engines.find(({ moment }) => moment === 'start');
  const end = engines.findLast(({ moment }) => moment === 'end');
  if (start === undefined) return 'the engine was not looked at when the trial began';
  if (end === undefined)
    return 'the engine was not looked at when observation ended, so it may have been lost or restarted';
  const [before, after] = [daemonsOf(start), daemonsOf(end)];
  if (start.engine !== end.engine || nodesIn(before) !== nodesIn(after))
    return `the engine changed from ${start.engine} to ${end.engine}`;
  for (const [index, { called, daemon }] of before.entries()) {
    const now = after[index]?.daemon ?? null;
    if (daemon !== null && now === null) return `${called}'s daemon had ended when observation did`;
    if (daemon !== now && restartMeant(lines))
      return `${called}'s daemon was restarted, as the scenario has it, which cuts swarm's monitor`;
    if (daemon !== now)
      return (
        `${called} was restarted during the trial (${String(daemon)}, then ${String(now)}), which cuts ` +
        "swarm's monitor"
      );
  }
  const again = ofKind(lines, 'daemon-log').find(
    ({ about, seq }) => about === 'daemon-start' && seq > start.seq,
  );
  return again === undefined
    ? null
    : "the engine's log shows a restart during the trial, which cuts swarm's monitor";
}

/** Of each node that is watched; where there is one it is called the engine. */
function daemonsOf({ nodes, nodeId, daemon }: EngineFact): readonly NodeDaemon[] {
  return nodes === undefined
    ? [{ id: nodeId, called: 'the engine', daemon }]
    : nodes.map(({ id, name, daemon: own }) => ({ id, called: `the engine of ${name}`, daemon: own }));
}

interface NodeDaemon {
  readonly id: string;
  readonly called: string;
  readonly daemon: string | null;
}

function nodesIn(daemons: readonly NodeDaemon[]): string {
  return daemons.map(({ id }) => id).join(' ');
}

/**
 * Whether the daemon began anew while an action that restarts it was done, and at no other time: by the times
 * of its own log, which is read some time after. Beside any other action it ended by itself.
 */
export function restartMeant(lines: readonly Evidence[]): boolean {
  const actions = ofKind(lines, 'action').filter(({ restartsDaemon }) => restartsDaemon === true);
  const spans = actions.flatMap(({ mark, failure, index, wall: to }) => {
    const begin = actions.find((other) => other.mark === 'begin' && other.index === index);
    return mark === 'end' && failure === null && begin !== undefined ? [{ from: begin.wall, to }] : [];
  });
  const starts = ofKind(lines, 'daemon-log').filter(({ about }) => about === 'daemon-start');
  const isMeant = ({ engineAt, wall }: Evidence): boolean =>
    spans.some(({ from, to }) => isOrdered(from, engineAt ?? wall) && isOrdered(engineAt ?? wall, to));
  return starts.length > 0 && starts.every(isMeant);
}

/** False also where an instant cannot be read. */
function isOrdered(one: string, other: string): boolean {
  return (compareInstants(one, other) ?? 1) <= 0;
}
