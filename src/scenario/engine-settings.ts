// The engine of an arm, as a scenario means it.
import * as z from 'zod';
import { whole, type Kept } from './kept.js';

/** A node of an engine of the lab's own. */
function keptNode() {
  return z.strictObject({
    role: z.enum(['manager', 'worker']),
    /** As `node.labels` in a placement constraint names them. */
    labels: z.record(z.string(), z.string()).default({}),
  });
}

/** A throw-away engine that the lab starts and ends. */
function keptPrivate() {
  return z.strictObject({
    kind: z.literal('private'),
    /** The envelope: memory that all containers of a node share. */
    memoryBytes: whole(),
    /** The first is the manager that the swarm is asked through. Left out: one manager alone. */
    nodes: z.array(keptNode()).min(1).optional(),
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

export type NodeSettings = Kept<typeof keptNode>;

/** The nodes of an engine whose scenario names none. */
export const oneNode: readonly NodeSettings[] = [{ role: 'manager', labels: {} }];

export type EngineSettings = PrivateEngineSettings | ExistingEngineSettings;
export type PrivateEngineSettings = Kept<typeof keptPrivate>;
export type ExistingEngineSettings = Kept<typeof keptExisting>;
