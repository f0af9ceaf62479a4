// One version of a captured stack as the text of a compose file, with what it lacks in its head.
import { stringify } from 'yaml';
import { visible } from '../base/visible.js';
import type { Part } from './part.js';
import { leftOutText, type LeftOut } from './left-out.js';
import type { ServicePart } from './service-part.js';

export interface ComposeVersion {
  /** Sentences for the head of the file. */
  readonly said: readonly string[];
  /** Service, without the stack's name -> its part. */
  readonly services: ReadonlyMap<string, ServicePart>;
  readonly leftOut: readonly LeftOut[];
}

export function composeText({ said, services, leftOut }: ComposeVersion): string {
  const parts = [...services.values()];
  const all = (of: (part: ServicePart) => ReadonlyMap<string, Part>): Part =>
    Object.fromEntries(parts.flatMap((part) => [...of(part)]));
  const document = Object.entries({
    services: Object.fromEntries([...services].map(([name, { part }]) => [name, part])),
    networks: all(({ networks }) => networks),
    volumes: all(({ volumes }) => volumes),
    configs: all(({ configs }) => configs),
    secrets: all(({ secrets }) => secrets),
  }).filter(([key, value]) => key === 'services' || Object.keys(value).length > 0);
  const lines = [
    ...said,
    ...(leftOut.length === 0 ? [] : ['Not as it was:', ...leftOut.map((one) => `  ${leftOutText(one)}`)]),
  ];
  // every text in quotes: docker reads YAML 1.1, in which `on`, `1_000` and `12:30` are something else
  const yaml = stringify(Object.fromEntries(document), {
    lineWidth: 0,
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    aliasDuplicateObjects: false,
  });
  return `${lines.map((line) => `# ${visible(line).replaceAll('\n', ' ')}\n`).join('')}${yaml}`;
}
