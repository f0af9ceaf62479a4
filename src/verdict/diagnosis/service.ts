// One service after the fact: what its last update came to, which task made swarm act, and how it stands now.
import type { Evidence } from '../../evidence/evidence.js';
import type { SpecView } from '../../evidence/fact.js';
import { compareInstants, msBetween } from '../../evidence/instant.js';
import { meantTo } from '../../evidence/meant-to-end.js';
import { isDone, isEnding, isWanted, runsInEverySlot } from '../../evidence/slots.js';
import { latestSpec, ofKind, tasksOf, type SpecLine, type TaskHistory } from '../../evidence/timeline.js';
import { byEnd, diedUnasked } from '../story.js';
import type { LastUpdate, ServiceDiagnosis, Statement } from './diagnosis.js';
import { culpritOf, type Culprit } from './culprit.js';
import { forgottenRollback, lastUpdateOf, short, updateStatement } from './last-update.js';

/** Null for a service that is gone. */
export function diagnoseService(lines: readonly Evidence[], service: string): ServiceDiagnosis | null {
  const live = latestSpec(lines, service);
  if (live === null || !live.exists) return null;
  const lastUpdate = lastUpdateOf(live);
  const tasks = tasksOf(lines, service);
  const heads = headsOf(live, tasks, lastUpdate);
  const eventsReachBack = live.update === null ? null : reachesBack(lines, live.update.startedAt);
  const mayEnd =
    meantTo(live.spec, {
      spec: live.previousSpec,
      tasks: tasks.filter((task) => !heads.includes(task)),
    }) === 'end';
  const finished = mayEnd && isFinished(live.spec, heads);
  const culprit = finished
    ? null
    : culpritOf({ lines, live, heads, deaths: deathsOf(mayEnd ? live.spec : null, heads), lastUpdate });
  const standing = standingOf(live, tasks, mayEnd);
  const forgotten = forgottenRollback(lines, live);
  const said = [
    updateStatement(live),
    finished ? finishedStatement(live.spec, heads) : null,
    forgotten,
    versionsOf(live, heads, lastUpdate),
  ].filter((one) => one !== null);
  return {
    service,
    lastUpdate,
    eventsReachBack,
    wrong: finished
      ? false
      : wrongOf({ lastUpdate, stands: standing.stands, culprit, forgotten: forgotten !== null }),
    proved: [...said, standing.statement, ...(culprit?.strength === 'proved' ? [culprit.statement] : [])],
    likely: culprit?.strength === 'likely' ? [culprit.statement] : [],
    unknown: [
      ...(culprit?.strength === 'unknown' ? [culprit.statement] : []),
      ...unknownOf(lines, eventsReachBack),
    ],
    cause: culprit?.cause ?? null,
  };
}

/** Swarm makes the tasks of added slots from a write before its updater notes when the update began. */
const slackMs = 2000;

/**
 * Tasks of the version that the last update was to: after a rollback those of another spec than the live one.
 */
function headsOf(
  live: SpecLine,
  tasks: readonly TaskHistory[],
  lastUpdate: LastUpdate,
): readonly TaskHistory[] {
  const begun = live.update?.startedAt ?? null;
  const isSince = ({ first }: TaskHistory): boolean =>
    begun === null || (msBetween(begun, first.createdAt) ?? -Infinity) >= -slackMs;
  const isLive = ({ first }: TaskHistory): boolean => first.taskHash === live.spec.taskHash;
  const wasLeft: ReadonlySet<LastUpdate> = new Set([
    'rolled-back',
    'rolled-back-by-hand',
    'rolling-back',
    'rollback-paused',
  ]);
  return tasks.filter((task) => isSince(task) && (wasLeft.has(lastUpdate) ? !isLive(task) : isLive(task)));
}

/**
 * Of a service whose task is done when it ends with 0: whether those of the last update did, all that ended
 * of themselves.
 */
function isFinished(spec: SpecView, heads: readonly TaskHistory[]): boolean {
  const ended = heads.filter(diedUnasked);
  return ended.length > 0 && ended.every((task) => isDone(spec, task));
}

function finishedStatement(spec: SpecView, heads: readonly TaskHistory[]): Statement {
  return {
    says:
      'the tasks of the last update ended with 0, which of a service that is not started again is no ' +
      'failure, whatever swarm makes of it',
    source: "swarm's tasks",
    evidence: heads
      .filter((task) => isDone(spec, task))
      .map(({ last }) => last.seq)
      .sort((a, b) => a - b),
  };
}

