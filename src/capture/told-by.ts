// All that may hold a secret in a live stack, of both versions of its services.
import type { AttachmentJson, LoggerJson, MountJson, SpecJson } from './engine-json.js';
import type { LiveNetwork, LiveStack } from './live-stack.js';
import { isVolumeOf } from './mounts-part.js';
import { shortName } from './naming.js';
import type { Told } from './secrets/concealment.js';
import { isLoggerKept } from './service-part.js';
import type { ServiceVersions } from './versions.js';

export function toldBy(
  { name, configs, networks }: LiveStack,
  versions: readonly ServiceVersions[],
): readonly Told[] {
  const ofSpecs = versions.flatMap(({ service, base, head }) =>
    [base, head].flatMap((spec) =>
      spec === null ? [] : toldBySpec({ stack: name, service: shortName(name, service) }, spec),
    ),
  );
  return [
    ...ofSpecs,
    ...networks.flatMap((network) => toldByNetwork(name, network)),
    ...configs.flatMap(({ name: config, text }): readonly Told[] =>
      text === null ? [] : [{ kind: 'text', place: `config ${config}`, name: config, text }],
    ),
  ];
}

/** A label may be of the service, of its containers, or of both with two values. */
function toldBySpec(
  { stack, service }: { readonly stack: string; readonly service: string },
  { Labels, Networks, TaskTemplate }: SpecJson,
): readonly Told[] {
  const { Env, Args, Command, Healthcheck, Labels: own, Mounts } = TaskTemplate.ContainerSpec ?? {};
  const words = (what: string, list: readonly string[] | null | undefined): Told => ({
    kind: 'words',
    place: `${service}: ${what}`,
    words: list ?? [],
  });
  return [
    ...(Env ?? []).flatMap((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [] : settings(service, { [pair.slice(0, at)]: pair.slice(at + 1) });
    }),
    ...[Labels, own].flatMap((labels) => settings(service, labels)),
    ...toldByLogger(service, TaskTemplate.LogDriver),
    ...(TaskTemplate.Networks ?? Networks ?? []).flatMap((one) => toldByAttachment(service, one)),
    ...(Mounts ?? []).flatMap((mount) => toldByMount({ stack, service }, mount)),
    words('entrypoint', Command),
    words('command', Args),
    words('healthcheck', Healthcheck?.Test),
  ];
}

function toldByLogger(service: string, logger: LoggerJson | null | undefined): readonly Told[] {
  return settings(isLoggerKept(logger) ? `${service}: log option` : null, logger?.Options);
}

function toldByAttachment(service: string, { DriverOpts: options }: AttachmentJson): readonly Told[] {
  return settings(`${service}: network option`, options);
}

function toldByMount(
  { stack, service }: { readonly stack: string; readonly service: string },
  mount: MountJson,
): readonly Told[] {
  const { Source: source = '', VolumeOptions: options } = mount;
  const where = `${service}: volume ${shortName(stack, source)}`;
  return [
    ...settings(isVolumeOf(stack, mount) ? where : null, options?.Labels),
    ...settings(null, options?.DriverConfig?.Options),
  ];
}

function toldByNetwork(stack: string, { name, stack: owner, labels, options }: LiveNetwork): readonly Told[] {
  const where = `network ${shortName(stack, name)}`;
  return [...settings(owner === stack ? where : null, labels), ...settings(null, options)];
}

/** `where`: null of what is not carried over. */
function settings(
  where: string | null,
  values: Readonly<Record<string, string>> | null | undefined,
): readonly Told[] {
  return Object.entries(values ?? {}).map(([name, value]) => ({
    kind: 'variable',
    place: where === null ? null : `${where}: ${name}`,
    name,
    value,
  }));
}
