// Whether a run was alone on its engine when it had to be.
import type { Evidence } from '../evidence/evidence.js';
import type { Step } from '../evidence/fact.js';
import { deployOf, ofKind } from '../evidence/timeline.js';
import { seconds } from './questioned.js';
import { type Questioned } from './questioned.js';

/**
 * Runs that are meant to race show nothing of a race when they did not. Without a lock upgrades are to
 * overlap; where the lock is for the base only, an upgrade and another run's base or upgrade. Those that take
 * turns are not meant to.
 */
export function ranAlone({ spec, run, lines }: Questioned): string | null {
  const { lock } = spec.settings.stacks;
  if (spec.runs.length < 2 || lock === 'run') return null;
  const spans = spec.runs.flatMap(
    (one) => spanOf(lines, one.run, lock === 'base-only' ? 'base' : 'upgrade') ?? [],
  );
  const own = spans.find((span) => span.run === run);
  if (
    own === undefined ||
    spans.some((other) => other !== own && other.fromMs < own.toMs && own.fromMs < other.toMs)
  )
    return null;
  const spanInWords = ({ run: name, fromMs, toMs }: Span): string =>
    `${name} from ${seconds(fromMs)} to ${seconds(toMs)} s`;
  return (
    `${lock === 'base-only' ? 'it' : 'its upgrade'} overlapped no other: ` + spans.map(spanInWords).join(', ')
  );
}

interface Span {
  readonly run: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** From a deploy to the end of the run; null when it did not come so far. */
function spanOf(lines: readonly Evidence[], run: string, from: Step): Span | null {
  const begin = deployOf(lines, run, from, 'begin');
  const end = ofKind(lines, 'run').find((line) => line.run === run && line.mark === 'end');
  return begin === null || end === undefined ? null : { run, fromMs: begin.atMs, toMs: end.atMs };
}
