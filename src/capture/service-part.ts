// One version of one service -> its part of a compose file, with the networks, volumes, configs and secrets
// that it names.
import type { Concealment } from './secrets/concealment.js';
import { containerPart } from './container-part.js';
import { deployPart } from './deploy-part.js';
import { escaped, escapedAll } from './escaped.js';
import type { AttachmentJson, FileJson, LoggerJson, SpecJson } from './engine-json.js';
import type { LeftOut } from './left-out.js';
import type { LiveStack } from './live-stack.js';
import { unsaid } from './unsaid.js';
import { mountsPart } from './mounts-part.js';
import { withoutEmpty, type Part } from './part.js';
import { given, keyOf, namedConfig, namedNetwork, shortName } from './naming.js';

export interface ServiceContext {
  readonly live: LiveStack;
  readonly conceal: Concealment;
  /** Why the one node of a private engine does not meet a placement constraint; null where it does. */
  readonly unmet: (constraint: string) => string | null;
  /** What the image is called in the capture. */
  readonly image: string;
  /** What stands in for the image; null where it is the image itself. */
  readonly standIn: Part | null;
  /** Whether somebody asks for the service by its full name. */
  readonly isAskedInFull: boolean;
}

export interface ServicePart {
  readonly part: Part;
  /** Each: what its key is -> its definition. */
  readonly networks: ReadonlyMap<string, Part>;
  readonly volumes: ReadonlyMap<string, Part>;
  readonly configs: ReadonlyMap<string, Part>;
  readonly secrets: ReadonlyMap<string, Part>;
  readonly leftOut: readonly LeftOut[];
}

const loggersKept: ReadonlySet<string> = new Set(['json-file', 'local', 'journald', 'none', '']);

/** Whether it is the same on any engine. */
export function isLoggerKept(logger: LoggerJson | null | undefined): boolean {
  return loggersKept.has(logger?.Name ?? '');
}

export function servicePart(spec: SpecJson, context: ServiceContext): ServicePart {
  const { live, conceal, standIn } = context;
  const service = shortName(live.name, spec.Name);
  const container = spec.TaskTemplate.ContainerSpec ?? {};
  const deploy = deployPart(service, spec, context.unmet);
  const mounts = mountsPart(container.Mounts ?? [], { stack: live.name, service, conceal });
  const networks = networksOf(service, spec, context);
  const files = filesOf(service, spec, context);
  const logger = spec.TaskTemplate.LogDriver;
  return {
    part: {
      image: context.image,
      ...(escapedAll(
        withoutEmpty({
          ...(standIn ?? containerPart(container, conceal)),
          labels: labelList(container.Labels, conceal),
          ports: portsOf(spec),
          volumes: mounts.mounts,
          networks: networks.joined,
          configs: files.configs,
          secrets: files.secrets,
          logging:
            logger != null && isLoggerKept(logger)
              ? withoutEmpty({
                  driver: logger.Name === '' ? undefined : logger.Name,
                  options: concealed(logger.Options, conceal),
                })
              : undefined,
        }),
      ) as Part),
      deploy: withoutEmpty({
        ...(escapedAll(deploy.part) as Part),
        labels: ownLabels(live.name, spec, conceal),
      }),
    },
    networks: networks.definitions,
    volumes: mounts.volumes,
    configs: files.configDefinitions,
    secrets: files.secretDefinitions,
    leftOut: [
      ...deploy.leftOut,
      ...mounts.leftOut,
      ...networks.leftOut,
      ...files.leftOut,
      ...unsaid(spec).map((key) => ({
        place: `${service}: ${key}`,
        because: "a stack's compose file has no word for it",
      })),
      ...(isLoggerKept(logger)
        ? []
        : [{ place: `${service}: log driver ${logger?.Name ?? ''}`, because: "the engine's own is used" }]),
    ],
  };
}

function labelList(labels: SpecJson['Labels'], { valueOf }: Concealment): readonly string[] {
  return Object.entries(labels ?? {}).flatMap(([name, value]) =>
    name.startsWith('com.docker.stack.') ? [] : [`${name}=${valueOf(name, value)}`],
  );
}

/** The lab sets the stamp itself; other labels of the recipe's follow the name of the stack. */
function ownLabels(stack: string, { Labels: labels }: SpecJson, conceal: Concealment): readonly string[] {
  const mark = `coop-cloud.${stack}.`;
  return labelList(labels, conceal)
    .filter((label) => !label.startsWith(`${mark}chaos`))
    .map((label) =>
      label.startsWith(mark)
        ? `coop-cloud.\${STACK_NAME}.${escaped(label.slice(mark.length))}`
        : escaped(label),
    );
}

