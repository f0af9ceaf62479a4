// Has the checks of a trial asked from the moment at which a run's head is deployed, each beside the others,
// and puts what they answer on record. Nothing here waits for them but the end of observation, and none of
// them ends it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stackLabel } from '../base/stack-label.js';
import { present } from '../base/assert.js';
import { withDeadlineToTheEnd } from '../base/deadline.js';
import { LabError, messageOf } from '../base/lab-error.js';
import type { CheckSettings } from '../scenario/check-settings.js';
import { settingsAt } from '../scenario/sides.js';
import type { CheckAnswer, CheckContext, ServiceJson } from './check-port.js';
import type { Engine } from './engine-port.js';
import type { Checks, RunTree, TrialState } from './trial-state.js';

/** A check ends at its own timeout; this much longer it may take to be started and cleaned up. */
const aroundMs = 15_000;

interface Running {
  readonly run: string;
  readonly name: string;
  readonly work: Promise<void>;
}

export function measureChecks(state: TrialState & { readonly engine: Engine }, signal: AbortSignal): Checks {
  const { checks = [] } = state.spec.settings;
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const before = new Map<string, readonly ServiceJson[]>();
  const running = new Set<Running>();
  const tell = tellOn(state);
  return {
    remember: async ({ run }, limited) => {
      if (checks.length > 0) before.set(run.run, await servicesOf(state.engine, run.stack, limited));
    },
    begin: (tree, intendedStamp) => {
      for (const settings of checks) {
        const { run } = tree.run;
        const { name } = settings;
        tell({ run, settings, mark: 'begin' });
        const context = { tree, intendedStamp, before: before.get(run) ?? [] };
        const work = asked(state, { settings, ...context }, either).then((answer) => {
          running.delete(own);
          tell({ run, settings, mark: 'end', answer });
        });
        const own: Running = { run, name, work };
        running.add(own);
      }
    },
    done: async (run) => {
      const left = [...running].filter((one) => one.run === run);
      for (const { name } of left)
        tell({
          run,
          settings: present(
            checks.find((one) => one.name === name),
            'check',
          ),
          mark: 'overdue',
        });
      await Promise.all(left.map(({ work }) => work));
      signal.throwIfAborted();
    },
    stop: async () => {
      over.abort(new LabError('interrupted', 'the trial ended before it answered'));
      await Promise.all([...running].map(({ work }) => work));
    },
  };
}

interface Told {
  readonly run: string;
  readonly settings: CheckSettings;
  readonly mark: 'begin' | 'overdue' | 'end';
  readonly answer?: CheckAnswer;
}

const none: CheckAnswer = { answer: null, exitCode: null, said: null, failure: null };

function tellOn({ recorder }: TrialState): (told: Told) => void {
  return ({ run, settings: { name, check }, mark, answer = none }) => {
    recorder.emit({ kind: 'check', run, name, check, mark, ...answer });
  };
}

interface Asked {
  readonly settings: CheckSettings;
  readonly tree: RunTree;
  readonly intendedStamp: string;
  readonly before: readonly ServiceJson[];
}

/** Never rejects: that a check could not be asked is what there is to record of it. */
async function asked(
  { spec, ports, engine, log }: TrialState & { readonly engine: Engine },
  { settings: { name, check, timeoutMs, options }, tree, intendedStamp, before }: Asked,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  const { run } = tree;
  try {
    const scratchDir = join(tree.scratchDir, 'checks', name);
    await mkdir(scratchDir, { recursive: true });
    const context: CheckContext = {
      engine,
      run,
      settings: settingsAt(spec.settings, 'upgrade'),
      intendedStamp,
      before,
      treeDir: tree.tree.dir,
      scenarioDir: ports.scenarioDir,
      scratchDir,
      timeoutMs,
      console: log.console,
    };
    const known = present(ports.checks[check], `check ${check}`);
    return await withDeadlineToTheEnd(`the check ${name}`, timeoutMs + aroundMs, signal, (both) =>
      known.ask(options, context, both),
    );
  } catch (error) {
    return { ...none, failure: messageOf(error) };
  }
}

/** As the engine's API lists them. */
async function servicesOf(
  { docker }: Engine,
  stack: string,
  abortSignal: AbortSignal,
): Promise<readonly ServiceJson[]> {
  const services: unknown = await docker.listServices({
    filters: { label: [`${stackLabel}=${stack}`] },
    abortSignal,
  });
  return services as readonly ServiceJson[];
}
