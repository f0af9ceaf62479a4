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
  programs: readonly (string | null)[],
): Promise<Conformances> {
  const found = new Map<string, AbraConformance>();
  for (const binary of binaries)
    if (!found.has(binary.sha256)) found.set(binary.sha256, await conformanceOf(binary, programs[0] ?? null));
  return found;
}

async function conformanceOf(binary: DeployerBinary, programs: string | null): Promise<AbraConformance> {
  const before = metBefore(defaultStateDir(), binary.sha256);
  const why = before === null ? whyNoMeeting(programs) : null;
  if (why !== null) return { unchecked: why };
  const met = before ?? (await meetAbra(binary, programs));
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