function concealed(
  options: Readonly<Record<string, string>> | null | undefined,
  { valueOf }: Concealment,
): Part {
  return Object.fromEntries(
    Object.entries(options ?? {}).map(([name, value]) => [name, valueOf(name, value)]),
  );
}

function portsOf({ EndpointSpec: endpoint }: SpecJson): readonly Part[] {
  return (endpoint?.Ports ?? []).map(({ TargetPort, PublishedPort, Protocol, PublishMode }) =>
    withoutEmpty({
      target: TargetPort,
      published: PublishedPort === 0 ? undefined : PublishedPort,
      protocol: Protocol,
      mode: PublishMode,
    }),
  );
}

interface Networks {
  readonly joined: Part;
  readonly definitions: ReadonlyMap<string, Part>;
  readonly leftOut: readonly LeftOut[];
}

function networksOf(
  service: string,
  { Name, Networks, TaskTemplate }: SpecJson,
  context: ServiceContext,
): Networks {
  const { live, conceal, isAskedInFull } = context;
  const joined: Record<string, unknown> = {};
  const definitions = new Map<string, Part>();
  const leftOut: LeftOut[] = [];
  for (const attachment of TaskTemplate.Networks ?? Networks ?? []) {
    const network = live.networks.find(({ id }) => id === attachment.Target);
    const place = `${service}: network ${network?.name ?? attachment.Target}`;
    if (network === undefined) {
      leftOut.push({ place, because: 'the swarm has no such network any more' });
      continue;
    }
    const { key, definition, because } = namedNetwork(live.name, network, conceal.valueOf);
    leftOut.push(...because.map((one) => ({ place, because: one })));
    if (key !== 'default' || Object.keys(definition).length > 0) definitions.set(key, definition);
    joined[key] = joinedAs(attachment, { own: service, more: isAskedInFull ? [Name] : [], conceal });
  }
  return { joined, definitions, leftOut };
}

interface Joining {
  /** Its name, which docker gives it there itself. */
  readonly own: string;
  readonly more: readonly string[];
  readonly conceal: Concealment;
}

function joinedAs({ Aliases, DriverOpts }: AttachmentJson, { own, more, conceal }: Joining): Part | null {
  const aliases = [...(Aliases ?? []).filter((alias) => alias !== own), ...more];
  const part = withoutEmpty({
    aliases: [...new Set(aliases)],
    driver_opts: concealed(DriverOpts, conceal),
  });
  return Object.keys(part).length === 0 ? null : part;
}

interface Files {
  readonly configs: readonly Part[];
  readonly secrets: readonly Part[];
  readonly configDefinitions: ReadonlyMap<string, Part>;
  readonly secretDefinitions: ReadonlyMap<string, Part>;
  readonly leftOut: readonly LeftOut[];
}

/** A config that is gone is taken as given, and made up by the lab; so is every secret. */
function filesOf(service: string, { TaskTemplate }: SpecJson, { live }: ServiceContext): Files {
  const { Configs, Secrets } = TaskTemplate.ContainerSpec ?? {};
  const configDefinitions = new Map<string, Part>();
  const leftOut: LeftOut[] = [];
  const configs = (Configs ?? []).map(({ ConfigID, ConfigName, File }) => {
    const config = live.configs.find(({ id }) => id === ConfigID);
    const key =
      config === undefined
        ? keyOf(shortName(live.name, ConfigName))
        : namedConfig(live.name, config, live.configs);
    const place = `${service}: config ${ConfigName}`;
    if (config?.text == null) {
      const why =
        config === undefined
          ? 'the swarm has it no more'
          : 'its bytes are no text that could be looked through';
      leftOut.push({ place, because: `${why}: a line that driftlab makes up is there instead` });
      configDefinitions.set(key, given(ConfigName));
    } else
      configDefinitions.set(key, {
        file: `./configs/${key}`,
        ...(config.templating === null ? {} : { template_driver: config.templating }),
      });
    return fileOf(key, File);
  });
  const secrets = (Secrets ?? []).map(({ SecretName, File }) => ({ name: SecretName, file: File }));
  return {
    configs,
    configDefinitions,
    secrets: secrets.map(({ name, file }) => fileOf(keyOf(shortName(live.name, name)), file)),
    secretDefinitions: new Map(
      secrets.map(({ name }) => [keyOf(shortName(live.name, name)), given(name)] as const),
    ),
    leftOut,
  };
}

function fileOf(source: string, file: FileJson | null | undefined): Part {
  const { Name, UID, GID, Mode } = file ?? {};
  return withoutEmpty({ source, target: Name, uid: UID, gid: GID, mode: Mode });
}
