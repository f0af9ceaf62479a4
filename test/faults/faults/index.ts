// Faults: what may go wrong beside the app. To add one: write a `Fault` (see fault.ts) and put it in a list
// below.
import type { Fault } from '../fault.js';
import { diskFaults } from './disks.js';
import { labFaults } from './lab.js';
import { processFaults } from './processes.js';
import { socketFaults } from './socket.js';

export const faults: readonly Fault[] = [...processFaults, ...socketFaults, ...diskFaults, ...labFaults];