/** By the time of their end; `mayEnd` is the spec of tasks that may be done, null where none may. */
function deathsOf(mayEnd: SpecView | null, heads: readonly TaskHistory[]): readonly TaskHistory[] {
  const isMeant = (task: TaskHistory): boolean => mayEnd !== null && isDone(mayEnd, task);
  return heads.filter((task) => diedUnasked(task) && !isMeant(task)).sort(byEnd);
}

interface Found {
  readonly lastUpdate: LastUpdate;
  readonly stands: boolean;
  readonly culprit: Culprit | null;
  /** Whether an update before the last write was rolled back. */
  readonly forgotten: boolean;
}

function wrongOf({ lastUpdate, stands, culprit, forgotten }: Found): boolean | null {
  if (culprit !== null || (!stands && lastUpdate !== 'under-way')) return true;
  if (lastUpdate === 'none') return forgotten ? null : false;
  return lastUpdate === 'under-way' ? null : lastUpdate !== 'completed';
}

function versionsOf(live: SpecLine, heads: readonly TaskHistory[], lastUpdate: LastUpdate): Statement | null {
  const nameOf = ({ image, stamp }: { readonly image: string; readonly stamp: string | null }): string =>
    stamp === null ? image : `${image}, version label ${stamp}`;
  if (live.previousSpec !== null && nameOf(live.previousSpec) === nameOf(live.spec)) {
    return {
      says: `it is ${nameOf(live.spec)}, and was that before the last write too`,
      source: "the service's spec and previous spec",
      evidence: [live.seq],
    };
  }
  if (live.previousSpec !== null) {
    return {
      says: `it is now ${nameOf(live.spec)}; before the last write it was ${nameOf(live.previousSpec)}`,
      source: "the service's spec and previous spec",
      evidence: [live.seq],
    };
  }
  const [head] = heads;
  if (lastUpdate !== 'rolled-back' || head === undefined)
    return { says: `it is now ${nameOf(live.spec)}`, source: "the service's spec", evidence: [live.seq] };
  return {
    says:
      `it is now ${nameOf(live.spec)} again; the version that was rolled back is gone from the ` +
      `service, and its tasks were of ${head.first.image}`,
    source: "the service's spec, and tasks that swarm still remembers",
    evidence: [live.seq, head.first.seq],
  };
}

function standingOf(
  { spec, seq }: SpecLine,
  tasks: readonly TaskHistory[],
  mayEnd: boolean,
): { readonly stands: boolean; readonly statement: Statement } {
  const stands = runsInEverySlot(mayEnd ? spec : { ...spec, restart: 'any' }, tasks);
  const running = tasks.filter((task) => isWanted(task) && task.last.state === 'running' && !isEnding(task));
  const images = [...new Set(running.map(({ last }) => last.image))].map(
    (image) => `${String(running.filter(({ last }) => last.image === image).length)} of ${image}`,
  );
  const wanted =
    spec.replicas === null
      ? `one of ${spec.image} on every node`
      : `${String(spec.replicas)} of ${spec.image}`;
  return {
    stands,
    statement: {
      says:
        `now it ${stands ? 'runs' : 'does not run'} as it should: ` +
        `${images.length === 0 ? 'no task runs' : `running ${images.join(', ')}`}; asked for ${wanted}`,
      source: "swarm's tasks",
      evidence: [seq, ...running.map(({ last }) => last.seq)].sort((x, y) => x - y),
    },
  };
}

/** Whether the first event that the engine remembers is older than the update. */
function reachesBack(lines: readonly Evidence[], begun: string | null): boolean {
  const first = firstEvent(lines);
  return first !== null && begun !== null && (compareInstants(first, begun) ?? 1) <= 0;
}

function firstEvent(lines: readonly Evidence[]): string | null {
  return (
    [...ofKind(lines, 'service-event'), ...ofKind(lines, 'container')].sort((a, b) => a.seq - b.seq)[0]
      ?.engineAt ?? null
  );
}

function unknownOf(lines: readonly Evidence[], eventsReachBack: boolean | null): readonly Statement[] {
  const who: Statement = {
    says: 'who wrote to the service: the engine keeps no names of clients',
    source: 'nothing that is kept',
    evidence: [],
  };
  if (eventsReachBack !== false) return [who];
  const first = firstEvent(lines);
  const since =
    first === null ? 'and none of this stack is among them' : `and those of this stack begin ${short(first)}`;
  return [
    who,
    {
      says:
        `what happened between the beginning of the update and the engine's oldest event: it keeps the ` +
        `last 256, ${since}`,
      source: "the engine's events",
      evidence: [],
    },
  ];
}
