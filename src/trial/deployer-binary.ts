// Puts on record which program deploys in this trial, where that can decide an outcome.
import { present } from '../base/assert.js';
import type { TrialState } from './trial-state.js';

export async function recordBinary(
  { spec: { settings }, ports, recorder }: TrialState,
  signal: AbortSignal,
): Promise<void> {
  const { name, binary } = present(ports.deployers[settings.deployer], `deployer ${settings.deployer}`);
  if (binary === undefined) return;
  recorder.emit({
    kind: 'deployer-binary',
    deployer: name,
    ...(await binary({ settings, scenarioDir: ports.scenarioDir }, signal)),
  });
}
