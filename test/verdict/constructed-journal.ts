// Constructed journals, not recorded ones: what a trial would have put on record, written down line by line.
import type { Evidence, EvidenceOf } from '../../src/evidence/evidence.js';
import { updateConfigByDefault, type Fact, type SpecView, type UpdateView } from '../../src/evidence/fact.js';
import type { DrawnLoad, RunSpec, TrialSpec } from '../../src/plan/plan.js';
import { recipe, settingsWith } from '../scenario/settings.js';

export const stack = 'disc-1a2b3c';
export const app = `${stack}_app`;
export const baseStamp = 'eb96de94+U';
export const headStamp = '7ae7b0f7+U';
const r1: RunSpec = { run: 'r1', stack, domain: `${stack}.driftlab.test`, startAfterMs: 0 };
const day = '2026-06-11T00:00:';

type Update = Partial<UpdateView> & { readonly state: string };
type TaskPatch = Partial<Omit<EvidenceOf<'task'>, 'kind' | 'taskId'>>;

export function view(name: 'B' | 'H' | 'X', patch: Partial<SpecView> = {}): SpecView {
  const stamp = { B: baseStamp, H: headStamp, X: 'ffffffff+U' }[name];
  return {
    stamp,
    version: null,
    image: `heavyweb:${name}`,
    templateHash: `template-${name}`,
    taskHash: `task-${name}`,
    specHash: `spec-${name}`,
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
    ...patch,
  };
}

export const B = view('B');
export const H = view('H');
export const X = view('X');

export function trialSpec(load: readonly DrawnLoad[] = [], runs: readonly RunSpec[] = [r1]): TrialSpec {
  return {
    id: '001',
    arm: 'start-first',
    block: 1,
    seed: 1,
    load,
    actions: [],
    runs,
    settings: settingsWith({
      recipe: { ...recipe, fixture: 'x', base: '0.7.0', head: '7ae7b0f7', pr: '0' },
      observe: { settleMs: 1000, deadlineMs: 60_000, baseDeadlineMs: 60_000 },
    }),
  };
}

/** Writes a journal; every method returns the journal, so that a story reads from top to bottom. */
export class Journal {
  readonly lines: Evidence[] = [];
  private nowMs = 0;
  private versionIndex = 10;
  private readonly tasks = new Map<string, EvidenceOf<'task'>>();
  private readonly views = new Map<string, SpecView>();

  at(ms: number): this {
    this.nowMs = ms;
    return this;
  }

  fact(fact: Fact): this {
    this.lines.push({
      ...fact,
      seq: this.lines.length + 1,
      atMs: this.nowMs,
      wall: this.instant(),
      engineAt: null,
    });
    return this;
  }

  /** A client's call to write to the service, as the engine's log has it, at this moment. */
  call(version = 10, patch: Partial<EvidenceOf<'daemon-log'>> = {}): this {
    const serviceId = patch.serviceId ?? 'svc1';
    return this.engineFact({
      kind: 'daemon-log',
      about: 'service-write',
      serviceId,
      taskId: null,
      containerId: null,
      version,
      line: `msg="Calling POST /v1.41/services/${serviceId}/update?version=${String(version)}"`,
      ...patch,
    });
  }

  /** A fact with the engine's own time, which is that of the journal. */
  engineFact(fact: Fact): this {
    this.lines.push({
      ...fact,
      seq: this.lines.length + 1,
      atMs: this.nowMs,
      wall: this.instant(),
      engineAt: this.instant(),
    });
    return this;
  }

  begin(): this {
    this.engine('start');
    for (const source of ['events', 'specs', 'tasks', 'kernel', 'daemon-log'])
      this.fact({ kind: 'source', source, state: 'attached' });
    return this;
  }

  engine(moment: 'start' | 'end', daemon = '100 at 1'): this {
    return this.fact({
      kind: 'engine',
      moment,
      engine: 'e1',
      version: '20.10.24',
      programs: null,
      nodeId: 'n1',
      daemon,
      envelopeBytes: 448 * 1024 ** 2,
      cgroupVersion: 1,
    });
  }

  tree(step: 'base' | 'upgrade', intendedStamp: string, treeStamp = intendedStamp, run = 'r1'): this {
    return this.fact({
      kind: 'worktree',
      run,
      step,
      head: 'c0ffee',
      dirty: ['compose.ccci.yml'],
      reflog: [],
      tags: [],
      intendedStamp,
      treeStamp,
    });
  }

