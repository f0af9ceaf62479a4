// Sources: what watches a trial and puts facts on record. To add one: 1. write a file with a `Source` (see
// source.ts): a name, a summary, and `attach` that resolves at its first answer; `reading` makes one of what
// only some engines have;
// 2. emit facts of src/evidence/fact.ts (a new kind of fact is a new variant there); what cannot be seen is a
// `gap`;
// 3. `look`, `collect` and `detach` are optional, timers go through `watch.every`; 4. add one line to the
// list below, after those whose findings it uses.
import type { AttachSources } from '../trial/ports.js';
import { attachAll } from './attach.js';
import { containerMemory } from './container-memory.js';
import { daemonLog } from './daemon-log.js';
import { disk } from './disk.js';
import { envelope } from './envelope.js';
import { events } from './events.js';
import { kernel } from './kernel.js';
import { labClock } from './lab-clock.js';
import { naive } from './naive.js';
import { pressure } from './pressure.js';
import { processor } from './processor.js';
import { remains } from './remains.js';
import type { Source } from './source.js';
import { specs } from './specs.js';
import { tasks } from './tasks.js';
import { wear } from './wear.js';

export { engineOwn } from './source.js';

export const sources: readonly Source[] = [
  wear,
  daemonLog,
  kernel,
  envelope,
  containerMemory,
  disk,
  pressure,
  processor,
  events,
  specs,
  tasks,
  remains,
  naive,
  // The last to look and to be read: whatever the others were kept from, it knows why.
  labClock,
];

export const attachSources: AttachSources = attachAll(sources);
