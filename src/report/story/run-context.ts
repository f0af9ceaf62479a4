// What every teller needs to know of a run: its services, its window of time, and the life of each task.
import type { Evidence } from '../../evidence/evidence.js';
import { stagesOf, type Stage } from '../../evidence/chain.js';
import { asUpgrade, passagesOf } from '../../evidence/passages.js';
import { serviceUpgrade, type ServiceUpgrade } from '../../evidence/service-upgrade.js';
import { nodeNames } from '../../evidence/nodes.js';
import { deployOf, ofKind, servicesOf } from '../../evidence/timeline.js';
import type { RunSpec, JudgedTrial } from '../../plan/plan.js';
import type { HappenedMs } from './clock.js';
import { taskLives, type TaskLife } from './task-life.js';
import { ownerIn } from './roles.js';
import { stepFrom, type Step } from './versions.js';

export interface RunContext {
  readonly spec: JudgedTrial;
  readonly run: RunSpec;
  /** Full name of the service under test. */
  readonly service: string;
  /** Rising by `seq`. */
  readonly lines: readonly Evidence[];
  readonly happened: HappenedMs;
  /** When the upgrade's deploy began; infinite when it never did. */
  readonly upgradeMs: number;
  /** The last moment of which the evidence tells: before the lab took the stack down, or the run was over. */
  readonly endMs: number;
  /** When the lab began to take the stack down: what ends after that tells nothing. */
  readonly overMs: number;
  /** Each service of the stack, the one under test first. */
  readonly upgrades: readonly ServiceUpgrade[];
  /** Every task of the stack. */
  readonly lives: readonly TaskLife[];
  /** Service -> the versions that it went through; none where there is no chain of them. */
  readonly stages: ReadonlyMap<string, readonly Stage[]>;
  /** The version that is put in this upgrade; null where there is no chain. */
  readonly step: Step | null;
}

/** What of a trial is a run's. */
export interface RunLines {
  readonly spec: JudgedTrial;
  readonly run: string;
  readonly lines: readonly Evidence[];
  readonly happened: HappenedMs;
  /** All of them, where `lines` are those of one version on the way. */
  readonly whole?: readonly Evidence[];
}

export function runContext({ spec, run, lines, happened, whole = lines }: RunLines): RunContext {
  const ofRun = spec.runs.find((candidate) => candidate.run === run) ?? {
    run,
    stack: '',
    domain: '',
    startAfterMs: 0,
  };
  const service = `${ofRun.stack}_${spec.settings.service}`;
  const ofTasks = ofKind(lines, 'task')
    .map((line) => line.service)
    .filter((name) => name.startsWith(`${ofRun.stack}_`));
  const services = [...new Set([service, ...servicesOf(lines, ofRun.stack), ...ofTasks])];
  const stages = new Map(services.map((name) => [name, stagesOf(whole, run, name)]));
  const upgrades = services.map((name) => serviceUpgrade(lines, run, name));
  const begin = deployOf(lines, run, 'upgrade', 'begin');
  const over = ofKind(lines, 'phase').find((line) => line.phase === 'destroy' && line.mark === 'begin');
  return {
    spec,
    run: ofRun,
    service,
    lines,
    happened,
    upgradeMs: begin?.atMs ?? Infinity,
    endMs: over?.atMs ?? lines.at(-1)?.atMs ?? 0,
    overMs: over?.atMs ?? Infinity,
    upgrades,
    lives: upgrades.flatMap((upgrade) =>
      taskLives(lines, upgrade, {
        nodes: nodeNames(whole),
        happened,
        ownerOf: (own, task) => ownerIn({ spec, stages: stages.get(own.service) ?? [] }, own, task),
      }),
    ),
    stages,
    step: stepFrom(spec, stages.get(service) ?? [], begin?.seq ?? null),
  };
}

/** Each version on the way to the head, as a run of which it is the upgrade. */
export function onTheWay({ spec, run, lines, happened }: RunContext): readonly RunContext[] {
  return passagesOf(lines, run.run)
    .filter(({ mark }) => mark === 'begin')
    .map((passage) =>
      runContext({ spec, run: run.run, lines: asUpgrade(lines, passage), happened, whole: lines }),
    );
}

/** Swarm's services keep their name; the stack's is left out where a person reads it. */
export function ownName(context: RunContext, service: string): string {
  return service.slice(context.run.stack.length + 1);
}

/** What stands before a sentence on a service: nothing for the one under test. */
export function prefixOf(context: RunContext, service: string): string {
  return service === context.service ? '' : `${ownName(context, service)}: `;
}

/** The lives of one service's tasks. */
export function livesOf(context: RunContext, service: string): readonly TaskLife[] {
  return context.lives.filter((life) => life.service === service);
}
