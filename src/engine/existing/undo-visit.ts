// Takes away what a visit put on an engine, by its record: loads, claimed stacks, images, claims; and the
// record last. Safe to do twice.
import { rm } from 'node:fs/promises';
import type Docker from 'dockerode';
import { pause, withDeadline } from '../../base/deadline.js';
import { LabError } from '../../base/lab-error.js';
import { attempted } from '../removal.js';
import { nameOf } from './address.js';
import { claimOf, visitLabel } from './claim.js';
import { connect, type Connection } from './connect.js';
import { removeImages } from './images.js';
import { removeLabelled, removeStack } from './stack-resources.js';
import { engineIdOf } from './survey.js';
import { readVisit, type VisitRecord } from './visit-record.js';

/**
 * What was asked of the engine by a program that ended since is there by then, or never will be, in
 * milliseconds.
 */
export const quietMs = 3000;

const askMs = 15_000;
const undoMs = 240_000;

/**
 * Connects anew: for the visit of a driftlab that is gone. Throws an `engine-lost` LabError when another
 * engine answers at its address.
 */
export async function undoLeftVisit(folder: string, signal: AbortSignal): Promise<void> {
  const record = readVisit(folder);
  if (record === null) return;
  const connection = await connect(record.address, signal);
  try {
    await withDeadline(`removing what driftlab put on ${nameOf(record.address)}`, undoMs, signal, (both) =>
      undoVisit(connection, { record, quietForMs: quietMs }, both),
    );
  } finally {
    await connection.close();
  }
  await rm(folder, { recursive: true, force: true });
}

export interface Undoing {
  readonly record: VisitRecord;
  /**
   * Milliseconds for which nothing must have appeared before the claims go: a stack without one is nobody's
   * to remove.
   */
  readonly quietForMs: number;
}

/** All but the record. */
export async function undoVisit(
  connection: Connection,
  { record, quietForMs }: Undoing,
  signal: AbortSignal,
): Promise<void> {
  const { docker } = connection;
  await requireSameEngine(connection, record, signal);
  if (record.images.some(({ isThere }) => !isThere)) await pause(quietForMs, signal);
  await sweepStacks(docker, { record, quietForMs }, signal);
  await removeImages(docker, record);
  for (const stack of record.stacks) {
    const claimed = await claimOf(docker, record, stack);
    if (claimed !== null) await attempted(docker.getConfig(claimed).remove());
  }
  await removeLabelled(docker, `${visitLabel}=${record.id}`, signal);
}

/**
 * Loads first, then all that stands under the names that the visit claimed, the claims apart: they say whose
 * that is.
 */
export async function sweepStacks(
  docker: Docker,
  { record, quietForMs }: Undoing,
  signal: AbortSignal,
): Promise<void> {
  for (const { ID } of await docker.listServices({ filters: { label: [`${visitLabel}=${record.id}`] } }))
    await attempted(docker.getService(ID).remove());
  await Promise.all(
    record.stacks.map(async (stack) => {
      if ((await claimOf(docker, record, stack)) === null) return;
      await removeStack(docker, stack, quietForMs, signal);
    }),
  );
}

/** Throws an `engine-lost` LabError when the engine that answers is not the one of the visit. */
export async function requireSameEngine(
  connection: Connection,
  { address, engineId, stacks, folder }: VisitRecord,
  signal: AbortSignal,
): Promise<void> {
  const found = await withDeadline(`an answer of ${nameOf(address)}`, askMs, signal, () =>
    engineIdOf(connection),
  );
  if (found === engineId) return;
  throw new LabError(
    'engine-lost',
    `${nameOf(address)} is another engine now, so nothing is removed from it`,
    {
      hint:
        `the stacks ${stacks.join(', ')} may still be on the engine ${engineId}; once you have seen to ` +
        `them, remove ${folder}`,
    },
  );
}
