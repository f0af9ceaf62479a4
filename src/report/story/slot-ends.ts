// What stood in each slot of a service at the end, as data.
import type { TaskLine } from '../../evidence/timeline.js';
import { diedUnasked } from './deaths.js';
import { livesOf, type RunContext } from './run-context.js';
import { runsAt, stateAt, type TaskLife } from './task-life.js';

/** What stood in one slot at the end. */
export interface SlotEnd {
  readonly slot: string;
  readonly running: readonly TaskLife[];
  /** Wanted by swarm, and not running. */
  readonly coming: readonly { readonly life: TaskLife; readonly state: TaskLine }[];
  /** Since the upgrade began, unasked, in the order of time. */
  readonly deaths: readonly TaskLife[];
}

export function slotEnds(context: RunContext, service: string): readonly SlotEnd[] {
  const { endMs, upgradeMs, upgrades } = context;
  if (upgradeMs === Infinity) return [];
  const lives = livesOf(context, service);
  const live = upgrades.find((upgrade) => upgrade.service === service)?.live ?? null;
  const asked = Array.from({ length: live?.exists === true ? (live.spec.replicas ?? 0) : 0 }, (_, index) =>
    String(index + 1),
  );
  const inUse = lives.filter((life) => runsAt(life, endMs) || isComing(life, endMs)).map(({ slot }) => slot);
  return [...new Set([...asked, ...inUse])].sort(bySlot).map((slot) => {
    const own = lives.filter((life) => life.slot === slot);
    return {
      slot,
      running: own.filter((life) => runsAt(life, endMs)),
      coming: own.filter((life) => isComing(life, endMs)).flatMap((life) => stateOf(life, endMs)),
      deaths: own.filter((life) => diedUnasked(life) && life.end.atMs >= upgradeMs && life.end.atMs <= endMs),
    };
  });
}

function bySlot(a: string, b: string): number {
  return Number(a) - Number(b) || a.localeCompare(b);
}

function isComing(life: TaskLife, atMs: number): boolean {
  const state = stateAt(life, atMs);
  const isOver = life.end !== null && life.end.atMs <= atMs;
  return (
    state !== null &&
    state.exists &&
    !isOver &&
    state.state !== 'running' &&
    state.desired !== 'shutdown' &&
    state.desired !== 'remove'
  );
}

function stateOf(life: TaskLife, atMs: number): SlotEnd['coming'] {
  const state = stateAt(life, atMs);
  return state === null ? [] : [{ life, state }];
}

/** One task that runs, and nothing else to tell. */
export function runsWell({ running, coming, deaths }: SlotEnd): boolean {
  return running.length === 1 && coming.length === 0 && deaths.length === 0;
}

/** The head's own, or one from before that the head left as it was. */
export function isHead({ upgrades: [upgrade] }: RunContext, { role, states }: TaskLife): boolean {
  if (role === 'new') return true;
  return (
    role === 'old' &&
    upgrade?.head != null &&
    upgrade.live?.spec.specHash === upgrade.head.specHash &&
    states[0]?.line.taskHash === upgrade.head.taskHash
  );
}
