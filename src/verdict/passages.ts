// The versions that a stack went through before the head under test: whether each was deployed at all, what
// became of it, and which of them the head was an upgrade from.
import type { Evidence } from '../evidence/evidence.js';
import {
  asUpgrade,
  passageSettlement,
  passagesOf,
  updatingWhenNextCame,
  type Passage,
} from '../evidence/passages.js';
import { serviceUpgrade } from '../evidence/service-upgrade.js';
import { deployOf } from '../evidence/timeline.js';
import type { Questioned } from './questioned.js';
import type { Story } from './story.js';

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
  readonly story: Pick<Story, 'service' | 'base' | 'baseDeploy' | 'intruder'>;
  /** The ref of the base. */
  readonly baseRef: string;
}

/**
 * What swarm said of each version on the way, in its own words, and which of them the head was put over;
 * empty where there was none.
 */
export function passagesInWords(chain: Chain): readonly string[] {
  const { lines, run, story } = chain;
  const ends = passagesOf(lines, run).filter(({ mark }) => mark === 'end');
  if (ends.length === 0) return [];
  const became = ends.map((end) => {
    const { live } = serviceUpgrade(asUpgrade(lines, end), run, story.service);
    const state = live?.update?.state ?? 'no update';
    const isAtRest = passageSettlement(lines, end, Infinity) === 'settled';
    return `${end.ref}: ${state}${isAtRest ? '' : ', its tasks not at rest when the next version came'}`;
  });
  const from = fromInWords(chain, ends);
  return [
    `swarm's word on what was deployed on the way: ${became.join(', ')}`,
    ...(from === null ? [] : [`so this was an upgrade from ${from}`]),
  ];
}

/** By its stamp: the newest version that has it; null where nothing is known of it. */
function fromInWords({ story, baseRef }: Chain, ends: readonly Passage[]): string | null {
  const stamp = story.base?.spec.stamp ?? null;
  if (stamp === null || story.intruder !== null) return null;
  const passed = ends.findLast((end) => end.stamp === stamp);
  if (passed !== undefined) return `${passed.ref} (${stamp})`;
  return story.baseDeploy?.stamp === stamp ? `the base ${baseRef} (${stamp})` : stamp;
}
