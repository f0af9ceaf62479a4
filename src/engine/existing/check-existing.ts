// Looks at an existing engine before a campaign begins, and puts nothing on it.
import { LabError } from '../../base/lab-error.js';
import { formatBytes } from '../../base/units.js';
import type { ExistingEngineSettings, ImageSource } from '../../scenario/scenario.js';
import { nameOf } from './address.js';
import { connect } from './connect.js';
import { isMissing } from '../images/ways.js';
import { refuseOthers, refuseTaken, survey, type Survey } from './survey.js';

export interface ExistingCheck {
  /** As a person calls it. */
  readonly name: string;
  readonly survey: Survey;
  /** Images of the trials that it does not have. */
  readonly lacks: readonly ImageSource[];
}

export interface ExistingWanted {
  readonly engine: ExistingEngineSettings;
  readonly images: readonly ImageSource[];
  /** Folder of the scenario. */
  readonly scenarioDir: string;
  /** Names of the stacks that trials would deploy. */
  readonly stacks: readonly string[];
  /** The most memory that loads of one trial take at a time, in bytes. */
  readonly loadBytes: number;
}

/** Throws `bad-input` or `engine-boot` with the reason why trials cannot run there. */
export async function checkExisting(
  { engine, images, scenarioDir, stacks, loadBytes }: ExistingWanted,
  signal: AbortSignal,
): Promise<ExistingCheck> {
  const connection = await connect(engine, signal);
  try {
    const found = await survey(connection);
    await refuseOthers(connection, engine.shared);
    await refuseTaken(connection, stacks);
    const lacks: ImageSource[] = [];
    for (const image of images)
      if (await isMissing(connection, image, { baseDir: scenarioDir })) lacks.push(image);
    if (loadBytes >= found.memoryBytes) {
      throw new LabError(
        'bad-input',
        `the load takes up to ${formatBytes(loadBytes)}, but the machine of ${nameOf(engine)} has ` +
          `${formatBytes(found.memoryBytes)} in all`,
        { hint: 'make the load smaller, and leave room for everything that runs there' },
      );
    }
    return { name: nameOf(engine), survey: found, lacks };
  } finally {
    await connection.close();
  }
}
