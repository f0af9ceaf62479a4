// Where a recipe comes from: a repository, two of them, a folder with base.yml and head.yml, or a fixture.
import type { Conflict } from './conflict.js';
import type { Kept } from './kept.js';
import type { recipeShape } from './recipe-shape.js';
import type { RecipeSettings } from './recipe-settings.js';

/** As the file has it, with what may be left out filled in; the rest is null where it is missing. */
export interface RecipeDraft extends Omit<RecipeSettings, 'name' | 'base' | 'head'> {
  readonly name: string | null;
  /** Folder with base.yml and head.yml, in place of a fixture. */
  readonly folder: string | null;
  readonly base: string | null;
  readonly head: string | null;
}

/** What a file can say of its recipe. */
export type RecipePart = Kept<typeof recipeShape>;

/** As docker and abra are told of several files. */
export function filesInEnv({ files = [] }: RecipePart): Readonly<Record<string, string>> {
  return files.length === 0 ? {} : { COMPOSE_FILE: files.join(':'), COMPOSE_PATH_SEPARATOR: ':' };
}

/**
 * A folder names its two versions itself. Where further ones are to come after the head, the last is the one
 * under test, and the others are on the way to it. One repository is mirror and upstream at once. `clone`:
 * the kind where none is written.
 */
export function recipeDraft(part: RecipePart, clone: string): RecipeDraft {
  const ofFolder = part.folder !== undefined;
  const chain = [part.head ?? (ofFolder ? 'head' : null), ...(part.then ?? [])];
  const through = chain.slice(0, -1).filter((ref) => ref !== null);
  return {
    name: part.name ?? null,
    folder: part.folder ?? null,
    fixture: part.fixture ?? null,
    mirror: part.mirror ?? null,
    upstream: part.upstream ?? part.mirror ?? null,
    base: part.base ?? (ofFolder ? 'base' : null),
    head: chain.at(-1) ?? null,
    ...(through.length === 0 ? {} : { through }),
    pr: part.pr ?? '0',
    clone: part.clone ?? clone,
  };
}

/** A folder with base.yml and head.yml is a fixture of two versions. */
export function recipeSettings({ folder, fixture, ...rest }: RecipeDraft): Omit<RecipeDraft, 'folder'> {
  return { ...rest, fixture: folder ?? fixture };
}

export function checkSource(recipe: RecipeDraft): readonly Conflict[] {
  const sources = (['folder', 'fixture', 'mirror'] as const).filter((key) => recipe[key] !== null);
  const at = (keys: readonly string[]): readonly (readonly string[])[] => keys.map((key) => ['recipe', key]);
  if (recipe.mirror === null && recipe.upstream !== null)
    return [
      {
        between: at(['upstream', 'mirror', ...sources]),
        message:
          sources.length > 0
            ? `the recipe has a ${sources[0] ?? ''} and an upstream`
            : 'the recipe has an upstream but no mirror',
        hint:
          sources.length > 0
            ? `keep the ${sources[0] ?? ''}, or mirror and upstream`
            : 'write mirror for it: one repository is both, where no upstream is named',
      },
    ];
  const [first, second] = sources;
  if (first === undefined)
    return [
      {
        between: at(['mirror', 'folder', 'fixture']),
        message: 'the recipe does not say where it comes from',
        hint: 'give it a mirror (a repository), or a folder with a base.yml and a head.yml',
      },
    ];
  if (second === undefined) return [];
  return [
    {
      between: at(sources),
      message: `the recipe has a ${first} and a ${second}`,
      hint: `keep the ${first}, or the ${second}`,
    },
  ];
}
