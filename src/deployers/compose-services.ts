// The services of some compose files as docker merges them, as far as can be known without docker: their
// names, and the images of those that are to run. What cannot be known is left for docker to complain about.
import { readStack } from '../compose/read-stack.js';
import type { Env } from '../compose/interpolate.js';

/** What a service runs. */
export interface ServiceImage {
  readonly service: string;
  readonly image: string;
}

/**
 * Names of all services, in the order in which they first stand; null when a file cannot be read as a compose
 * file.
 */
export function serviceNames(files: readonly string[]): readonly string[] | null {
  const stacks = files.map((text) => readStack([{ file: '', text }], {}).stack);
  return stacks.includes(null)
    ? null
    : [...new Set(stacks.flatMap((stack) => [...(stack?.services.keys() ?? [])]))];
}

/**
 * The images of services that are to have tasks, of two files' the later one's. Left out is what cannot be
 * known.
 */
export function imagesWanted(files: readonly string[], env: Env): readonly ServiceImage[] {
  if (serviceNames(files) === null) return [];
  const { stack } = readStack(
    files.map((text) => ({ file: '', text })),
    env,
  );
  return [...(stack?.services.values() ?? [])].flatMap(({ name, image, replicas }) =>
    image === null || image.value === '' || replicas?.value === 0
      ? []
      : [{ service: name, image: image.value }],
  );
}
