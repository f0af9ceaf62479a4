// Of a chain of versions: which one the stack came back to, or stands at, by the name that the scenario gives
// it.
import type { JudgedTrial, Plan } from '../plan/plan.js';
import { isWell } from '../verdict/standing.js';
import type { RunVerdict } from '../verdict/verdict.js';
import type { NoteGroup } from './note-groups.js';
import { baseName, headName, refInWords } from './story/versions.js';
import { tallied } from './words.js';

/** `the stack came back to 1.5.0, over which head 2.0.0 had been put`; null where there was no chain. */
export function whereItStands(
  { outcome, chain }: Pick<RunVerdict, 'outcome' | 'chain'>,
  spec: Pick<JudgedTrial, 'settings'>,
): string | null {
  if (chain === undefined) return null;
  const nameOf = (ref: string): string =>
    ref === spec.settings.recipe.base ? baseName(spec) : refInWords(ref);
  const head = headName(spec);
  const over = chain.over === null ? 'what is not on record' : nameOf(chain.over);
  if (chain.at === null)
    return `the spec at the end is that of no version of the chain; ${head} had been put over ${over}`;
  if (chain.at !== chain.over) {
    const stands = isWell(outcome) ? 'the stack stands at' : 'the spec at the end is that of';
    return `${stands} ${head}, which was put over ${over}`;
  }
  const back = outcome === 'rolled-back' ? 'the stack came back to' : 'the spec at the end is that of';
  return `${back} ${over}, over which ${head} had been put`;
}

/** Whether some trial of it came to its head by way of other versions. */
export function wentThrough({ trials }: NoteGroup): boolean {
  return trials.some(({ runs }) => runs.some(({ chain }) => chain !== undefined));
}

/** Of each group with chains, the different ends with how often; empty where no trial has any. */
export function chainNotes(plan: Plan, groups: readonly NoteGroup[]): readonly string[] {
  return groups.flatMap(({ name, trials }) => {
    const ends = trials.flatMap(({ arm, runs }) => {
      const settings = plan.arms.find((one) => one.name === arm)?.settings;
      return settings === undefined ? [] : runs.flatMap((run) => whereItStands(run, { settings }) ?? []);
    });
    const told = tallied(ends).map(([text, count]) =>
      ends.length === 1 ? text : `${text} (${String(count)} of ${String(ends.length)})`,
    );
    return told.length === 0 ? [] : [`${plan.arms.length > 1 ? `${name}: ` : ''}${told.join('; ')}.`];
  });
}
