// The rule for files that look beside themselves: the command is put together in files of `dist/cli`, so that
// what stands beside a file has to be found from there too.
import type { Sources } from './rules.js';

/** Programs of their own, which are not put together with the command. */
const apart: readonly string[] = ['engine/existing/guardian.ts'];

export function lostPlaces(sources: Sources): readonly string[] {
  return [...sources].flatMap(([path, text]) =>
    [...text.matchAll(/new URL\(\s*(['"`])(.*?)\1,\s*import\.meta\.url/g)].flatMap(([, , place = '']) => {
      const [own, together] = [path, 'cli/main.js'].map(
        (from) => new URL(place, `file:///dist/${from}`).href,
      );
      return apart.includes(path) || (own === together && !place.includes('${'))
        ? []
        : [`${path} looks for ${place}, which is elsewhere from dist/cli`];
    }),
  );
}
