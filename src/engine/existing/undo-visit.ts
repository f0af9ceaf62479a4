// Takes away what a visit put on an engine, by its record: claimed stacks, loads, images; and the record last. Safe to do twice.
import { rm } from 'node:fs/promises';
import type Docker from 'dockerode';
import { LabError } from '../../base/lab-error.js';
import { attempted } from '../removal.js';
import { nameOf } from './address.js';
import { claimOf, visitLabel } from './claim.js';
import { connect } from './connect.js';
import { removeImages } from './images.js';
import { removeLabelled } from './stack-resources.js';
import { engineIdOf } from './survey.js';
import { readVisit, type VisitRecord } from './visit-record.js';

/** A deploy whose driftlab was killed may go on for a moment. */
const quietMs = 3000;

/** Connects anew: for the visit of a driftlab that is gone. Throws an `engine-lost` LabError when another engine answers at its address. */
export async function undoLeftVisit(folder: string, signal: AbortSignal): Promise<void> {
  const record = readVisit(folder);
  if (record === null) return;
  const connection = await connect(record.address, signal);
  try {
    const engineId = await engineIdOf(connection);
    if (engineId !== record.engineId) {
      throw new LabError('engine-lost', `${nameOf(record.address)} is another engine now, so nothing is removed from it`, {
        hint: `the stacks ${record.stacks.join(', ')} may still be on the engine ${record.engineId}; once you have seen to them, remove ${folder}`,
      });
    }
    await removeStacks({ docker: connection.docker, record, quietMs }, record.stacks, signal);
    await removeImages(connection.docker, record.images);
  } finally {
    await connection.close();
  }
  await rm(folder, { recursive: true, force: true });
}

export interface Removal {
  readonly docker: Docker;
  readonly record: VisitRecord;
  /** Milliseconds for which nothing must have appeared before a stack counts as gone. */
  readonly quietMs: number;
}

/** Loads first, then each stack that is still claimed, its claim last: a stack without the claim is nobody's to remove. */
export async function removeStacks({ docker, record, quietMs: quiet }: Removal, stacks: readonly string[], signal: AbortSignal): Promise<void> {
  for (const { ID } of await docker.listServices({ filters: { label: [`${visitLabel}=${record.id}`] } })) await attempted(docker.getService(ID).remove());
  for (const stack of stacks) {
    const claimed = await claimOf(docker, record, stack);
    if (claimed === null) continue;
    await removeLabelled(docker, `com.docker.stack.namespace=${stack}`, quiet, signal);
    await attempted(docker.getConfig(claimed).remove());
  }
  await removeLabelled(docker, `${visitLabel}=${record.id}`, 0, signal);
}
