// What a harness does not go with: what the lab does between steps of its own, which a harness does not tell
// of; what only one of two deploys has, which a harness makes both; and a deployer in its place.
import type { Draft, DraftArm } from './arms.js';
import type { Conflict } from './conflict.js';
import { harnessName, harnessOf } from './harness.js';
import { pathText, type Finding, type Path } from './problem.js';
import { stands, type YamlValue } from './yaml-tree.js';

export function checkHarness(draft: Draft): readonly Conflict[] {
  if (harnessOf(draft) === null) return [];
  return [...checkMoments(draft), ...checkOneSided(draft)];
}

function checkMoments({ actions, checks = [], steps, stopAt, stacks }: Draft): readonly Conflict[] {
  const others = checks.filter(({ check }) => check !== harnessName);
  const refused = [
    { is: actions.length > 0, key: 'actions', why: 'comes at a moment of a deploy' },
    { is: others.length > 0, key: 'checks', why: 'is asked when a deploy has returned' },
    { is: steps !== null, key: 'steps', why: 'is run between two deploys' },
    { is: stopAt !== null, key: 'stop-at', why: 'ends after a deploy' },
    { is: stacks.share === 'stack' || stacks.lock !== 'none', key: 'stacks', why: 'may share or lock' },
  ];
  return refused
    .filter(({ is }) => is)
    .map(({ key, why }) => ({
      between: [['harness'], [key]],
      message: `${key} ${why}, and a harness does not say when its deploys begin and end`,
      hint: `leave ${key} or harness out`,
    }));
}

/** It is given one environment, one tree and the engine as it is, for both of its deploys. */
function checkOneSided({ sides }: Draft): readonly Conflict[] {
  if (sides === undefined) return [];
  const { head } = sides;
  const given = (['base', 'head'] as const).flatMap((side) => [
    { at: [side, 'env'], is: Object.keys(sides[side].env).length > 0, hint: oneSidedHints.env },
    { at: [side, 'overlays'], is: sides[side].overlays.length > 0, hint: oneSidedHints.overlays },
    { at: [side, 'images'], is: sides[side].images.length > 0, hint: oneSidedHints.images },
  ]);
  return [...given, { at: ['head', 'sample'], is: !head.sample, hint: 'leave head.sample or harness out' }]
    .filter(({ is }) => is)
    .map(({ at, hint }) => ({
      between: [at, ['harness']],
      message: `${at.join('.')} is for one of two deploys, and a harness makes both by itself`,
      hint,
    }));
}

const oneSidedHints = {
  env: 'put it under env, which the harness gets, or let the harness itself set it',
  overlays: 'put it under overlays, which are in its tree, or let the harness itself add it',
  images: 'put it under images, under a tag that only that version names',
};

/** The program of the deployer abra, where no arm that it is given for deploys by it. */
export function checkAbraBeside(raw: YamlValue, arms: readonly DraftArm[]): readonly Finding[] {
  const byHarness = arms.filter(({ draft }) => harnessOf(draft) !== null);
  const everywhere = byHarness.length > 0 && byHarness.length === arms.length;
  const places = [...(everywhere ? [[]] : []), ...byHarness.flatMap((arm) => arm.places)];
  const paths = places.map((place) => [...place, 'abra']).filter((path) => stands(raw, path));
  return [...new Map(paths.map((path) => [pathText(path), path])).values()].map((path) => ({
    path,
    place: 'key',
    message: 'abra names the program of the deployer abra, and a harness runs its own',
    hint: 'leave abra out: a harness finds its programs on the PATH, and its needs name them',
  }));
}

/**
 * A harness deploys itself, so that an arm has either that or a deployer, wherever it has them from; it may
 * put one in place of the other that the scenario has, which then must be another arm's.
 */
export function checkEitherDeploys(
  raw: YamlValue,
  arms: readonly Pick<DraftArm, 'places'>[],
): readonly Finding[] {
  const standing = (places: readonly Path[], key: Way): readonly Path[] =>
    places.map((place) => [...place, key]).filter((path) => stands(raw, path));
  const twice = [[[]], ...arms.map(({ places }) => places)].flatMap((places) =>
    standing(places, 'harness').flatMap((harness) =>
      standing(places, 'deployer').map((deployer) => besideEachOther(harness, deployer)),
    ),
  );
  const found = new Map(twice.map((finding) => [pathText(finding.path) + finding.message, finding]));
  if (found.size > 0) return [...found.values()];
  return ways
    .filter(
      ({ key, other }) =>
        stands(raw, [key]) && arms.every(({ places }) => standing(places, other).length > 0),
    )
    .map(({ key, other }) => ({
      path: [key],
      place: 'key',
      message: `every arm has a ${other} in place of this ${key}, which deploys nothing`,
      hint: `leave ${key} out, or leave ${other} out of an arm`,
    }));
}

type Way = 'harness' | 'deployer';
const ways: readonly { readonly key: Way; readonly other: Way }[] = [
  { key: 'deployer', other: 'harness' },
  { key: 'harness', other: 'deployer' },
];

function besideEachOther(harness: Path, deployer: Path): Finding {
  const inOnePlace = pathText(harness.slice(0, -1)) === pathText(deployer.slice(0, -1));
  return {
    path: harness,
    place: 'key',
    message: inOnePlace
      ? 'a harness deploys by itself, and a deployer is named beside it'
      : `a harness deploys by itself, and for the same arm a deployer is named at ${pathText(deployer)}`,
    hint: inOnePlace
      ? 'leave deployer or harness out'
      : 'leave deployer or harness out, or make them two levels of one factor',
  };
}
