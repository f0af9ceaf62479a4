// Before the first trial of a campaign: each abra that deploys in it was met, here or earlier, and is what
// it is taken for. One that is not is refused: its trials would be judged by what it does not say.
import { LabError } from '../../base/lab-error.js';
import { defaultStateDir, requirePrivateEngines } from '../../engine/index.js';
import type { AbraConformance } from '../../store/index.js';
import type { DeployerBinary } from '../../trial/ports.js';
import { lackingItems, meetingLog, metBefore, type MetAbra } from './met-abra.js';
import { meetAbra } from './meet-abra.js';

/** By SHA-256. */
export type Conformances = ReadonlyMap<string, AbraConformance>;

/**
 * `programs`: of the engines of the campaign, as folders. Throws `missing-tool` with what was seen of an
 * abra that is not as it is taken for.
 */
export async function requireConformance(
  binaries: readonly DeployerBinary[],
  [programs = null]: readonly (string | null)[],
): Promise<Conformances> {
  const found = new Map<string, AbraConformance>();
  for (const binary of binaries)
    if (!found.has(binary.sha256))
      found.set(
        binary.sha256,
        await conformanceOf({
          before: metBefore(defaultStateDir(), binary.sha256),
          whyNoMeeting: () => whyNoMeeting(programs),
          meet: () => meetAbra(binary, programs),
        }),
      );
  return found;
}

export interface Acquaintance {
  /** What came of an earlier meeting; null where there was none. */
  readonly before: MetAbra | null;
  /** Why it cannot be met here; null where it can. */
  readonly whyNoMeeting: () => string | null;
  readonly meet: () => Promise<MetAbra>;
}

/**
 * An earlier meeting is believed where all passed. What failed then may have failed for the engine's or the
 * machine's sake: it is tried again, and where it cannot be, it stands.
 */
export async function conformanceOf({
  before,
  whyNoMeeting: why,
  meet,
}: Acquaintance): Promise<AbraConformance> {
  const believed = before !== null && lackingItems(before).length === 0 ? before : null;
  const unmet = believed === null ? why() : null;
  if (unmet !== null && before === null) return { unchecked: unmet };
  const met = believed ?? (unmet === null ? null : before) ?? (await meet());
  if (lackingItems(met).length > 0) throw refusalOf(met);
  const { at, engine, items } = met;
  return { at, engine, items: items.map(({ name, state, seen }) => ({ name, state, seen })) };
}

/** A campaign on an existing engine may run where no private one can: it goes on, and says so. */
function whyNoMeeting(programs: string | null): string | null {
  try {
    requirePrivateEngines(programs);
    return null;
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'missing-tool') throw error;
    return error.message;
  }
}

function refusalOf(met: MetAbra): LabError {
  const lacking = lackingItems(met).map(({ name, state, seen }) => `  ${name} (${state}): ${seen}`);
  return new LabError(
    'missing-tool',
    `abra ${met.version} at ${met.path} is not what driftlab takes abra for, so its trials could not be ` +
      `believed (met on ${met.at.slice(0, 10)}):\n${lacking.join('\n')}`,
    {
      hint:
        `all that it said is in ${meetingLog(defaultStateDir(), met.sha256)}; \`driftlab doctor --abra\` ` +
        'meets it again',
    },
  );
}
