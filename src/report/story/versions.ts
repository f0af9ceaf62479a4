// How a story calls the versions of a recipe, and who says which stamp they have.
import type { JudgedTrial } from '../../plan/plan.js';

type Versions = Pick<JudgedTrial, 'settings'>;

/** `base 0.7.0+3.3.1`; a folder's base is called nothing else. */
export function baseName({ settings: { recipe } }: Versions): string {
  return recipe.base === 'base' ? 'base' : `base ${recipe.base}`;
}

/** Of a recipe that is a folder the lab itself makes the two commits, and no git of the user's knows them. */
export function whoSays({ settings: { recipe } }: Versions): string {
  const isFolder = recipe.fixture != null && recipe.base === 'base' && recipe.head === 'head';
  return isFolder ? 'the lab calls it' : 'git says';
}
