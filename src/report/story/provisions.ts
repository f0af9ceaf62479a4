// What the lab made because the recipe takes it as given: one moment for each run of such lines.
import { ofKind } from '../../evidence/timeline.js';
import { momentOf, type Moment } from './moment.js';
import type { RunContext } from './run-context.js';

export function provisionMoments({ lines, run }: RunContext): readonly Moment[] {
  const made = ofKind(lines, 'provision').filter((line) => line.run === run.run);
  const [first] = made;
  if (first === undefined) return [];
  const things = made.map(({ what, name }) => `${what} ${name}`).join(', ');
  return [
    momentOf('lab', first.atMs, `the lab made what the recipe takes as given: ${things}`, {
      lines: made.map(({ seq }) => seq),
    }),
  ];
}
