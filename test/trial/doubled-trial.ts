// A whole trial on doubles: an engine that is only a name, and a deployer that puts on record what a swarm
// would show when all goes well. Nothing here shows anything of a real engine; what is tested with it is who
// does what when, and what is on record afterwards.
import type { Evidence } from '../../src/evidence/evidence.js';
import type { Fact, Step } from '../../src/evidence/fact.js';
import type { DrawnLoad, RunSpec, TrialSpec } from '../../src/plan/plan.js';
import type { Settings } from '../../src/scenario/scenario.js';
import { runTrial } from '../../src/trial/run-trial.js';
import type {
  DeployRequest,
  DeployResult,
  Emit,
  Engine,
  HarnessEnd,
  HarnessRequest,
  TrialPorts,
} from '../../src/trial/ports.js';
import { settings as sample } from '../statistics/made-campaign.js';
import { B, H, baseStamp, headStamp } from '../verdict/constructed-journal.js';

/** `failing base`: one whose task ends by itself; `base anew`: one by another network, after it was removed. */
export type Put = (what: Step | 'failing base' | 'base anew' | 'removal') => void;

export interface Wishes {
  readonly runs?: readonly Pick<RunSpec, 'run' | 'startAfterMs'>[];
  readonly settings?: Partial<Settings>;
  /** All runs are of one stack. */
  readonly share?: true;
  readonly load?: readonly DrawnLoad[];
  readonly actions?: TrialSpec['actions'];
  /** Instead of the deploy that goes well; null lets it go well. */
  readonly deploy?: (request: DeployRequest, signal: AbortSignal) => Promise<DeployResult | null>;
  /** A harness; `put` puts a step's spec as a deploy that goes well does. */
  readonly harness?: (request: HarnessRequest, put: Put) => Promise<HarnessEnd>;
  /** Instead of the doubles of this file. */
  readonly ports?: Partial<TrialPorts>;
  /** Sources that say that they watch, as a verdict asks of them. */
  readonly watching?: readonly string[];
  readonly look?: () => Promise<void>;
  readonly conclude?: () => Promise<void>;
  readonly collect?: () => Promise<void>;
  readonly detach?: () => Promise<void>;
  /** Aborts when a source is to give up. */
  readonly blind?: AbortSignal;
  /** Aborts when the engine is to be lost. */
  readonly lost?: AbortSignal;
  readonly signal?: AbortSignal;
  /** Aborts when the log is to be lost. */
  readonly logLost?: AbortSignal;
}

export interface Ran {
  /** What the doubles were asked for, and phases as they began, in order. */
  readonly notes: readonly string[];
  readonly lines: readonly Evidence[];
}

export const swift = { settleMs: 0, deadlineMs: 2000, baseDeadlineMs: 2000 } as const;
const at = '2026-06-11T00:00:04Z';
const stackOf = (run: string): string => `disc-00000${run.slice(1)}`;

export function doubledSpec(wishes: Wishes): TrialSpec {
  const runs = (wishes.runs ?? [{ run: 'r1', startAfterMs: 0 }]).map((run): RunSpec => ({
    ...run,
    stack: stackOf(wishes.share === true ? 'r1' : run.run),
    domain: `${run.run}.test`,
  }));
  const settings = { ...sample, observe: swift, ...wishes.settings };
  return {
    id: '001',
    arm: 'a',
    block: 1,
    seed: 1,
    load: wishes.load ?? [],
    actions: wishes.actions ?? [],
    runs,
    settings,
  };
}

/** Runs it to its end. */
export async function runDoubled(wishes: Wishes = {}): Promise<Ran> {
  const { notes, lines } = { notes: [] as string[], lines: [] as Evidence[] };
  const spec = doubledSpec(wishes);
  const log = {
    append: (line: Evidence) => {
      lines.push(line);
    },
    console: () => undefined,
    conceal: () => undefined,
    close: () => {
      notes.push('close log');
    },
    lost: wishes.logLost ?? new AbortController().signal,
  };
  const ports = { ...doubles(wishes, notes), ...wishes.ports };
  await runTrial(
    {
      spec,
      ports,
      log,
      onPhase: (phase) => {
        notes.push(phase);
      },
    },
    wishes.signal ?? new AbortController().signal,
  );
  return { notes, lines };
}

