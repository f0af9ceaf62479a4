// Evidence of one trial made by hand: a head that is killed for memory under start-first, and swarm's
// rollback of it.
import type { Evidence } from '../../src/evidence/evidence.js';
import {
  updateConfigByDefault,
  type ContainerFact,
  type DeployFact,
  type Fact,
  type SpecFact,
  type SpecView,
  type TaskFact,
  type WorktreeFact,
} from '../../src/evidence/fact.js';
import type { TrialSpec } from '../../src/plan/plan.js';
import { present } from '../../src/base/assert.js';
import { makePlan, settings } from '../statistics/made-campaign.js';

const MiB = 1024 ** 2;
export const service = 'disc-000000_app';

/** The first trial of a plan with one arm. */
export const trial: TrialSpec = { ...present(makePlan(['start-first'], 1).trials[0], 'trial'), settings };

/** Numbers the facts; `[atMs, fact]`. */
export function recorded(facts: readonly (readonly [number, Fact])[]): readonly Evidence[] {
  return facts.map(([atMs, fact], index) => ({
    ...fact,
    seq: index + 1,
    atMs,
    wall: '2026-06-10T10:00:00.000Z',
    engineAt: null,
  }));
}

function view(stamp: string, taskHash: string): SpecView {
  return {
    stamp,
    version: '0.7.0+3.3.1',
    image: 'heavyweb:1',
    templateHash: taskHash,
    taskHash,
    specHash: `${taskHash}${stamp}`,
    mode: 'replicated',
    replicas: 1,
    restart: 'any',
    healthcheck: true,
    stopGraceMs: 10_000,
    rollbackConfig: updateConfigByDefault,
    updateConfig: {
      order: 'start-first',
      failureAction: 'rollback',
      monitorMs: 5000,
      parallelism: 1,
      delayMs: 0,
      maxFailureRatio: 0,
    },
  };
}

export const base = view('eb96de94+U', 'old');
export const head = view('7ae7b0f7+U', 'new');

export function spec(live: SpecView, state: string | null, more: Partial<SpecFact> = {}): SpecFact {
  return {
    kind: 'spec',
    stack: 'disc-000000',
    service,
    serviceId: 's1',
    exists: true,
    versionIndex: 1,
    spec: live,
    previousSpec: null,
    update: state === null ? null : { state, startedAt: null, completedAt: null, message: '' },
    updatedAt: '',
    seenBy: 'event',
    ...more,
  };
}

export function task(
  taskId: string,
  taskHash: string,
  state: string,
  more: Partial<TaskFact> = {},
): TaskFact {
  return {
    kind: 'task',
    taskId,
    service,
    serviceId: 's1',
    slot: 1,
    nodeId: 'n1',
    state,
    desired: 'running',
    message: state,
    err: '',
    exitCode: null,
    containerId: `c-${taskId}`,
    image: 'heavyweb:1',
    taskHash,
    stamp: null,
    statusAt: '',
    createdAt: '',
    exists: true,
    ...more,
  };
}

export function container(
  taskId: string,
  action: ContainerFact['action'],
  more: Partial<ContainerFact> = {},
): ContainerFact {
  return {
    kind: 'container',
    action,
    containerId: `c-${taskId}`,
    service,
    taskId,
    health: null,
    exitCode: null,
    signal: null,
    ...more,
  };
}

export function deploy(
  step: DeployFact['step'],
  mark: DeployFact['mark'],
  more: Partial<DeployFact> = {},
): DeployFact {
  const ended = mark === 'end';
  return {
    kind: 'deploy',
    run: 'r1',
    step,
    mark,
    deployer: 'stack',
    stack: 'disc-000000',
    stamp: ended ? (step === 'base' ? 'eb96de94+U' : '7ae7b0f7+U') : null,
    exitCode: ended ? 0 : null,
    failure: null,
    ...more,
  };
}

export function worktree(step: WorktreeFact['step'], more: Partial<WorktreeFact> = {}): WorktreeFact {
  const stamp = step === 'base' ? 'eb96de94+U' : '7ae7b0f7+U';
  return {
    kind: 'worktree',
    run: 'r1',
    step,
    head: stamp.slice(0, 8),
    dirty: [],
    reflog: [],
    tags: [],
    intendedStamp: stamp,
    treeStamp: stamp,
    ...more,
  };
}

const load = {
  kind: 'load',
  index: 0,
  injector: 'memory',
  unit: 'bytes',
  target: 112 * MiB,
  achieved: 112 * MiB,
  note: null,
} as const;

/** Base up, by the trial's clock. */
export const baseFacts: readonly (readonly [number, Fact])[] = [
  [100, { kind: 'phase', phase: 'base', mark: 'begin' }],
  [150, worktree('base')],
  [200, deploy('base', 'begin')],
  [900, spec(base, null)],
  [1000, deploy('base', 'end')],
  [1300, task('old1aaaa', 'old', 'starting')],
  [4410, container('old1aaaa', 'health', { health: 'healthy' })],
  [4450, task('old1aaaa', 'old', 'running')],
  [4500, { kind: 'phase', phase: 'base', mark: 'end' }],
];

/** The head on its way, with a load on. */
export const headFacts: readonly (readonly [number, Fact])[] = [
  [4550, { ...load, event: 'planned', achieved: null }],
  [4560, { ...load, event: 'started' }],
  [4600, { ...load, event: 'full' }],
  [
    4610,
    { kind: 'envelope', usageBytes: 249 * MiB, limitBytes: 448 * MiB, hits: 0, kills: 0, pressure: null },
  ],
  [4650, { kind: 'phase', phase: 'upgrade', mark: 'begin' }],
  [4660, worktree('upgrade')],
  [4670, deploy('upgrade', 'begin')],
  [4700, spec(head, null)],
  [4720, deploy('upgrade', 'end')],
  [4730, spec(head, 'updating')],
];

export const killed: readonly Evidence[] = recorded([
  ...baseFacts,
  ...headFacts,
  [
    4900,
    {
      kind: 'naive',
      run: 'r1',
      moment: 'healthy',
      healthy: true,
      label: '7ae7b0f7+U',
      pass: true,
      message: 'ok',
    },
  ],
  [5000, task('9xk2bbbb', 'new', 'starting')],
  [
    7020,
    {
      kind: 'kernel-oom',
      containerId: 'c-9xk2bbbb',
      process: 'node',
      pid: 77,
      rssBytes: 261 * MiB,
      line: 'Killed process 77',
    },
  ],
  [7025, container('9xk2bbbb', 'oom')],
  [7030, container('9xk2bbbb', 'die', { exitCode: 137 })],
  [
    7040,
    task('9xk2bbbb', 'new', 'failed', {
      err: 'task: non-zero exit (137)',
      exitCode: 137,
      message: 'starting',
      desired: 'shutdown',
    }),
  ],
  [7050, spec(base, 'rollback_started')],
  [12_070, spec(base, 'rollback_completed')],
  [12_100, { kind: 'phase', phase: 'collect', mark: 'begin' }],
  [12_300, { kind: 'readback', run: 'r1', service, found: true, stamp: 'eb96de94+U' }],
  [12_400, { kind: 'phase', phase: 'destroy', mark: 'begin' }],
  [12_500, container('old1aaaa', 'die', { exitCode: 137 })],
  [12_600, task('old1aaaa', 'old', 'failed', { exitCode: 137 })],
]);
