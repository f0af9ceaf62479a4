// What speaks against a deploy of base or head, read from its compose files before anything boots: what
// docker refuses, and what the engine of the scenario cannot give.
import type { Env } from '../../compose/interpolate.js';
import { counted } from '../../base/counted.js';
import { replicasOf } from '../../compose/policy.js';
import { readStack, type ComposeText } from '../../compose/read-stack.js';
import type { Service, Stack } from '../../compose/stack.js';
import { wholeName } from '../../deployers/missing-images.js';
import type { Side } from '../../recipe/index.js';
import { traitsOf } from '../../scenario/image-kinds.js';
import type { NodeSettings } from '../../scenario/engine-nodes.js';
import { engineTraits } from '../../scenario/engines/index.js';
import type { Settings } from '../../scenario/scenario.js';
import { missingFiles, type OnMachine } from './missing-files.js';
import type { SideProblem } from './side-problem.js';
import { isMetTogether, placedOn, unmetConstraint } from './unmet-constraint.js';

export interface SideQuestion {
  readonly side: Side;
  /** The arm's, as they are laid over the side's files. */
  readonly overlays: readonly ComposeText[];
  readonly settings: Settings;
  readonly isThere: OnMachine;
}

export interface SideReading {
  /** Null when no file could be read. */
  readonly stack: Stack | null;
  readonly problems: readonly SideProblem[];
  /** Variables that nobody gives. */
  readonly unset: readonly string[];
}

/** Variables that a deployer has whatever the scenario says. */
export const ofTheDeployer = ['HOME', 'PATH'];

export function readSide({ side, overlays, settings, isThere }: SideQuestion): SideReading {
  const env = { ...side.env, ...runVariables(settings.recipe.name) };
  const { stack, faults, unset } = readStack([...side.files, ...overlays], env);
  const refused = faults.flatMap(({ kind, place, message, hint }): readonly SideProblem[] =>
    kind === 'ignored' || kind === 'lost' ? [] : [{ kind: 'refused', place, message, hint }],
  );
  const { engine } = settings;
  // A stamp probe boots none.
  const { isOwn, nodes } = engineTraits(engine);
  const isPrivate = isOwn && settings.stopAt === null;
  return {
    stack,
    unset: [...new Set(unset.map(({ name }) => name))].filter((name) => !ofTheDeployer.includes(name)),
    problems: [
      ...refused,
      ...(stack === null ? [] : missingFiles({ stack, side, isThere: isPrivate ? isThere : () => true })),
      ...(stack === null || !isPrivate ? [] : onPrivateEngine(stack, settings, placedOn(nodes ?? undefined))),
    ],
  };
}

/** A private engine has the nodes that the scenario gives it, and reaches no registry. */
function onPrivateEngine(
  { services }: Stack,
  { images }: Pick<Settings, 'images'>,
  nodes: readonly NodeSettings[],
): readonly SideProblem[] {
  const given = new Set(images.map(({ tag }) => wholeName(tag)));
  // An archive may hold more images than the one that it is named for, and all of them come along.
  const mayBeMore = images.some((image) => traitsOf(image).mayHoldMore);
  return [...services.values()]
    .filter(({ replicas }) => replicas?.value !== 0)
    .flatMap((service) => [
      ...(mayBeMore ? [] : withoutImage(service, given)),
      ...nowhere(service, nodes),
      ...tooMany(service, nodes.length),
    ]);
}

function withoutImage({ name, image }: Service, given: ReadonlySet<string>): readonly SideProblem[] {
  if (image === null || image.value === '' || given.has(wholeName(image.value))) return [];
  const { value, place } = image;
  const message = `the scenario's images do not provide ${value}, which service ${name} wants`;
  return [{ kind: 'image', place, message, hint: null }];
}

function nowhere({ name, constraints }: Service, nodes: readonly NodeSettings[]): readonly SideProblem[] {
  const unmet = constraints.flatMap(({ value, place }): readonly SideProblem[] => {
    const found = unmetConstraint(value, nodes);
    if (found === null) return [];
    const message = `no task of ${name} can run for want of ${value}: ${found.why}`;
    const own = found.wayOut === null ? '' : `engine: { private: { ${found.wayOut} } } makes one, and `;
    return [{ kind: 'never-runs', place, message, hint: `${own}an existing engine can have such a node` }];
  });
  const [first] = constraints;
  const written = constraints.map(({ value }) => value);
  if (unmet.length > 0 || first === undefined || isMetTogether(written, nodes)) return unmet;
  const message = `no task of ${name} can run: no node meets ${written.join(' and ')} together`;
  return [{ kind: 'never-runs', place: first.place, message, hint: 'give one node all that they ask for' }];
}

/** Source: moby/swarmkit manager/scheduler/filter.go (MaxReplicasFilter). */
function tooMany(service: Service, nodes: number): readonly SideProblem[] {
  const { name, maxPerNode } = service;
  const wanted = replicasOf(service);
  if (maxPerNode === null || maxPerNode.value === 0 || wanted <= maxPerNode.value * nodes) return [];
  const message =
    `${name} is to have ${String(wanted)} tasks, and no node may have more than ` +
    `${String(maxPerNode.value)}: the engine has ${counted(nodes, 'node')}, so the others never run`;
  const needed = Math.ceil(wanted / maxPerNode.value);
  const hint =
    `give it as many nodes, by engine: { private: { nodes: ${String(needed)} } }, or write fewer replicas ` +
    'in an overlay';
  return [{ kind: 'never-runs', place: maxPerNode.place, message, hint }];
}

/** What every deploy has, whatever the recipe says. */
export function runVariables(recipe: string): Env {
  return { STACK_NAME: recipe, DOMAIN: `${recipe}.example.com` };
}