function doubles(wishes: Wishes, notes: string[]): TrialPorts {
  const engine = {
    id: 'e1',
    socketPath: '',
    docker: { listServices: () => Promise.resolve([{ ID: 'before' }]) },
    version: '20.10.24',
    nodes: [{ id: 'n1', name: 'node1', daemon: () => '100 at 1' }],
    envelopeBytes: null,
    cgroupVersion: null,
    lost: wishes.lost ?? new AbortController().signal,
  } as unknown as Engine;
  let emit: Emit = () => {
    throw new Error('no source is attached');
  };
  const known = new Set<string>();
  const note = (text: string): Promise<void> => {
    notes.push(text);
    return Promise.resolve();
  };
  return {
    pool: {
      acquire: () => {
        notes.push('acquire');
        return Promise.resolve(engine);
      },
      release: () => {
        notes.push('release');
      },
      close: () => Promise.resolve(),
    },
    trees: { mirror: () => Promise.resolve(doubleTree()) },
    deployers: {
      stack: {
        name: 'stack',
        deploy: async (request, signal) => {
          notes.push(`deploy ${request.step} of ${request.run.run}`);
          return (await wishes.deploy?.(request, signal)) ?? goesWell(request, emit, known);
        },
      },
    },
    injectors: {},
    actions: {},
    checks: {},
    moveIn: () => Promise.resolve({ stop: () => note('neighbours stop') }),
    attachSources: (context) => {
      emit = context.emit;
      notes.push('attach');
      for (const source of wishes.watching ?? []) emit({ kind: 'source', source, state: 'attached' });
      return Promise.resolve({
        blind: wishes.blind ?? new AbortController().signal,
        look: () => wishes.look?.() ?? Promise.resolve(),
        watchNaively: () => undefined,
        conclude: (run) => wishes.conclude?.() ?? note(`conclude ${run}`),
        collect: () => wishes.collect?.() ?? Promise.resolve(),
        detach: () => wishes.detach?.() ?? note('detach'),
      });
    },
    runOwnStep: () => Promise.resolve({ exitCode: 0, output: [] }),
    runHarness: (request) =>
      wishes.harness?.(request, (what) => {
        notes.push(`put ${what} of ${request.run.run}`);
        const step = what === 'upgrade' ? what : 'base';
        if (what === 'removal') {
          emit(specOf(request.run.stack, B, 'gone'));
          return;
        }
        const anew = what === 'base anew' ? { spec: { ...B, specHash: 'B anew' } } : {};
        goesWell({ step, run: request.run, ...anew }, emit, known);
        if (what === 'failing base') emit(taskOf(request.run.stack)(B, 'old', 'failed', 'running'));
      }) ?? Promise.reject(new Error('this trial has no harness')),
    scenarioDir: '/nowhere',
  };
}

export function doubleTree(): Awaited<ReturnType<TrialPorts['trees'][string]>> {
  const stampAt = (step: Step): string => (step === 'base' ? baseStamp : headStamp);
  return {
    abraDir: '',
    dir: '',
    baseCheckout: 'lab',
    overlays: { base: [], upgrade: [] },
    checkOut: () => Promise.resolve(),
    facts: (step) =>
      Promise.resolve({
        step,
        head: '',
        dirty: [],
        reflog: [],
        tags: [],
        intendedStamp: stampAt(step),
        treeStamp: stampAt(step),
      }),
    stamp: () => Promise.resolve(headStamp),
    stampAt,
    fileAt: () => Promise.resolve(null),
  };
}

/** The step's spec, with a task of it in its one slot and the one before stopped. `known`: tasks so far. */
function goesWell(
  { step, run: { stack }, spec: other }: Pick<DeployRequest, 'step' | 'run'> & { readonly spec?: typeof B },
  emit: Emit,
  known: Set<string>,
): DeployResult {
  const [usual, stamp] = step === 'base' ? [B, baseStamp] : [H, headStamp];
  const spec = other ?? usual;
  const task = taskOf(stack);
  const [next, before] = step === 'base' ? ['old', 'new'] : ['new', 'old'];
  if (known.has(`${stack}-${before}`)) emit(task(step === 'base' ? H : B, before, 'shutdown', 'shutdown'));
  emit(task(spec, next, 'running', 'running'));
  known.add(`${stack}-${next}`);
  emit(specOf(stack, spec, step));
  return { exitCode: 0, stamp, failure: null };
}

function taskOf(stack: string): (of: typeof B, taskId: string, state: string, desired: string) => Fact {
  return (of, taskId, state, desired) => ({
    kind: 'task',
    taskId: `${stack}-${taskId}`,
    service: `${stack}_app`,
    serviceId: stack,
    slot: 1,
    nodeId: 'n1',
    state,
    desired,
    message: '',
    err: '',
    exitCode: null,
    containerId: null,
    image: of.image,
    taskHash: of.taskHash,
    stamp: of.stamp,
    statusAt: at,
    createdAt: at,
    exists: true,
  });
}

function specOf(stack: string, spec: typeof B, what: Step | 'gone'): Fact {
  const isHead = what === 'upgrade';
  return {
    kind: 'spec',
    stack,
    service: `${stack}_app`,
    serviceId: stack,
    exists: what !== 'gone',
    versionIndex: isHead ? 20 : 10,
    spec,
    previousSpec: isHead ? B : null,
    update: isHead
      ? { state: 'completed', startedAt: at, completedAt: at, message: 'update completed' }
      : null,
    updatedAt: at,
    seenBy: 'event',
  };
}
