// What every teller needs to know of a run: its services, its window of time, and the life of each task.
import type { Evidence } from '../../evidence/evidence.js';
import { serviceUpgrade, type ServiceUpgrade } from '../../evidence/service-upgrade.js';
import { deployOf, ofKind, servicesOf } from '../../evidence/timeline.js';
import type { RunSpec, JudgedTrial } from '../../plan/plan.js';
import type { HappenedMs } from './clock.js';
import { taskLives, type TaskLife } from './task-life.js';

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
}

/** What of a trial is a run's. */
export interface RunLines {
  readonly spec: JudgedTrial;
  readonly run: string;
  readonly lines: readonly Evidence[];
  readonly happened: HappenedMs;
}

export function runContext({ spec, run, lines, happened }: RunLines): RunContext {
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
  const upgrades = services.map((name) => serviceUpgrade(lines, run, name));
  const over = ofKind(lines, 'phase').find((line) => line.phase === 'destroy' && line.mark === 'begin');
  return {
    spec,
    run: ofRun,
    service,
    lines,
    happened,
    upgradeMs: deployOf(lines, run, 'upgrade', 'begin')?.atMs ?? Infinity,
    endMs: over?.atMs ?? lines.at(-1)?.atMs ?? 0,
    overMs: over?.atMs ?? Infinity,
    upgrades,
    lives: upgrades.flatMap((upgrade) => taskLives(lines, upgrade, happened)),
  };
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
