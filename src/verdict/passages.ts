// The versions that a stack went through before the head under test: whether each was deployed at all, what
// became of it, and which of them the head was an upgrade from.
import type { Evidence } from '../evidence/evidence.js';
import { stageOf, stagesOf, type Stage } from '../evidence/chain.js';
import { passageSettlement, passagesOf, updatingWhenNextCame, type Passage } from '../evidence/passages.js';
import { deployOf } from '../evidence/timeline.js';
import type { JudgedTrial } from '../plan/plan.js';
import type { Questioned } from './questioned.js';
import type { Story } from './story.js';
import type { RunVerdict } from './verdict.js';

/** Why the trial is not the one that was asked for; null when each version was deployed. */
export function missedPassage({ spec, lines, run }: Questioned): string | null {
  const { through = [] } = spec.settings.recipe;
  const ends = passagesOf(lines, run).filter(({ mark }) => mark === 'end');
  const failed = ends.find(({ exitCode }) => exitCode !== 0);
  if (failed !== undefined)
    return `${failed.ref}, on the way to the head, could not be deployed: ${failed.failure ?? 'it said nothing'}`;
  if (deployOf(lines, run, 'upgrade', 'begin') === null) return null;
  const lost = through.find((_, index) => !ends.some((end) => end.index === index));
  if (lost !== undefined) return `that ${lost} was deployed, on the way to the head, is not on record`;
  const cut = ends.find((end) => updatingWhenNextCame(lines, end).length > 0);
  return cut === undefined ? null : cutShort(lines, cut);
}

/** What comes over an update that is under way is an upgrade from two versions at once. */
function cutShort(lines: readonly Evidence[], cut: Passage): string {
  return (
    `swarm was still updating ${updatingWhenNextCame(lines, cut).join(', ')} for ${cut.ref}, on the way to ` +
    'the head, when the next version came: a longer observe deadline lets it end'
  );
}

export interface Chain {
  readonly lines: readonly Evidence[];
  readonly run: string;
  readonly story: Pick<Story, 'service' | 'base' | 'intruder'>;
  readonly recipe: JudgedTrial['settings']['recipe'];
}

/**
 * What swarm said of each version on the way, in its own words, and which of them the head was put over;
 * empty where there was none.
 */
export function passagesInWords(chain: Chain): readonly string[] {
  const { lines, run, story } = chain;
  const stages = stagesOf(lines, run, story.service);
  const became = passagesOf(lines, run)
    .filter(({ mark }) => mark === 'end')
    .map((end) => {
      const state = stages[end.index + 1]?.upgrade?.live?.update?.state ?? 'no update';
      const isAtRest = passageSettlement(lines, end, Infinity) === 'settled';
      return `${end.ref}: ${state}${isAtRest ? '' : ', its tasks not at rest when the next version came'}`;
    });
  if (became.length === 0) return [];
  const head = stages.find(({ place }) => place === 'head');
  const from = fromInWords(chain, stageOf(stages, head?.over ?? null));
  return [
    `swarm's word on what was deployed on the way: ${became.join(', ')}`,
    ...(from === '' ? [] : [`so this was an upgrade from ${from}`]),
  ];
}

/** The version that stood, with its stamp; empty where nothing is known of it. */
function fromInWords({ story, recipe }: Chain, over: Stage | null): string {
  const stamp = story.base?.spec.stamp ?? null;
  if (story.intruder !== null) return '';
  if (over === null) return stamp ?? '';
  const name = over.place === 'base' ? `the base ${recipe.base}` : (over.ref ?? '');
  return stamp === null ? name : `${name} (${stamp})`;
}

/** Which versions the head was put over and the service stands at; nothing of a run without others. */
export function chainOf({ lines, run, story, recipe }: Chain): Pick<RunVerdict, 'chain'> {
  const stages = stagesOf(lines, run, story.service);
  const last = stages.at(-1);
  if (last?.place !== 'head') return {};
  const [over, at] = [stageOf(stages, last.over), stageOf(stages, last.leaves)];
  return {
    chain: {
      over: over === null ? null : refOf(over, recipe),
      at: at === null ? null : refOf(at, recipe),
    },
  };
}

function refOf({ place, ref }: Stage, { base, head }: Chain['recipe']): string | null {
  return ref ?? (place === 'base' ? base : (head ?? null));
}
