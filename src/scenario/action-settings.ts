// What somebody else is to do in a trial, and when.
import * as z from 'zod';
import { wholes, writtenOptions, type Kept } from './kept.js';

/**
 * The moments from which an action's delay counts. `base`: the deploy of the base begins. `stands`: the base
 * stands, and the upgrade waits until the action is done. `upgrade`: the deploy of the head begins;
 * `deployed`: it has ended. `monitor`: swarm monitors a task of the head. `rollback`: swarm rolls back.
 * `settled`: swarm has made up its mind.
 */
export const actionMoments = [
  'base',
  'stands',
  'upgrade',
  'deployed',
  'monitor',
  'rollback',
  'settled',
] as const;

export type ActionMoment = (typeof actionMoments)[number];

export function keptAction() {
  return z.strictObject({
    /** Name of an action. */
    action: z.string(),
    at: z.enum(actionMoments),
    /** Milliseconds between that moment and the action. */
    after: wholes(),
    /** As they are written; the action's own schema reads them. */
    options: writtenOptions(),
  });
}

export type ActionSettings = Kept<typeof keptAction>;
