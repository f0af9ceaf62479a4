// The control: no load, on record as such, so that an arm without load differs from the others in nothing
// else.
import type { LoadFact } from '../evidence/fact.js';
import type { Injector } from '../trial/ports.js';

const name = 'none';

export const none: Injector = {
  name,
  summary: 'no load: the control',
  unit: 'bytes',
  band: 0.05,
  varies: false,
  images: [],
  prepare: ({ index, emit }) => {
    let isOn = false;
    const say = (event: LoadFact['event']): void => {
      emit({ kind: 'load', index, injector: name, event, unit: 'bytes', target: 0, achieved: 0, note: null });
    };
    say('planned');
    return Promise.resolve({
      begin: () => {
        isOn = true;
        say('started');
        say('full');
        return Promise.resolve();
      },
      stop: () => {
        if (isOn) say('ended');
        isOn = false;
        return Promise.resolve();
      },
    });
  },
};
