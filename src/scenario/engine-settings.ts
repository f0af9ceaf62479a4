// The engine of an arm, as a scenario means it.
import * as z from 'zod';
import { whole, type Kept } from './kept.js';

/** A throw-away engine that the lab starts and ends. */
function keptPrivate() {
  return z.strictObject({
    kind: z.literal('private'),
    /** The envelope: memory that all containers of a node share. */
    memoryBytes: whole(),
    /** How many nodes it has; left out: one. */
    nodes: whole().optional(),
    /** How many of them manage the swarm, the first ones; left out: one. */
    managers: whole().optional(),
    /** Name of a node -> its labels. */
    labels: z.record(z.string(), z.record(z.string(), z.string())).optional(),
    /** A new engine for every trial, instead of one that is reused while it is clean. */
    fresh: z.boolean(),
    /**
     * Folder with the programs it is made of, relative to the scenario's folder; null: those of this machine.
     */
    programs: z.string().nullable().default(null),
    /** Services that bind the engine's socket are given that of this engine; else they are refused. */
    socket: z.boolean().default(false),
  });
}

/** An engine that is there already and stays there. */
function keptExisting() {
  return z.strictObject({
    kind: z.literal('existing'),
    /** How it is reached: a socket of this machine, a docker context, or ssh. */
    by: z.enum(['socket', 'context', 'ssh']),
    /** Path of the socket, name of the context, or `user@host[:port]`. */
    at: z.string(),
    /** Run trials although services of others are there. */
    shared: z.boolean(),
    /** Services may bind the engine's socket. */
    socket: z.boolean().default(false),
  });
}

export function keptEngine() {
  return z.discriminatedUnion('kind', [keptPrivate(), keptExisting()]);
}

export type EngineSettings = PrivateEngineSettings | ExistingEngineSettings;
export type PrivateEngineSettings = Kept<typeof keptPrivate>;
export type ExistingEngineSettings = Kept<typeof keptExisting>;
