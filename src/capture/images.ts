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
  /** The engine's id of it; null where a stand-in takes its place. */
  readonly id: string | null;
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
  const names = new Map(taken);
  return versions.flatMap(({ service, base, head }) => {
    const of = live.services.find(({ json }) => json.Spec.Name === service);
    const each: readonly (readonly [Version, SpecJson | null])[] = [
      ['base', base],
      ['head', head],
    ];
    return each.flatMap(([version, spec]) => {
      if (spec === null) return [];
      const reference = spec.TaskTemplate.ContainerSpec?.Image ?? '';
      const found = imageOf(live, of, spec);
      const kept = standIns ? null : found;
      const wanted = kept === null ? standInName(named(reference, service)) : named(reference, service);
      const tag = freeName(names, wanted, { is: kept?.id ?? wanted, version });
      names.set(tag, kept?.id ?? wanted);
      const image = { tag, reference, id: kept?.id ?? null, bytes: kept?.bytes ?? 0 };
      return [{ service, version, image, health: found?.health ?? null }];
    });
  });
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

interface Wanted {
  /** What the name is to mean. */
  readonly is: string;
  readonly version: Version;
}

function freeName(names: Taken, wanted: string, { is, version }: Wanted): string {
  const isFree = (name: string): boolean => (names.get(name) ?? is) === is;
  const tagged = wanted.indexOf(':', wanted.lastIndexOf('/')) < 0 ? `${wanted}:latest` : wanted;
  for (let more = 1; ; more++) {
    const other = more === 1 ? `${tagged}-${version}` : `${tagged}-${version}-${String(more)}`;
    const name = more === 1 && isFree(wanted) ? wanted : other;
    if (isFree(name)) return name;
  }
}
