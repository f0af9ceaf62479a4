// A visit to an existing engine, for one campaign: it is surveyed, guarded, lent to one trial at a time, and
// left as it was found.
import { rm } from 'node:fs/promises';
import type { FileLock } from '../../base/file-lock.js';
import { LabError } from '../../base/lab-error.js';
import type { TrialSpec } from '../../plan/plan.js';
import type { ExistingEngineSettings, ImageSource } from '../../scenario/scenario.js';
import type { Engine } from '../../trial/ports.js';
import type { ImageFolders } from '../images/image-folders.js';
import { nameOf } from './address.js';
import { claim } from './claim.js';
import { connect, type Connection } from './connect.js';
import { engineOf } from './engine-of.js';
import { startGuard, type Guard } from './guard.js';
import { addImages } from './images.js';
import { listenForEnd } from './listen-for-end.js';
import { refuseOthers, refuseTaken, survey, type Survey } from './survey.js';
import { quietMs, requireSameEngine, sweepStacks, undoLeftVisit, undoVisit } from './undo-visit.js';
import { planVisit, writeVisit, type AddedImage, type VisitRecord } from './visit-record.js';

export interface VisitOptions {
  readonly stateDir: string;
  /** The guardian's compiled program. */
  readonly guardian: string;
  readonly folders: ImageFolders;
}

export interface Visit {
  /**
   * Claims the trial's stacks and puts its images there. Whether or not that worked, `takeBack` is to follow.
   */
  readonly lend: (spec: TrialSpec, images: readonly ImageSource[], signal: AbortSignal) => Promise<Engine>;
  /** Takes away what the trial put there; images and the names of stacks stay the visit's until it ends. */
  readonly takeBack: () => Promise<void>;
  /** Takes away all that is left, and ends the visit. */
  readonly leave: () => Promise<void>;
}

const undoMs = 120_000;

/**
 * Throws when the engine cannot be used, or is somebody else's too and not shared; nothing was put on it
 * then.
 */
export async function beginVisit(
  settings: ExistingEngineSettings,
  options: VisitOptions,
  signal: AbortSignal,
): Promise<Visit> {
  const connection = await connect(settings, signal);
  try {
    const found = await survey(connection);
    await refuseOthers(connection, settings.shared);
    const { record, hold } = planVisit(
      options.stateDir,
      { by: settings.by, at: settings.at },
      found.engineId,
    );
    const guard = await startGuard(options.guardian, record.folder, signal).catch(async (error: unknown) => {
      hold.release();
      await rm(record.folder, { recursive: true, force: true });
      throw error;
    });
    return visitOf({ connection, found, record, hold, guard, shared: settings.shared, options });
  } catch (error) {
    await connection.close();
    throw error;
  }
}

interface Parts {
  readonly connection: Connection;
  readonly found: Survey;
  readonly record: VisitRecord;
  readonly hold: FileLock;
  readonly guard: Guard;
  readonly shared: boolean;
  readonly options: VisitOptions;
}

function visitOf({ connection, found, record: begun, hold, guard, shared, options }: Parts): Visit {
  const { docker } = connection;
  let record = begun;
  const note = (more: Partial<VisitRecord>): void => {
    record = { ...record, ...more };
    writeVisit(record);
  };
  /** Ends the listening for the trial that has the engine. */
  let hangUp = (): void => undefined;
  /**
   * When a deployer may last have asked something of the engine: it has ended by the time that its trial
   * gives the engine back.
   */
  let askedUntilMs = performance.now();
  const noteImages = (added: readonly AddedImage[]): void => {
    note({ images: [...record.images.filter(({ tag }) => !added.some((one) => one.tag === tag)), ...added] });
  };
  const takeBack = async (): Promise<void> => {
    hangUp();
    hangUp = () => undefined;
    askedUntilMs = performance.now();
    await sweepStacks(docker, { record, quietForMs: 0 }, AbortSignal.timeout(undoMs));
  };
  const undo = async (): Promise<void> => {
    hangUp();
    const quietForMs = Math.max(0, askedUntilMs + quietMs - performance.now());
    await undoVisit(connection, { record, quietForMs }, AbortSignal.timeout(undoMs));
    hold.release();
    await rm(record.folder, { recursive: true, force: true });
  };
  return {
    lend: async (spec, images, signal) => {
      const stacks = [...new Set(spec.runs.map(({ stack }) => stack))];
      await requireReady({ connection, record, shared }, signal);
      const end = await listenForEnd(connection, signal);
      hangUp = end.hangUp;
      const engine = engineOf(connection, found, { visit: record.id, lost: end.lost });
      await addImages({ engine, images, folders: options.folders, onAdding: noteImages }, signal);
      note({ stacks: [...new Set([...record.stacks, ...stacks])] });
      // as late as can be: what stands under a claimed name is removed in the end
      await refuseTaken(connection, stacks);
      for (const stack of stacks) await claim(docker, record, stack);
      return engine;
    },
    takeBack,
    leave: async () => {
      try {
        // the way to it may have broken: once more by a new one
        await undo().catch(() => undoLeftVisit(record.folder, AbortSignal.timeout(undoMs)));
      } catch (cause) {
        throw notAllRemoved(connection, cause);
      } finally {
        hold.leave();
        guard.dismiss();
        await connection.close();
      }
    },
  };
}

/** Throws when it is another engine by now, or others have come to it. */
async function requireReady(
  { connection, record, shared }: Pick<Parts, 'connection' | 'record' | 'shared'>,
  signal: AbortSignal,
): Promise<void> {
  await requireSameEngine(connection, record, signal);
  // What a deploy that was cut still made goes first.
  await sweepStacks(connection.docker, { record, quietForMs: 0 }, signal);
  await survey(connection);
  await refuseOthers(connection, shared);
}

function notAllRemoved({ address }: Connection, cause: unknown): LabError {
  const message = `what the trials put on ${nameOf(address)} was not all removed`;
  return new LabError('engine-lost', message, { hint: 'Run `driftlab clean`.', cause });
}
