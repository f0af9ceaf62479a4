// YAML text + vocabulary -> Scenario, or every problem in it at once with its place in the text.
import { draftArms, settingsOf } from './arms.js';
import { checkArms } from './checks.js';
import type { NamedArm } from './arm-pattern.js';
import { countOf } from './count.js';
import { checkExpectations, expectationsOf } from './expectations.js';
import { checkFactors } from './factor-checks.js';
import { checkOverlays } from './overlay-checks.js';
import { scenarioShape, type ScenarioPart, type ScenarioShape } from './shape.js';
import type { Finding, Problem } from './problem.js';
import type { Scenario } from './scenario.js';
import { readShape, type Shaped } from './shape-findings.js';
import { checkSearch, searchOf } from './search.js';
import { checkUntil, untilOf } from './until.js';
import type { Vocabulary } from './vocabulary.js';
import { readYaml, type YamlValue } from './yaml-tree.js';

export type { Problem } from './problem.js';

export type ParsedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a scenario file. Never throws for what the text says; problems come in the order of the text. */
export function parseScenario(text: string, vocabulary: Vocabulary): ParsedScenario {
  return scenarioReader(vocabulary)(text);
}

/** {@link parseScenario} for many files: what depends on the vocabulary alone is made once. */
export function scenarioReader(vocabulary: Vocabulary): (text: string) => ParsedScenario {
  const { actions, checks } = vocabulary;
  const known = { shape: scenarioShape(vocabulary), members: { actions, checks } };
  return (text) => parsedBy(known, text);
}

type Members = Pick<Vocabulary, 'actions' | 'checks'>;

interface Known {
  readonly members: Members;
  readonly shape: ScenarioShape;
}

function parsedBy({ shape, members }: Known, text: string): ParsedScenario {
  const { value, problems, locate } = readYaml(text);
  if (value === undefined) return { ok: false, problems: inOrder(problems) };
  const shaped = readShape(value, shape);
  const findings = [...shaped.findings, ...checkWhole(value, shaped, members)];
  if (problems.length + findings.length > 0 || shaped.part === null)
    return { ok: false, problems: inOrder([...problems, ...findings.map(locate)]) };
  return { ok: true, scenario: scenarioOf(shaped.part) };
}

function checkWhole(raw: YamlValue, { part, isBroken }: Shaped, members: Members): readonly Finding[] {
  if (part === null) return [];
  const arms = draftArms(part);
  const unnamed: Finding = {
    path: ['scenario'],
    place: 'value',
    message: 'the scenario has no name',
    hint: 'add one, like scenario: discourse-upgrade',
  };
  return [
    ...(part.scenario === undefined && !isBroken(['scenario']) ? [unnamed] : []),
    ...checkFactors(part),
    ...checkOverlays(part),
    ...checkSearch(isBroken(['trials', 'search']) ? undefined : part.trials?.search, arms),
    ...checkUntil(part.trials?.until, namesIn(raw) ?? arms, isBroken),
    ...checkExpectations(part, namesIn(raw) ?? arms),
    ...checkArms({ raw, arms, ...members, isBroken }),
  ];
}

/** The arms as named in the file, sound or not; null when it names none. */
function namesIn(raw: YamlValue): readonly NamedArm[] | null {
  const { arms = null } = raw as { readonly arms?: YamlValue };
  return arms === null || typeof arms !== 'object' || Array.isArray(arms)
    ? null
    : Object.keys(arms).map((name) => ({ name, factors: { arm: name } }));
}

function scenarioOf(part: ScenarioPart): Scenario {
  const drafts = draftArms(part);
  const arms = drafts.map(({ name, factors, draft }) => ({ name, factors, settings: settingsOf(draft) }));
  return {
    name: part.scenario ?? '',
    question: part.question ?? '',
    arms,
    loadPlaces: new Map(
      drafts
        .filter(({ loadPlaces }) => loadPlaces.length > 0)
        .map(({ name, loadPlaces }) => [name, loadPlaces]),
    ),
    trialsEach: part.trials?.each ?? 10,
    budgetMs: part.trials?.budget ?? null,
    until: part.trials?.until === undefined ? null : untilOf(part.trials.until, arms),
    search: part.trials?.search === undefined ? null : searchOf(part.trials.search, drafts),
    count: countOf(part.count),
    expect: expectationsOf(part, arms),
  };
}

/** By place in the text; the same thing said of several arms is said once. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const once = new Map(
    problems.map((problem) => [[problem.line, problem.column, problem.message].join('\0'), problem]),
  );
  return [...once.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}
