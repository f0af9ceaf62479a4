// Which programs a campaign's private engines are made of.
import { resolve } from 'node:path';
import { byOwner } from '../../scenario/engines/index.js';
import type { Arm } from '../../scenario/scenario.js';

/**
 * Each folder once, as an absolute path; null stands for the programs of this machine. Empty without private
 * engines.
 */
export function programsOf(arms: readonly Arm[], scenarioDir: string): readonly (string | null)[] {
  const { own } = byOwner(arms.map(({ settings }) => settings.engine));
  const named = own.map(({ programs }) => programs);
  return [...new Set(named.map((programs) => (programs === null ? null : resolve(scenarioDir, programs))))];
}
