// Actions: what somebody else does in a trial. To add one: 1. write a file with an `action`: its name, its
// summary, an example, its options with messages of their own, what contradicts it, what it needs, what it
// says of what it did, and how it is done; 2. `perform` resolves when it was done and throws where it could
// not be: the trial puts both on record; 3. it uses the engine as any client would, and leaves nothing that
// taking the stack down does not take away; 4. add it to the list below.
import type { Action } from '../trial/ports.js';
import { deploy } from './deploy.js';
import { force } from './force.js';
import { holdPort } from './hold-port.js';
import { kill } from './kill.js';
import { remove } from './remove.js';
import { restartDaemon } from './restart-daemon.js';
import { rollBack } from './roll-back.js';
import { scale } from './scale.js';

/** By name, as scenarios call them. */
export const actions: Readonly<Record<string, Action>> = Object.fromEntries(
  [deploy, scale, force, rollBack, remove, kill, holdPort, restartDaemon].map((action) => [
    action.name,
    action,
  ]),
);