  deploy(step: 'base' | 'upgrade', mark: 'begin' | 'end', patch: Partial<EvidenceOf<'deploy'>> = {}): this {
    const stamp = step === 'base' ? baseStamp : headStamp;
    const ended = mark === 'end' ? { stamp, exitCode: 0 } : { stamp: null, exitCode: null };
    return this.fact({
      kind: 'deploy',
      run: 'r1',
      step,
      mark,
      deployer: 'stack',
      stack,
      failure: null,
      ...ended,
      ...patch,
    });
  }

  spec(
    spec: SpecView,
    previousSpec: SpecView | null,
    update: Update | null = null,
    patch: Partial<EvidenceOf<'spec'>> = {},
  ): this {
    this.versionIndex += 5;
    this.views.set(patch.service ?? app, spec);
    const startedAt = update === null ? null : `${day}04Z`;
    return this.fact({
      kind: 'spec',
      stack,
      service: app,
      serviceId: 'svc1',
      exists: true,
      versionIndex: this.versionIndex,
      spec,
      previousSpec,
      update: update === null ? null : { startedAt, completedAt: null, message: '', ...update },
      updatedAt: this.instant(),
      seenBy: 'event',
      ...patch,
    });
  }

  /** A task as it changes: what is not named stays as it was. */
  task(taskId: string, state: string, patch: TaskPatch = {}): this {
    const spec = this.views.get(patch.service ?? this.tasks.get(taskId)?.service ?? app) ?? B;
    const before = this.tasks.get(taskId) ?? {
      kind: 'task',
      taskId,
      service: app,
      serviceId: 'svc1',
      slot: 1,
      nodeId: 'n1',
      desired: 'running',
      message: '',
      err: '',
      exitCode: null,
      containerId: `c-${taskId}`,
      image: spec.image,
      taskHash: spec.taskHash,
      stamp: spec.stamp,
      createdAt: this.instant(),
      exists: true,
    };
    this.fact({ ...before, statusAt: this.instant(), ...patch, state });
    this.tasks.set(taskId, this.lines.at(-1) as EvidenceOf<'task'>);
    return this;
  }

  container(
    taskId: string,
    action: EvidenceOf<'container'>['action'],
    patch: Partial<EvidenceOf<'container'>> = {},
  ): this {
    const service = this.tasks.get(taskId)?.service ?? app;
    return this.fact({
      kind: 'container',
      action,
      containerId: `c-${taskId}`,
      service,
      taskId,
      health: null,
      exitCode: null,
      signal: null,
      ...patch,
    });
  }

  serves(taskId: string): this {
    return this.task(taskId, 'starting')
      .container(taskId, 'start')
      .container(taskId, 'health', { health: 'healthy' })
      .task(taskId, 'running', { message: 'started' });
  }

  /** Without a health check. */
  runs(taskId: string): this {
    return this.task(taskId, 'starting')
      .container(taskId, 'start')
      .task(taskId, 'running', { message: 'started' });
  }

  /** As its spec has it be. */
  stands(taskId: string, { healthcheck }: SpecView): this {
    return healthcheck ? this.serves(taskId) : this.runs(taskId);
  }

  /** Found ill and stopped by swarm, and ended with 0, which swarm calls complete. */
  ill(taskId: string): this {
    return this.container(taskId, 'health', { health: 'unhealthy' })
      .container(taskId, 'kill', { signal: '15' })
      .container(taskId, 'die', { exitCode: 0 })
      .task(taskId, 'complete', { desired: 'shutdown', message: 'finished', exitCode: 0 });
  }

  /** Stopped by swarm, as the old task is after a good update. */
  stopped(taskId: string): this {
    return this.task(taskId, 'running', { desired: 'shutdown' })
      .container(taskId, 'kill', { signal: '15' })
      .container(taskId, 'die', { exitCode: 0 })
      .task(taskId, 'shutdown', { exitCode: 0, message: 'shutdown' });
  }

  kernelOom(taskId: string): this {
    return this.fact({
      kind: 'kernel-oom',
      containerId: `c-${taskId}`,
      process: 'node',
      pid: 77,
      rssBytes: 261 * 1024 ** 2,
      line: `oom-kill: task_memcg=/c-${taskId}`,
    });
  }

