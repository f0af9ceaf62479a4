// Commands of the author's between phases: when, and what of them goes on record.
import type { OwnMoment } from '../evidence/fact.js';
import { settingsAt } from '../scenario/sides.js';
import type { ReadyTrial } from './trial-state.js';

/** True when it ended well, or there is none. A trial of several runs has none. */
export async function ownStep(ready: ReadyTrial, moment: OwnMoment, signal: AbortSignal): Promise<boolean> {
  const { spec, ports, engine, log, recorder, trees, onStep } = ready;
  const { steps } = spec.settings;
  const words = (moment === 'after-base' ? steps?.afterBase : steps?.afterHead) ?? null;
  const [runTree] = trees;
  if (words === null || runTree === undefined) return true;
  const { run, tree, scratchDir } = runTree;
  const common = { kind: 'own-step', run: run.run, moment, command: words.join(' ') } as const;
  onStep(moment);
  recorder.emit({ ...common, mark: 'begin', exitCode: null, output: [] });
  const { exitCode, output } = await ports.runOwnStep(
    {
      moment,
      words,
      run,
      settings: settingsAt(spec.settings, moment === 'after-base' ? 'base' : 'upgrade'),
      tree,
      engine,
      scenarioDir: ports.scenarioDir,
      scratchDir,
      console: log.console,
    },
    signal,
  );
  recorder.emit({ ...common, mark: 'end', exitCode, output });
  onStep(null);
  return exitCode === 0;
}
