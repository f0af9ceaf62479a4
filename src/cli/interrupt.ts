// Ctrl-C, SIGTERM and SIGHUP end work in order: the first asks, the second does not wait (engines die with
// the process).
import { LabError } from '../base/lab-error.js';
import { endAtOnce, signals } from './endings.js';

/** A signal that aborts on the first of these; `onFirst` tells the user what happens now. */
export function interruptible(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) endAtOnce();
    onFirst();
    controller.abort(new LabError('interrupted', `interrupted by ${name}`));
  };
  for (const name of signals) {
    process.off(name, endAtOnce);
    process.on(name, onSignal);
  }
  return controller.signal;
}
