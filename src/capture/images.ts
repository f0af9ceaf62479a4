// What each version's image is called in the capture, and where it comes from: the engine's own copy, or a
// stand-in where it has none. A name that meant two images by the time of the upgrade becomes two names.
import { isImageName } from '../scenario/images-shape.js';
import type { HealthJson, SpecJson } from './engine-json.js';
import type { LiveImage, LiveService, LiveStack } from './live-stack.js';
import { isMadeOf, type ServiceVersions } from './versions.js';
import { standInName } from './stand-in.js';

export type Version = 'base' | 'head';

export interface CapturedImage {
  /** As the compose files of the capture call it. */
  readonly tag: string;
  /** As the live stack called it. */
  readonly reference: string;
  /** The engine's id of it; null where a stand-in takes its place, or nothing. */
  readonly id: string | null;
  /** Of a head whose tasks ended for want of it: it is wanting in the capture too. */
  readonly isAbsent: boolean;
  readonly bytes: number;
}

export interface ImageOfVersion {
  readonly service: string;
  readonly version: Version;
  readonly image: CapturedImage;
  /** The check that the image brings along; null where it has none, or where nobody could look. */
  readonly health: HealthJson | null;
}

/** Names that are taken, and what by. */
export type Taken = ReadonlyMap<string, string>;

export interface ImageChoice {
  readonly standIns: boolean;
  readonly taken: Taken;
}

export function imagesOf(
  live: LiveStack,
  versions: readonly ServiceVersions[],
  { standIns, taken }: ImageChoice,
): readonly ImageOfVersion[] {
  const wanted = versions.flatMap((one) => [
    ...wantedOf(live, { one, version: 'base', standIns }),
    ...wantedOf(live, { one, version: 'head', standIns }),
  ]);
  const meanings = (name: string): ReadonlySet<string> =>
    new Set([
      ...wanted.flatMap((one) => (one.name === name ? one.is : [])),
      ...(taken.has(name) ? [taken.get(name) ?? ''] : []),
    ]);
  return wanted.map(({ service, version, name, is, reference, found, kept, isAbsent }) => {
    const tag = tagOf({ name, is, isOnly: meanings(name).size === 1 }, taken);
    const image = { tag, reference, id: kept?.id ?? null, bytes: kept?.bytes ?? 0, isAbsent };
    return { service, version, image, health: found?.health ?? null };
  });
}

interface Wanted {
  readonly service: string;
  readonly version: Version;
  /** What it would be called where nothing else is. */
  readonly name: string;
  /** What the name is to mean: an id, or the name itself of a stand-in. */
  readonly is: string;
  readonly reference: string;
  readonly found: LiveImage | null;
  /** Null where a stand-in takes its place, or nothing. */
  readonly kept: LiveImage | null;
  readonly isAbsent: boolean;
}

interface Wanting {
  readonly one: ServiceVersions;
  readonly version: Version;
  readonly standIns: boolean;
}

function wantedOf(live: LiveStack, { one, version, standIns }: Wanting): readonly Wanted[] {
  const { service, [version]: spec } = one;
  if (spec === null) return [];
  const reference = spec.TaskTemplate.ContainerSpec?.Image ?? '';
  const of = live.services.find(({ json }) => json.Spec.Name === service);
  const found = imageOf(live, of, spec);
  const kept = standIns ? null : found;
  const own = named(reference, service);
  const isAbsent = version === 'head' && found === null && isWanting(one, of?.tasks ?? []);
  const name = kept === null && !isAbsent ? standInName(own) : own;
  return [{ service, version, name, is: kept?.id ?? name, reference, found, kept, isAbsent }];
}

const wanting =
  /no such image|failed to resolve reference|manifest .*(?:unknown|not found)|pull access denied/i;

/** Whether the head's own image, which the base does not have, is what its tasks ended for want of. */
function isWanting({ base, head }: ServiceVersions, tasks: LiveService['tasks']): boolean {
  const imageIn = (spec: SpecJson | null): string | undefined => spec?.TaskTemplate.ContainerSpec?.Image;
  const own = tasks.filter(({ Spec: made }) => isMadeOf(made, head.TaskTemplate));
  return (
    base !== null &&
    imageIn(base) !== imageIn(head) &&
    own.some(({ Status: { Err: error = '' } }) => wanting.test(error)) &&
    own.every(({ Status: { State: state } }) => state !== 'running')
  );
}

/** By the container that ran it, else by its name as it stands now. */
function imageOf(
  { images, containers }: LiveStack,
  service: LiveService | undefined,
  spec: SpecJson,
): LiveImage | null {
  const reference = spec.TaskTemplate.ContainerSpec?.Image ?? '';
  const tasks = service?.tasks.filter((task) => isMadeOf(task.Spec, spec.TaskTemplate)) ?? [];
  const ran = containers.find(({ taskId }) => tasks.some(({ ID: id }) => id === taskId))?.imageId;
  return (
    images.find(({ id }) => id === ran) ??
    images.find(({ references }) => ran === undefined && references.includes(reference)) ??
    null
  );
}

/** Without its digest, which only a registry gives; by the service's name where nothing is left. */
function named(reference: string, service: string): string {
  const [name = ''] = reference.split('@');
  return isImageName(name) && !/^[0-9a-f]{64}$/.test(name)
    ? name
    : `captured/${service.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
}

const idShown = 12;

/**
 * A name that means one image stays; each of those that one name means gets its id into its own, so that an
 * image is called the same in every capture that has to tell it from another. What an earlier capture called
 * it, it is called still.
 */
function tagOf(
  { name, is, isOnly }: Pick<Wanted, 'name' | 'is'> & { readonly isOnly: boolean },
  taken: Taken,
): string {
  const tagged = name.indexOf(':', name.lastIndexOf('/')) < 0 ? `${name}:latest` : name;
  const own = `${tagged}-${is.replace(/^sha256:/, '').slice(0, idShown)}`;
  const earlier = [...taken].find(
    ([one, meant]) => meant === is && (one === name || one.startsWith(`${tagged}-`)),
  );
  return earlier?.[0] ?? (isOnly ? name : own);
}
