// How a story calls the versions of a recipe, and who says which stamp they have.
import { stageOf, stageOfTask, type Stage } from '../../evidence/chain.js';
import type { TaskHistory } from '../../evidence/timeline.js';
import type { JudgedTrial } from '../../plan/plan.js';
import { listed } from '../words.js';

/** What names the versions of a recipe. */
export type Versions = Pick<JudgedTrial, 'settings'>;

/** `base 0.7.0+3.3.1`; a folder's base is called nothing else. */
export function baseName({ settings: { recipe } }: Versions): string {
  return recipe.base === 'base' ? 'base' : `base ${refInWords(recipe.base)}`;
}

/** `head`; of a chain with its ref, since there it is one of several. */
export function headName({ settings: { recipe } }: Versions): string {
  const { head, through = [] } = recipe;
  return through.length === 0 || head === undefined ? 'head' : `head ${refInWords(head)}`;
}

/** `base 1.4.0`, `1.5.0`, `head 2.0.0`. */
export function stageName(spec: Versions, { place, ref }: Stage): string {
  return place === 'base' ? baseName(spec) : ref === null ? headName(spec) : refInWords(ref);
}

/** As it is written; of a whole commit id what tells it from others. */
export function refInWords(ref: string): string {
  return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 8) : ref;
}

/** Of which version of a chain a task is. */
export interface TaskVersion {
  readonly name: string;
  /** Indexes of its versions: several where later ones left it as it was, none where it is of no chain's. */
  readonly indexes: readonly number[];
  /** Swarm made it when it had put its version back. */
  readonly again: boolean;
}

/** Null where there is no chain. */
export function versionOfTask(
  spec: Versions,
  stages: readonly Stage[],
  task: TaskHistory,
): TaskVersion | null {
  if (stages.length === 0) return null;
  const { stage, again } = stageOfTask(stages, task);
  if (stage === null) return { name: 'another version', indexes: [], again };
  const owners = [stage, ...keptBy(stages.slice(stage.index + 1), task)];
  return {
    name: listed(owners.map((one) => stageName(spec, one))),
    indexes: owners.map(({ index }) => index),
    again,
  };
}

/** Those that came next, as long as they changed nothing of what runs, such as a label alone. */
function keptBy(next: readonly Stage[], { first, ended }: TaskHistory): readonly Stage[] {
  const other = next.findIndex(
    ({ upgrade, fromSeq }) =>
      upgrade?.head?.taskHash !== first.taskHash || (ended !== null && ended.seq < fromSeq),
  );
  return other === -1 ? next : next.slice(0, other);
}

/** A version of a chain, and the one that it was put over; null where that is not known. */
export interface Step {
  readonly name: string;
  readonly over: string | null;
}

/** The step whose deploy began at that line; null where there is no chain. */
export function stepFrom(spec: Versions, stages: readonly Stage[], beginSeq: number | null): Step | null {
  const stage = stages.find(({ fromSeq }) => fromSeq === beginSeq);
  if (stage === undefined) return null;
  const over = stageOf(stages, stage.over);
  return { name: stageName(spec, stage), over: over === null ? null : stageName(spec, over) };
}

/** Of a recipe that is a folder the lab itself makes the two commits, and no git of the user's knows them. */
export function whoSays({ settings: { recipe } }: Versions): string {
  const isFolder =
    recipe.fixture != null && recipe.base === 'base' && (recipe.head === 'head' || recipe.head === 'base');
  return isFolder ? 'the lab calls it' : 'git says';
}
