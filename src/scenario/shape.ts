// The shape of a scenario file: every key with its meaning, for the parser and for editors alike. What
// several keys have to do with each other is checked in checks.ts, once the arms are spelled out.
import * as z from 'zod';
import { armsMax } from './bounds.js';
import { countShape } from './count.js';
import { excludeShape, factorsShape } from './factors-shape.js';
import type { Levels } from './factors.js';
import { complaint, oneOrMore, prose, text, word } from './leaf.js';
import { bounded, keys, noted } from './map-shape.js';
import { settingsFields, type SettingsFields, type SettingsPart } from './settings/index.js';
import { trialsShape, type TrialsPart } from './trials-shape.js';
import { described, namesOf, type Vocabulary } from './vocabulary.js';

/** What a file says, as far as it says it. */
export interface ScenarioPart extends SettingsPart {
  readonly scenario?: string | undefined;
  readonly question?: string | undefined;
  readonly arms?: Readonly<Record<string, SettingsPart | null>> | undefined;
  readonly factors?: Readonly<Record<string, Levels>> | undefined;
  readonly exclude?: readonly Readonly<Record<string, string>>[] | undefined;
  readonly trials?: TrialsPart | undefined;
  readonly count?: readonly string[] | undefined;
  readonly expect?: Readonly<Record<string, ExpectationPart>> | undefined;
}

export interface ExpectationPart {
  readonly drift?: string | undefined;
  readonly outcome?: readonly string[] | undefined;
  readonly cause?: readonly string[] | undefined;
  readonly victim?: string | undefined;
}

/** Stands in `expect` for every arm. */
export const everyArm = 'all';

export type ScenarioShape = z.ZodType<ScenarioPart>;

/** The shape with all keys optional: what is missing is said once the arms are spelled out. */
export function scenarioShape(vocabulary: Vocabulary): ScenarioShape {
  const fields = settingsFields(vocabulary);
  return keys('a scenario', {
    scenario: noted(
      text(
        { what: 'a name of letters, digits, ".", "_" and "-"', like: 'discourse-upgrade' },
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
      ),
      'Name of the scenario; campaigns are named after it.',
    ),
    question: noted(
      prose({ what: 'a sentence', like: 'Does the upgrade survive?' }),
      'What you want to know, one sentence; shown with the answer.',
    ),
    ...fields,
    arms: noted(
      arms(fields),
      'Variations of the scenario by name. Each overrides the settings above: overlays come on top ' +
        'of them, other lists and single values are replaced, "engine", "recipe", "env" and "observe" ' +
        'are merged key by key. Without arms there is one, named "only".',
    ),
    factors: noted(
      factorsShape(vocabulary, fields),
      'Factors by name, each with its levels: settings that override those above, or a plain list of ' +
        'deployers or clones. Every combination is an arm, named by its levels joined with "+". ' +
        'Overlays of several levels and of the scenario add up, and so do loads, neighbours and ' +
        'actions of several levels; nothing else may be given twice.',
    ),
    exclude: noted(excludeShape(), 'Combinations of levels that make no arm.', { default: [] }),
    trials: noted(trialsShape(vocabulary), 'How many trials to run.'),
    count: countShape(vocabulary),
    expect: noted(
      expectations(vocabulary),
      'What you expect of an arm, by its name or by levels (order=stop-first), or of every arm ' +
        `("${everyArm}"); the exit code says whether it was found.`,
    ),
  });
}

function arms(fields: SettingsFields) {
  return bounded(
    z.record(armName(), keys('an arm', fields).nullable(), {
      error: (wrong) =>
        complaint(wrong, {
          what: 'a map of arms',
          like: '{ start-first: {}, stop-first: { overlays: [stop-first.yml] } }',
        }),
    }),
    armsMax,
  ).refine((named) => Object.keys(named).length > 0, {
    error: 'there is no arm in arms\nname one, or leave the key out',
  });
}

function armName() {
  const kind = {
    what: 'a name for an arm: a letter, then letters, digits, ".", "_" and "-"',
    like: 'stop-first',
  };
  return text(kind, /^[A-Za-z][A-Za-z0-9._-]{0,62}$/).refine((name) => name !== everyArm, {
    error: `"${everyArm}" cannot be the name of an arm\n"expect" uses it for every arm; choose another`,
  });
}

function expectations(vocabulary: Vocabulary) {
  return bounded(
    z.record(z.string(), expectation(vocabulary), {
      error: (wrong) =>
        complaint(wrong, {
          what: 'a map from arms to what is expected of them',
          like: '{ stop-first: { drift: none } }',
        }),
    }),
    armsMax,
  );
}

function expectation({ outcomes, causes }: Vocabulary) {
  return keys('an expectation', {
    drift: noted(
      word(['none', 'some', 'all'], 'an expectation of drift', 'the choices'),
      'How many of the valid trials drift: the label at the end is not the one that was deployed.',
    ),
    outcome: noted(
      oneOrMore(namesOf(outcomes), 'an outcome', 'the outcomes'),
      described('Every valid trial ends with one of these outcomes.', outcomes),
    ),
    cause: noted(
      oneOrMore(namesOf(causes), 'a cause', 'the causes'),
      described(
        'Every valid trial has one of these causes; for an arm that is to drift only now and then, ' +
          'leave it out.',
        causes,
      ),
    ),
    victim: noted(
      word(['new', 'old'], 'a victim', 'the choices'),
      "Which task was hit: one of the head's (new) or one of the base's (old).",
    ),
  }).refine((said) => Object.keys(said).length > 0, {
    error: 'this expectation expects nothing\nadd one, like drift: none',
  });
}
