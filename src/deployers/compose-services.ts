// The services of some compose files as docker merges them, as far as can be known without docker: their names, and the images of those
// that are to run. What cannot be known stays null, and is left for docker to complain about.
import { parse } from 'yaml';
import { interpolated } from './interpolate.js';

/** What a service runs. */
export interface ServiceImage {
  readonly service: string;
  readonly image: string;
}

type Mapping = Readonly<Record<string, unknown>>;

/** Names of all services, in the order in which they first stand; null when a file cannot be read as a compose file. */
export function serviceNames(files: readonly string[]): readonly string[] | null {
  const services = files.map(servicesOf);
  return services.includes(null) ? null : [...new Set(services.flatMap((one) => Object.keys(one ?? {})))];
}

/** The images of services that are to have tasks, of two files' the later one's. Left out is what cannot be known. */
export function imagesWanted(files: readonly string[], env: Readonly<Record<string, string>>): readonly ServiceImage[] {
  const services = files.map(servicesOf);
  return (serviceNames(files) ?? []).flatMap((service) => {
    const written = services.map((one) => mappingOf(one?.[service]));
    const image = valueOf(lastOf(written.map((one) => one['image'])), env);
    const replicas = valueOf(lastOf(written.map((one) => mappingOf(one['deploy'])['replicas'])) ?? 1, env);
    return image === null || image === '' || replicas === null || Number(replicas) === 0 ? [] : [{ service, image }];
  });
}

function servicesOf(text: string): Mapping | null {
  try {
    // As docker's reader has it: anchors are merged by <<, and of a key that is given twice the last counts.
    const document: unknown = parse(text, { merge: true, uniqueKeys: false, logLevel: 'error' });
    return document === null ? {} : isMapping(document) && isMapping(document['services'] ?? {}) ? mappingOf(document['services']) : null;
  } catch {
    return null;
  }
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mappingOf(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

function lastOf(values: readonly unknown[]): unknown {
  return values.findLast((value) => value !== undefined && value !== null);
}

function valueOf(value: unknown, env: Readonly<Record<string, string>>): string | null {
  return typeof value === 'string' || typeof value === 'number' ? interpolated(String(value), env) : null;
}
