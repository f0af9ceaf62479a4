// Which abra a campaign deploys with: found and asked before anything starts, kept in the manifest, shown by doctor.
import { present } from '../base/assert.js';
import { LabError } from '../base/lab-error.js';
import { abraOfGenerations, deployers } from '../deployers/index.js';
import type { MachineCheck } from '../engine/index.js';
import type { Arm } from '../scenario/scenario.js';
import type { AbraFacts } from '../store/index.js';
import type { DeployerBinary } from '../trial/ports.js';

const askMsMax = 30_000;

/** The programs that the arms' deployers run, each once, in the order of the arms. Throws `missing-tool` when one cannot be used. */
export async function deployerBinaries(arms: readonly Arm[], scenarioDir: string): Promise<readonly DeployerBinary[]> {
  const found = new Map<string, DeployerBinary>();
  for (const { settings } of arms) {
    const binary = await deployers[settings.deployer]?.binary?.({ settings, scenarioDir }, AbortSignal.timeout(askMsMax));
    if (binary !== undefined) found.set(JSON.stringify(binary), binary);
  }
  return [...found.values()];
}

/** What the manifest keeps of the abra that the arms use; null when none does. */
export async function abraFacts(arms: readonly Arm[], scenarioDir: string): Promise<AbraFacts | null> {
  const [first, ...others] = await deployerBinaries(arms, scenarioDir);
  return first === undefined ? null : { ...first, others, generations: await abraOfGenerations() };
}

/** abra is the user's own and may be anywhere; only scenarios that deploy with it need it. */
export async function checkAbra(): Promise<MachineCheck> {
  const binary = present(deployers['abra']?.binary, 'the deployer abra');
  try {
    const { path, version, sha256 } = await binary({ settings: { abra: null }, scenarioDir: '.' }, AbortSignal.timeout(askMsMax));
    return { name: 'abra', ok: true, needed: false, found: [`${version} at ${path} (SHA-256 ${sha256})`, ...(await generations())].join('; '), hint: null };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { name: 'abra', ok: false, needed: false, found: error.message, hint: `Only scenarios with \`deployer: abra\` need it: ${error.hint ?? 'name another'}.` };
  }
}

async function generations(): Promise<readonly string[]> {
  const found = await abraOfGenerations();
  if (found.length === 0) return [];
  const paths = new Set(found.map(({ path }) => path ?? 'none'));
  const [oldest, newest] = [found[0]?.generation ?? 0, found.at(-1)?.generation ?? 0];
  return [`${[...paths].join(', ')} in NixOS generations ${String(oldest)} to ${String(newest)}`];
}
