// The versions that a service went through, one stage each: what each put there and over which it was put,
// which of them stands when the next comes, and whose a spec or a task is. Told by when something was first
// seen, since a chain may come to the same version twice.
import type { Evidence } from './evidence.js';
import { compareInstants } from './instant.js';
import { asUpgrade, passagesOf } from './passages.js';
import { basePut } from './service-base.js';
import { serviceUpgrade, type ServiceUpgrade } from './service-upgrade.js';
import { beforeDestroy, deployOf, specsOf, type SpecLine, type TaskHistory } from './timeline.js';
import { writesTo } from './writes.js';

export interface Stage {
  /** Its place in the chain, the base's 0. */
  readonly index: number;
  readonly place: 'base' | 'on-the-way' | 'head';
  /** As the scenario writes it; null of base and head, whose refs are the recipe's. */
  readonly ref: string | null;
  /** `seq` of the line at which its deploy began. */
  readonly fromSeq: number;
  /** Its deploy as an upgrade of the service; null of the base. */
  readonly upgrade: ServiceUpgrade | null;
  /** Index of the version that it was put over; null of the base, and where that is not known. */
  readonly over: number | null;
  /** Index of the one whose spec stood when the next came, or at the end; null where it is that of none. */
  readonly leaves: number | null;
}

/** In the order in which they were deployed; empty where the run went through no version on the way. */
export function stagesOf(all: readonly Evidence[], run: string, service: string): readonly Stage[] {
  const lines = beforeDestroy(all);
  const begun = passagesOf(lines, run).filter(({ mark }) => mark === 'begin');
  const [first] = begun;
  if (first === undefined) return [];
  const stages: Stage[] = [baseStage(lines, { run, service, untilSeq: first.seq })];
  for (const passage of begun) {
    const upgrade = serviceUpgrade(asUpgrade(lines, passage), run, service);
    stages.push(nextStage(stages, upgrade, passage));
  }
  const head = deployOf(lines, run, 'upgrade', 'begin');
  if (head !== null) stages.push(nextStage(stages, serviceUpgrade(lines, run, service), { seq: head.seq }));
  return stages;
}

interface BaseQuestion {
  readonly run: string;
  readonly service: string;
  readonly untilSeq: number;
}

/** What another client put over the base in between is no version of the chain. */
function baseStage(lines: readonly Evidence[], { run, service, untilSeq }: BaseQuestion): Stage {
  const specs = specsOf(lines, service);
  const put = basePut({ lines, run, specs, writes: writesTo(lines, service) });
  const last = specs.findLast(({ seq }) => seq < untilSeq);
  const stays = put !== null && last?.exists === true && last.spec.specHash === put.spec.specHash;
  const fromSeq = deployOf(lines, run, 'base', 'begin')?.seq ?? 0;
  return { index: 0, place: 'base', ref: null, fromSeq, upgrade: null, over: null, leaves: stays ? 0 : null };
}

function nextStage(
  before: readonly Stage[],
  upgrade: ServiceUpgrade,
  { seq, ref = null }: { readonly seq: number; readonly ref?: string | null },
): Stage {
  const [index, over] = [before.length, before.at(-1)?.leaves ?? null];
  const { live, head, base } = upgrade;
  const stands = live?.exists === true ? live.spec.specHash : null;
  const isBack = stands !== null && stands === base?.spec.specHash;
  return {
    index,
    place: ref === null ? 'head' : 'on-the-way',
    ref,
    fromSeq: seq,
    upgrade,
    over,
    leaves: stands !== null && stands === head?.specHash ? index : isBack ? over : null,
  };
}

/** Whose the spec is that a line shows; null where it is that of no version of the chain. */
export function stageOfSpec(stages: readonly Stage[], { seq, spec }: SpecLine): Stage | null {
  const stage = stageAt(stages, seq);
  if (stage === null) return null;
  if (stage.upgrade === null) return stage;
  const { head, base } = stage.upgrade;
  if (spec.specHash === head?.specHash) return stage;
  return spec.specHash === base?.spec.specHash ? stageOf(stages, stage.over) : null;
}

export interface TaskStage {
  /** Null where it was made of no version of the chain. */
  readonly stage: Stage | null;
  /** It was made when a later version had been there: swarm put its own back. */
  readonly again: boolean;
}

export function stageOfTask(stages: readonly Stage[], { taskId, first }: TaskHistory): TaskStage {
  const stage = stageAt(stages, first.seq);
  if (stage === null) return { stage: null, again: false };
  if (stage.upgrade === null) return { stage, again: false };
  const { headTasks, headSeen, base } = stage.upgrade;
  if (headTasks.some((task) => task.taskId === taskId)) return { stage, again: false };
  if (base === null || first.taskHash !== base.spec.taskHash) return { stage: null, again: false };
  return { stage: stageOf(stages, stage.over), again: headSeen !== null && isAfter(first, headSeen) };
}

/** By its index; null of none. */
export function stageOf(stages: readonly Stage[], index: number | null): Stage | null {
  return index === null ? null : (stages[index] ?? null);
}

/** The engine's instants where they can be read, the order of the lines where not. */
function isAfter(task: TaskHistory['first'], seen: SpecLine): boolean {
  const order = compareInstants(task.createdAt, seen.updatedAt);
  return order === null ? task.seq > seen.seq : order > 0;
}

/** The version whose turn it was when a line was written. */
function stageAt(stages: readonly Stage[], seq: number): Stage | null {
  return stages.findLast(({ fromSeq }) => fromSeq <= seq) ?? null;
}
