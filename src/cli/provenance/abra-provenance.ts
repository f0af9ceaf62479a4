// Which abra a campaign deploys with: found and asked before anything starts, kept in the manifest, shown by
// doctor.
import { present } from '../../base/assert.js';
import { LabError } from '../../base/lab-error.js';
import { abraOfGenerations, deployers } from '../../deployers/index.js';
import type { MachineCheck } from '../../engine/index.js';
import type { Arm } from '../../scenario/scenario.js';
import type { AbraFacts } from '../../store/index.js';
import { binaryDifferences } from '../../report/index.js';
import type { DeployerBinary } from '../../trial/ports.js';
import { campaignsWithAbra, type AbraOfCampaign } from './abra-record.js';
import { conformanceInWords } from '../conformance/doctor-abra.js';
import type { Conformances } from '../conformance/require-conformance.js';

const askMsMax = 30_000;

/**
 * The programs that the arms' deployers run, each once, in the order of the arms. Throws `missing-tool` when
 * one cannot be used.
 */
export async function deployerBinaries(
  arms: readonly Arm[],
  scenarioDir: string,
): Promise<readonly DeployerBinary[]> {
  const found = new Map<string, DeployerBinary>();
  for (const { settings } of arms) {
    const binary = await deployers[settings.deployer]
      ?.binary?.({ settings, scenarioDir }, AbortSignal.timeout(askMsMax))
      .catch((error: unknown) => {
        throw withoutIt(error, arms);
      });
    if (binary !== undefined) found.set(JSON.stringify(binary), binary);
  }
  return [...found.values()];
}

/** The same error, with how to run the arms that need no such program. */
function withoutIt(error: unknown, arms: readonly Arm[]): unknown {
  const others = arms.filter(({ settings }) => deployers[settings.deployer]?.binary === undefined);
  if (!(error instanceof LabError) || error.code !== 'missing-tool' || others.length === 0) return error;
  const [name] = new Set(others.map(({ settings }) => settings.deployer));
  const byFactor = others.every(({ factors }) => factors['deployer'] === name);
  const chosen = byFactor ? `deployer=${name ?? ''}` : others.map((arm) => arm.name).join(' ');
  const needing =
    `${String(arms.length - others.length)} of ${String(arms.length)} arms deploy by it; the others ` +
    `run without: --arm ${chosen}`;
  return new LabError('missing-tool', error.message, {
    hint: error.hint === null ? needing : `${error.hint}\n  ${needing}`,
    cause: error,
  });
}

/** What the manifest keeps of the abra that the arms use; null when none does. */
export async function abraFacts(
  arms: readonly Arm[],
  scenarioDir: string,
  conformances: Conformances,
): Promise<AbraFacts | null> {
  const [first, ...others] = (await deployerBinaries(arms, scenarioDir)).map((binary) => {
    const conformance = conformances.get(binary.sha256);
    return conformance === undefined ? binary : { ...binary, conformance };
  });
  return first === undefined ? null : { ...first, others, generations: await abraOfGenerations() };
}

/** The abra that would deploy where a scenario names none. Throws `missing-tool` where there is none. */
export function abraHere(): Promise<DeployerBinary> {
  return present(programDeployer().binary, 'its program')(
    { settings: { abra: null }, scenarioDir: '.' },
    AbortSignal.timeout(askMsMax),
  );
}

function programDeployer(): (typeof deployers)[string] {
  return present(
    Object.values(deployers).find((one) => one.binary !== undefined),
    'a deployer that is a program of its own',
  );
}

/** abra is the user's own and may be anywhere; only scenarios that deploy with it need it. */
export async function checkAbra(resultsDir: string): Promise<MachineCheck> {
  const { name } = programDeployer();
  try {
    const found = await abraHere();
    const { path, version, sha256 } = found;
    const facts = [
      `${version} at ${path} (SHA-256 ${sha256})`,
      conformanceInWords(sha256),
      ...asBefore(found, campaignsWithAbra(resultsDir)),
      ...(await generations()),
    ];
    return { name, ok: true, needed: false, found: facts.join('; '), hint: null };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return {
      name,
      ok: false,
      needed: false,
      found: error.message,
      hint: `Only scenarios with \`deployer: ${name}\` need it: ${error.hint ?? 'name another'}.`,
    };
  }
}

/**
 * How the abra that would be used stands to those of campaigns, the newest first: the same for how long, and
 * what it was before.
 */
export function asBefore(found: DeployerBinary, campaigns: readonly AbraOfCampaign[]): readonly string[] {
  const first = campaigns.findIndex(({ abra }) => binaryDifferences(abra, found).length > 0);
  const same = first === -1 ? campaigns.length : first;
  const other = campaigns[first];
  return [
    ...(same === 0
      ? []
      : [
          same === 1
            ? 'the same as in the last campaign with abra'
            : `the same as in the last ${String(same)} campaigns with abra`,
        ]),
    ...(other === undefined
      ? []
      : [`differs from ${other.campaign}: ${binaryDifferences(other.abra, found).join(', ')}`]),
  ];
}

async function generations(): Promise<readonly string[]> {
  const found = await abraOfGenerations();
  if (found.length === 0) return [];
  const paths = new Set(found.map(({ path }) => path ?? 'none'));
  const [oldest, newest] = [found[0]?.generation ?? 0, found.at(-1)?.generation ?? 0];
  return [`${[...paths].join(', ')} in NixOS generations ${String(oldest)} to ${String(newest)}`];
}
