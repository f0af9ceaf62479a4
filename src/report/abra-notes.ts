// What a report says of abra: that drift is there with it and without it, and where the abra of some trials
// or of an earlier campaign is another one. Counts only; how much of it is chance is said elsewhere.
import { stampSayer } from '../evidence/named-deployers.js';
import type { Plan } from '../plan/plan.js';
import { isValid } from '../statistics/trial-result.js';
import type { FinishedTrial } from './note-groups.js';
import { binaryDifferences, type Binary } from './provenance-differences.js';
import { counted, listed } from './words.js';

/** Which abra deployed, as far as it is on record. */
export interface AbraRecord {
  /** Trial id -> its abra, of the trials that one deployed in, in launch order. */
  readonly ofTrials: ReadonlyMap<string, Binary>;
  /**
   * The newest campaign before this one in the same folder that deployed by abra; null when there is none.
   */
  readonly before: { readonly campaign: string; readonly abra: Binary } | null;
  /** The one that the manifest names; null when no arm deploys by abra. */
  readonly own: Binary | null;
}

/**
 * `abra: start-first drifted in 4 of 10 by stack and in 5 of 10 by abra.`, for every set of arms that differ
 * by deployer alone, when each deployer has drift in it. Arms where only one of them drifted clear nobody.
 */
export function driftWithAndWithout(plan: Plan, finished: readonly FinishedTrial[]): readonly string[] {
  const twins = grouped(plan.arms, ({ settings }) =>
    JSON.stringify({ ...settings, deployer: null, abra: null }),
  );
  return twins.flatMap((arms) => {
    const by = arms.flatMap(({ name, settings }) => {
      const valid = finished.filter((trial) => trial.arm === name && isValid(trial));
      return valid.length === 0
        ? []
        : [
            {
              deployer: settings.deployer,
              drifted: valid.filter(({ mark }) => mark === 'd').length,
              valid: valid.length,
            },
          ];
    });
    if (
      new Set(by.map(({ deployer }) => deployer)).size < 2 ||
      !by.some(({ deployer }) => deployer === stampSayer) ||
      by.some(({ drifted }) => drifted === 0)
    )
      return [];
    const counts = by.map(
      ({ deployer, drifted, valid }) => `in ${String(drifted)} of ${String(valid)} by ${deployer}`,
    );
    return [`abra: ${sharedName(arms.map(({ factors }) => factors))}drifted ${listed(counts)}.`];
  });
}

/**
 * `load=short `: what the arms have in common, for the reader to know them by; nothing where they share no
 * level.
 */
function sharedName(all: readonly Readonly<Record<string, string>>[]): string {
  const levels = Object.entries(all[0] ?? {}).filter(([factor, level]) =>
    all.every((factors) => factors[factor] === level),
  );
  return levels.length === 0 ? '' : `${levels.map((pair) => pair.join('=')).join(', ')} `;
}

/** Trials whose abra is not the manifest's, and an earlier campaign whose abra was not this one's. */
export function otherAbra({ ofTrials, before, own }: AbraRecord): readonly string[] {
  const kinds = grouped([...ofTrials], ([, binary]) =>
    JSON.stringify([binary.path, binary.sha256, binary.version]),
  );
  const within =
    kinds.length < 2
      ? []
      : [`the trials were not all deployed by the same abra: ${kinds.map(oneKind).join('; ')}.`];
  const apart = before === null || own === null ? [] : binaryDifferences(before.abra, own);
  return [
    ...within,
    ...(apart.length === 0 ? [] : [`abra is not that of ${before?.campaign ?? ''}: ${listed(apart)}.`]),
  ];
}

function oneKind(trials: readonly (readonly [id: string, binary: Binary])[]): string {
  const [first] = trials;
  if (first === undefined) return '';
  const { path, sha256, version } = first[1];
  return (
    `${counted(trials.length, 'trial')} from ${first[0]} on by ${version} at ${path} (SHA-256 ` +
    `${sha256.slice(0, 12)})`
  );
}

/** Items of the same key, in the order of their first appearance. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}
