// What can be wrong with overlays as a whole: an empty list that was meant to take the scenario's overlays
// away.
import type { Finding, Path } from './problem.js';
import type { ScenarioPart } from './shape.js';

export function checkOverlays({ overlays, arms = {}, factors = {} }: ScenarioPart): readonly Finding[] {
  if (overlays === undefined || overlays.files.length === 0) return [];
  const places = [
    ...Object.entries(arms).map(([arm, settings]) => ({ at: ['arms', arm], settings })),
    ...Object.entries(factors).flatMap(([factor, levels]) =>
      Object.entries(levels).map(([level, settings]) => ({ at: ['factors', factor, level], settings })),
    ),
  ] satisfies readonly { readonly at: Path; readonly settings: unknown }[];
  const empty = places.filter(
    ({ settings }) => settings?.overlays?.only === false && settings.overlays.files.length === 0,
  );
  return empty.map(({ at }) => ({
    path: [...at, 'overlays'],
    place: 'value',
    message: "an empty list leaves the scenario's overlays as they are, for overlays add up",
    hint: 'write { only: [] } to have none, or leave the key out',
  }));
}