  /** Killed by the kernel, before it was healthy or after. */
  oomKilled(taskId: string, message = 'starting'): this {
    return this.kernelOom(taskId)
      .container(taskId, 'oom')
      .container(taskId, 'die', { exitCode: 137 })
      .task(taskId, 'failed', {
        desired: 'shutdown',
        message,
        err: 'task: non-zero exit (137)',
        exitCode: 137,
      });
  }

  exited(taskId: string, code: number, message = 'started'): this {
    const died = { desired: 'shutdown', message, exitCode: code };
    this.container(taskId, 'die', { exitCode: code });
    return code === 0
      ? this.task(taskId, 'complete', died)
      : this.task(taskId, 'failed', { ...died, err: `task: non-zero exit (${String(code)})` });
  }

  /** Base deployed and standing at 3 s. */
  base(spec: SpecView = B): this {
    this.begin()
      .at(1000)
      .tree('base', spec.stamp ?? baseStamp)
      .deploy('base', 'begin')
      .spec(spec, null)
      .deploy('base', 'end', { stamp: spec.stamp });
    return this.at(3000).stands('b1', spec);
  }

  /** Head posted at 4 s. */
  upgrade(spec: SpecView = H, base: SpecView = B): this {
    return this.at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .spec(spec, base)
      .deploy('upgrade', 'end');
  }

  updating(spec: SpecView = H, base: SpecView = B): this {
    return this.at(4020).spec(spec, base, { state: 'updating', message: 'update in progress' });
  }

  /** The head's task serves and takes the place of the base's, and swarm completes the update. */
  holds(): this {
    return this.at(5000).serves('h1').at(8000).stopped('b1').completed();
  }

  /** dockerd begins anew, as its own log has it. */
  daemonStarts(): this {
    return this.engineFact({
      kind: 'daemon-log',
      about: 'daemon-start',
      serviceId: null,
      taskId: null,
      containerId: null,
      version: null,
      line: 'msg="Starting up"',
    });
  }

  completed(ms = 12_000): this {
    return this.at(ms).spec(H, B, { state: 'completed', message: 'update completed' });
  }

  rollsBack(taskId: string | null, ms = 6050): this {
    const message =
      taskId === null
        ? 'rollback completed'
        : `update rolled back due to failure or early termination of task ${taskId}`;
    return this.at(ms).spec(B, null, {
      state: taskId === null ? 'rollback_completed' : 'rollback_started',
      message,
    });
  }

  naive(moment: 'healthy' | 'end', pass: boolean, healthy = true): this {
    const label = pass ? headStamp : baseStamp;
    return this.fact({
      kind: 'naive',
      run: 'r1',
      moment,
      healthy,
      label,
      pass,
      message: pass ? 'upgraded' : `chaos commit '${label}', not the intended (re-checkout failed)`,
    });
  }

  /** Watched until 20 s, read back (`none`: not), engine looked at, taken down. */
  end(readback: string | null, daemon = '100 at 1'): this {
    this.at(20_000).phase('observe', 'end').phase('collect', 'begin');
    if (readback !== 'none')
      this.fact({ kind: 'readback', run: 'r1', service: app, found: readback !== null, stamp: readback });
    return this.phase('collect', 'end')
      .engine('end', daemon)
      .phase('destroy', 'begin')
      .phase('destroy', 'end')
      .fact({ kind: 'trial-end', end: 'completed' });
  }

  phase(phase: EvidenceOf<'phase'>['phase'], mark: 'begin' | 'end'): this {
    return this.fact({ kind: 'phase', phase, mark });
  }

  /** The same journal as if these lines had never been seen: not lost, so the numbers close up. */
  unseen(which: (line: Evidence) => boolean): readonly Evidence[] {
    return this.lines.filter((line) => !which(line)).map((line, index) => ({ ...line, seq: index + 1 }));
  }

  private instant(): string {
    return `${day}${String(Math.floor(this.nowMs / 1000)).padStart(2, '0')}.${String(this.nowMs % 1000).padStart(3, '0')}Z`;
  }
}

export function journal(): Journal {
  return new Journal();
}

/** An upgrade that held, up to swarm's word that it completed. */
export function heldUpgrade(): Journal {
  return journal().base().upgrade().updating().holds();
}
