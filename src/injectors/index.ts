// Injectors: what applies load to an engine and measures the dose. To add one: 1. write a file with its name,
// its summary, an example, its options with messages of their own, the dose that they ask for with its unit
// and band, what contradicts it, what it needs, and how it is done; `programLoad` does most of that for a
// load that is a program in the engine;
// 2. `prepare` emits `planned` before it does anything and makes everything ready, so that `begin` is quick
// and does not wait for the full load; 3. the load ends by itself even if nobody tells it to, and `stop` is
// safe at any time;
// 4. emit what is measured, never what was asked for; 5. add it to the list below.
import type { Injector } from '../trial/ports.js';
import { cpu } from './cpu.js';
import { io } from './io.js';
import { memory } from './memory.js';
import { netem } from './netem.js';
import { read } from './read.js';

export { moveIn } from './neighbours.js';

/** By name, as scenarios call them. */
export const injectors: Readonly<Record<string, Injector>> = Object.fromEntries(
  [memory, cpu, io, read, netem].map((injector) => [injector.name, injector]),
);
