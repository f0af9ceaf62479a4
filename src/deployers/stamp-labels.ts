// The labels that abra sets in a chaos deploy, as a compose file to be merged over the recipe's: on every
// service of the stack, the one under test among them, whatever its name. Source: abra, `pkg/config`
// SetChaosLabel, SetChaosVersionLabel and SetRecipeLabel.
import { parse } from 'yaml';

export interface StampLabels {
  readonly stack: string;
  readonly recipe: string;
  readonly stamp: string;
  readonly services: readonly string[];
  /** Service -> mounts that take the place of those with the same target. */
  readonly mounts?: Readonly<Record<string, readonly object[]>>;
  /** Services whose names are to give the addresses of their tasks. */
  readonly roundRobin?: readonly string[];
}

/**
 * The compose file's text. `recipeCompose` is the recipe's own: files to be merged must say the same
 * `version`.
 */
export function stampLabelsFile(
  { stack, recipe, stamp, services, mounts = {}, roundRobin = [] }: StampLabels,
  recipeCompose: string,
): string {
  const prefix = `coop-cloud.${stack}`;
  const labels = {
    [`${prefix}.chaos`]: 'true',
    [`${prefix}.chaos-version`]: stamp,
    [`${prefix}.recipe`]: recipe,
  };
  const file = {
    ...versionOf(recipeCompose),
    services: Object.fromEntries(
      services.map((service) => [
        service,
        {
          deploy: { labels, ...(roundRobin.includes(service) ? { endpoint_mode: 'dnsrr' } : {}) },
          ...(mounts[service] === undefined ? {} : { volumes: mounts[service] }),
        },
      ]),
    ),
  };
  return `${JSON.stringify(file, null, 2).replaceAll('$', '$$$$')}\n`;
}

/** A recipe that cannot be parsed is left for docker to complain about. */
function versionOf(compose: string): { readonly version?: string } {
  try {
    const document = parse(compose) as { version?: unknown } | null;
    return typeof document?.version === 'string' || typeof document?.version === 'number'
      ? { version: String(document.version) }
      : {};
  } catch {
    return {};
  }
}
