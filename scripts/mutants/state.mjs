// What the mutants in the sources and the runner share: which mutant is on, what was reached, and how long
// loops may take.

import { setMaxListeners } from 'node:events';

// Every test is run many times, and vitest listens to its signal each time.
setMaxListeners(0);

class TooLong extends Error {}

/**
 * The one state of this process, however often this file is loaded in it. Sources find it by its name, for
 * they are given no import.
 */
export const state = (globalThis.driftlabMutants ??= {
  /** Id of the mutant that is switched on; 0 for none. */
  active: 0,
  /** Ids of the functions that were reached, while somebody wants to know. */
  hits: null,
  /** Test file -> functions reached while its tests were only being listed. */
  listed: new Map(),
  ticks: 0,
  ticksMax: Infinity,
  /** Works every constant of the mutated modules out again, in the order in which they were first. */
  constants: [],
  tooLong: () => {
    throw new TooLong('a loop went on for ten times as long as it should');
  },
});

/** What is reached from now on is reached by listing the tests of this file. */
export function listing(file) {
  state.hits = new Set();
  state.listed.set(file, state.hits);
}

export function switchTo(id, isConstant) {
  state.active = id;
  if (!isConstant) return;
  for (const anew of state.constants) anew();
}
