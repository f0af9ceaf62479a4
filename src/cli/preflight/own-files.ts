// Files beside the scenario: its neighbours' compose files, programs, and what its images are made of.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RecipeCheck } from '../../recipe/index.js';
import { engineTraits } from '../../scenario/engines/index.js';
import type { Settings } from '../../scenario/scenario.js';
import { allImages } from '../../scenario/sides.js';
import { imageProblems } from '../../engine/images/ways.js';
import { programsNowhere } from './own-programs.js';

/** What the scenario itself names and has not. `sides`: null where the recipe could not be read. */
export function ownFiles(
  settings: Settings,
  scenarioDir: string,
  sides: RecipeCheck['sides'],
): readonly string[] {
  const { neighbours, engine, stopAt } = settings;
  return [
    ...neighbours
      .filter((path) => !existsSync(resolve(scenarioDir, path)))
      .map(
        (path) =>
          `there is no compose file ${path} for a neighbour (the path is relative to the scenario's folder)`,
      ),
    // Only a private engine that boots is given images.
    ...(engineTraits(engine).isOwn && stopAt === null ? imageProblems(allImages(settings), scenarioDir) : []),
    ...(sides === null
      ? []
      : programsNowhere(settings, { scenarioDir, paths: [sides.base.paths, sides.head.paths] })),
  ];
}
