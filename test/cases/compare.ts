// Holds what the lab said against the truth, field by field.
import type { Evidence } from '../../src/evidence/evidence.js';
import type { Cause, RunVerdict } from '../../src/verdict/verdict.js';
import { never } from './invariants.js';
import { matches, sinceUpgrade } from './matching.js';
import type { Told } from './run-case.js';
import type { Truth, Way } from './truth.js';

export interface Judgement {
  /**
   * `right`, `wrong`, or `did not play`: what was to happen on the engine did not, so that nothing is known
   * about the lab. An outcome that the case cannot have is wrong nonetheless: a lab that gives up early, or
   * whose base never stands, keeps it from happening.
   */
  readonly word: 'right' | 'wrong' | 'did not play';
  readonly differences: readonly string[];
}

export function judgeCase(truth: Truth, told: Told): Judgement {
  const { run, trouble, lines } = told;
  if (run === null || trouble !== null)
    return { word: 'did not play', differences: [trouble ?? 'there is no verdict'] };
  const upgrade = sinceUpgrade(lines);
  const since = upgrade.length === 0 ? lines : upgrade;
  const way = truth.truth.find((candidate) => whyNot(candidate, since) === null);
  if (way === undefined) return notPlayed(truth, run, since);
  const differences = [
    ...ofRun(way, run),
    ...ofSides(way, run),
    ...ofStory(way, told),
    ...never(truth, told),
  ];
  return { word: differences.length === 0 ? 'right' : 'wrong', differences };
}

function notPlayed({ truth }: Truth, { outcome, reason }: RunVerdict, lines: readonly Evidence[]): Judgement {
  const possible = truth.flatMap((way) => (way.outcome === undefined ? [] : way.outcome));
  const differences = truth.map((way) => whyNot(way, lines) ?? '');
  if (possible.includes(outcome)) return { word: 'did not play', differences };
  return {
    word: 'wrong',
    differences: [`outcome: ${possible.join(' or ')}, not ${outcome} (${reason})`, ...differences],
  };
}

/** What of the raw lines speaks against this way; null when nothing does. */
function whyNot({ seen, never: unseen }: Way, lines: readonly Evidence[]): string | null {
  const missing = seen.find((pattern) => !lines.some((line) => matches(line, pattern)));
  if (missing !== undefined) return `not on record: ${JSON.stringify(missing)}`;
  const there = unseen.find((pattern) => lines.some((line) => matches(line, pattern)));
  return there === undefined ? null : `on record: ${JSON.stringify(there)}`;
}

function ofRun(way: Way, run: RunVerdict): readonly string[] {
  const { cause } = run;
  return [
    ...differs('outcome', way.outcome, run.outcome),
    ...differs('cause', way.cause, cause?.kind ?? null),
    ...differs('exit', way.exit, cause?.exitCode ?? null),
    ...differs('victim', way.victim, cause?.victim ?? null),
    ...differs('because', way.becauseOf, cause?.because ?? null),
    ...differs('component', way.component, run.component),
    ...differs('failedLater', way.failedLater, run.failedLater),
    ...differs('drift', way.drift, run.drift),
    ...differs('down', way.down, run.downFromMs !== null),
    ...differs('outage', way.outage, run.downFromMs !== null || (run.outageMs ?? 0) > 0),
  ];
}

function ofSides({ sides }: Way, { services, sides: told }: RunVerdict): readonly string[] {
  return Object.entries(sides).flatMap(([name, wanted]) => {
    const full = Object.keys(services).find((service) => service.endsWith(`_${name}`));
    const side = told.find(({ service }) => service === full);
    const cause: Cause | null = side?.cause ?? null;
    return [
      ...differs(`${name}: outcome`, wanted.outcome, full === undefined ? 'not told' : services[full]),
      ...('cause' in wanted ? differs(`${name}: cause`, wanted.cause, cause?.kind ?? null) : []),
      ...('exit' in wanted ? differs(`${name}: exit`, wanted.exit, cause?.exitCode ?? null) : []),
    ];
  });
}

function ofStory({ story: { must, not, order } }: Way, { story, moments }: Told): readonly string[] {
  const place = (pattern: RegExp): number => story.findIndex((sentence) => pattern.test(sentence));
  const told = (pattern: RegExp): number => moments.findIndex(({ text }) => pattern.test(text));
  return [
    ...must
      .filter((pattern) => place(pattern) === -1)
      .map((pattern) => `the story lacks /${pattern.source}/`),
    ...not
      .filter((pattern) => place(pattern) !== -1)
      .map((pattern) => `the story says "${story[place(pattern)] ?? ''}"`),
    ...order
      .filter(([first, second]) => told(second) !== -1 && (told(first) === -1 || told(first) > told(second)))
      .map(([first, second]) => `the story tells /${second.source}/ before /${first.source}/`),
  ];
}

/** `undefined` where the case says nothing of it; a list where each of several words is true. */
function differs<T>(
  field: string,
  wanted: T | readonly T[] | undefined,
  said: T | undefined,
): readonly string[] {
  if (wanted === undefined) return [];
  const right: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  return right.includes(said) ? [] : [`${field}: ${right.map(String).join(' or ')}, not ${String(said)}`];
}
