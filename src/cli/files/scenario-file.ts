// Reads a scenario file and refuses it with every problem at once.
import { counted } from '../../base/counted.js';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { closest, distance } from 'fastest-levenshtein';
import { LabError } from '../../base/lab-error.js';
import { parseScenario, type Problem } from '../../scenario/parse.js';
import type { Scenario } from '../../scenario/scenario.js';
import { readWhole } from '../../store/whole-file.js';
import { packageRoot } from '../package-root.js';
import { vocabulary } from '../vocabulary.js';

export interface ScenarioFile {
  /** As the user gave it. */
  readonly path: string;
  /** Folder against which the scenario's paths are resolved. */
  readonly dir: string;
  readonly text: string;
  readonly sha256: string;
}

/** A scenario file and what it says, or every problem in it. */
export type ReadScenario = ScenarioFile &
  (
    | { readonly scenario: Scenario; readonly problems: null }
    | { readonly scenario: null; readonly problems: readonly Problem[] }
  );

/**
 * Reads and parses; a file that is not there is a `bad-input` LabError with the nearest of those beside it,
 * else of those that come with driftlab.
 */
export function readScenario(given: string): ReadScenario {
  const path = locate(given);
  const text = readWhole(
    path,
    'name a scenario file, or one that comes with driftlab, such as discourse-upgrade',
  );
  const file: ScenarioFile = {
    path,
    dir: dirname(resolve(path)),
    text,
    sha256: createHash('sha256').update(text).digest('hex'),
  };
  const parsed = parseScenario(text, vocabulary);
  return parsed.ok
    ? { ...file, scenario: parsed.scenario, problems: null }
    : { ...file, scenario: null, problems: parsed.problems };
}

/**
 * As {@link readScenario}, for commands that need a scenario to go on: problems become one `bad-input`
 * LabError.
 */
export function requireScenario(given: string): ScenarioFile & { readonly scenario: Scenario } {
  const read = readScenario(given);
  if (read.scenario !== null) return read;
  const count = read.problems.length;
  throw new LabError(
    'bad-input',
    `${read.path} has ${counted(count, 'problem')}\n${formatProblems(read.path, read.problems)}`,
  );
}

/** `file:line:column: message`, which editors and terminals turn into links. */
export function formatProblems(path: string, problems: readonly Problem[]): string {
  return problems
    .map(
      ({ line, column, message, hint }) =>
        `${path}:${String(line)}:${String(column)}: ${message}${hint === null ? '' : `\n    ${hint}`}`,
    )
    .join('\n');
}

/** The file itself, or the scenario of that name that comes with the package. */
function locate(given: string): string {
  if (existsSync(given)) return given;
  const bundled = join(packageRoot, 'scenarios');
  const name = given.endsWith('.yml') ? given : `${given}.yml`;
  const inPackage = [join(bundled, name), join(packageRoot, name)].find((path) => existsSync(path));
  if (inPackage !== undefined) return inPackage;
  const here = nearest(basename(name), scenariosIn(dirname(name)));
  const there = nearest(name, [...scenariosIn(bundled), ...controlsIn(bundled)]);
  throw new LabError('bad-input', `there is no scenario file ${given}`, {
    hint:
      here !== null
        ? `did you mean ${join(dirname(name), here)}?`
        : there !== null
          ? `did you mean ${there}, which comes with driftlab?`
          : 'name a file; `driftlab scenarios` lists those that come with driftlab',
  });
}

/** The one whose name, with its folder or without, is near enough for a slip of the fingers; else null. */
function nearest(name: string, known: readonly string[]): string | null {
  const names = [...new Set(known.flatMap((one) => [one, basename(one)]))];
  const near = names.length === 0 ? '' : closest(name, names);
  if (distance(name, near) > name.length / 3) return null;
  return known.find((one) => one === near || basename(one) === near) ?? null;
}

function controlsIn(bundled: string): readonly string[] {
  return scenariosIn(join(bundled, 'controls')).map((name) => join('controls', name));
}

/** None of a folder that is not there, or cannot be read. */
function scenariosIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((entry) => /\.ya?ml$/.test(entry));
  } catch {
    return [];
  }
}
