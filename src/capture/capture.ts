// A live stack -> the two versions of its compose file, the files and images that these name, and what could
// not be carried over. Pure: what was read of the swarm decides all of it.
import { concealmentOf, type Concealment, type Fingerprint } from './secrets/concealment.js';
import { composeText } from './compose-text.js';
import type { SpecJson } from './engine-json.js';
import { imagesOf, type CapturedImage, type ImageOfVersion, type Taken, type Version } from './images.js';
import { distinct, type LeftOut } from './left-out.js';
import type { LiveConfig, LiveStack } from './live-stack.js';
import { measure } from './measured.js';
import { namedConfig, shortName } from './naming.js';
import { servicePart, type ServicePart } from './service-part.js';
import { standIn, type StandIn } from './stand-in.js';
import { toldBy } from './told-by.js';
import { versionsOf, type ServiceVersions } from './versions.js';

export interface CaptureOptions {
  /** A stand-in for every image, also where the engine has it. */
  readonly standIns: boolean;
  /** Names of images that an earlier capture has given, and the ids that they mean. */
  readonly taken: Taken;
  /** Why the one node of a private engine does not meet a placement constraint; null where it does. */
  readonly unmet: (constraint: string) => string | null;
  /** By which the same secret gets the same made value in every capture. */
  readonly fingerprint: Fingerprint;
}

export interface Captured {
  readonly base: string;
  readonly head: string;
  /** Of configs, by their path beside the compose files. */
  readonly files: ReadonlyMap<string, string>;
  /** Each once, by version. */
  readonly images: Readonly<Record<Version, readonly CapturedImage[]>>;
  readonly standIns: readonly StandsIn[];
  /** What is known of the two versions, by service, a sentence each. */
  readonly said: readonly string[];
  /** Those of them that hold whatever the base is. */
  readonly saidOfHead: readonly string[];
  readonly leftOut: Readonly<Record<Version, readonly LeftOut[]>>;
  /** Where a secret stood, and a made value stands now. */
  readonly madeUp: readonly string[];
}

export interface StandsIn {
  readonly service: string;
  readonly version: Version;
  /** What it does, as measured or as assumed. */
  readonly says: string;
}

export function capture(shown: LiveStack, options: CaptureOptions): Captured {
  const live = { ...shown, configs: shown.configs.map(readable) };
  const versions = versionsOf(live.services);
  const images = imagesOf(live, versions, options);
  const conceal = concealmentOf(toldBy(live, versions), options.fingerprint);
  const known = { live, versions, images, conceal, options };
  const [base, head] = [partsOf(known, 'base'), partsOf(known, 'head')];
  const saidBy = (of: 'said' | 'saidOfHead'): readonly string[] =>
    versions.flatMap((one) =>
      one[of].map((text) => conceal.said(`${shortName(live.name, one.service)}: ${text}`)),
    );
  const said = saidBy('said');
  const textOf = (version: Version, { services, leftOut }: Parts): string =>
    conceal.said(composeText({ said: [...headOf(known, version), ...said], services, leftOut }));
  return {
    base: textOf('base', base),
    head: textOf('head', head),
    files: configFiles(live, conceal),
    images: { base: once(images, 'base'), head: once(images, 'head') },
    standIns: [...base.standIns, ...head.standIns],
    said,
    saidOfHead: saidBy('saidOfHead'),
    leftOut: { base: base.leftOut, head: head.leftOut },
    madeUp: conceal.places,
  };
}

function headOf({ live, conceal: { places } }: Known, version: Version): readonly string[] {
  return [
    `The ${version} of the stack ${live.name}, as it stood ${live.takenAt}. Written by driftlab capture.`,
    ...(places.length === 0 ? [] : [`Made values take the place of secrets in: ${places.join(', ')}.`]),
  ];
}

interface Known {
  readonly live: LiveStack;
  readonly versions: readonly ServiceVersions[];
  readonly images: readonly ImageOfVersion[];
  readonly conceal: Concealment;
  readonly options: CaptureOptions;
}

interface Parts {
  readonly services: ReadonlyMap<string, ServicePart>;
  readonly standIns: readonly StandsIn[];
  readonly leftOut: readonly LeftOut[];
}

function partsOf(known: Known, version: Version): Parts {
  const each = known.versions.flatMap((one) => partOf(known, one, version) ?? []);
  return {
    services: new Map(each.map(({ service, part }) => [service, part])),
    standIns: each.flatMap(({ standsIn }) => standsIn ?? []),
    leftOut: distinct([
      ...each.flatMap(({ part }) => part.leftOut.map((one) => withoutSecrets(one, known.conceal))),
      ...(version === 'head' ? forcedIn(known) : []),
      ...known.conceal.useless.map((place) => ({ place, because: uselessBecause })),
      ...known.conceal.doubtful.map((place) => ({ place, because: doubtfulBecause })),
    ]),
  };
}

const doubtfulBecause =
  'its name may mean a secret, though its value does not look like one: it stands as it is, see yourself';
const uselessBecause =
  'its private key, or hash of a password, is made up: no program can use it, and no password fits it';

/** A shorter word may be anything. */
const encodedMin = 64;

/** One that is encoded as a whole cannot be looked through, as one of bytes cannot. */
function readable(config: LiveConfig): LiveConfig {
  const { text } = config;
  const isEncoded =
    text !== null &&
    text.length >= encodedMin &&
    /^[\w+/-]{40,}={0,2}(?:\r?\n[\w+/-]+={0,2})*\s*$/.test(text);
  return isEncoded ? { ...config, text: null } : config;
}

function withoutSecrets({ place, because }: LeftOut, { said }: Concealment): LeftOut {
  return { place: said(place), because: said(because) };
}

/** Updates of `--force`, which make new tasks of what is the same. */
function forcedIn({ live, versions }: Known): readonly LeftOut[] {
  return versions.flatMap(({ service, base, head }) =>
    base === null || (base.TaskTemplate.ForceUpdate ?? 0) === (head.TaskTemplate.ForceUpdate ?? 0)
      ? []
      : [
          {
            place: `${shortName(live.name, service)}: update by force`,
            because: 'docker stack deploy updates only a service of which something has changed',
          },
        ],
  );
}

interface OnePart {
  readonly service: string;
  readonly part: ServicePart;
  readonly standsIn: StandsIn | null;
}

function partOf(known: Known, one: ServiceVersions, version: Version): OnePart | null {
  const { live, conceal, options } = known;
  const spec = one[version];
  const found = known.images.find((other) => other.service === one.service && other.version === version);
  if (spec === null || found === undefined) return null;
  const service = shortName(live.name, one.service);
  const instead = found.image.id === null && !found.image.isAbsent ? standInFor(live, spec, found) : null;
  const part = servicePart(spec, {
    live,
    conceal,
    unmet: options.unmet,
    image: found.image.tag,
    standIn: instead?.part ?? null,
    isAskedInFull: isAskedInFull(live, one.service),
  });
  return { service, part, standsIn: instead === null ? null : { service, version, says: instead.says } };
}

function standInFor(live: LiveStack, spec: SpecJson, { health }: ImageOfVersion): StandIn {
  const container = spec.TaskTemplate.ContainerSpec ?? {};
  const service = live.services.find(({ json }) => json.Spec.Name === spec.Name);
  const own = container.Healthcheck;
  return standIn(container, {
    measured: measure(service?.tasks ?? [], spec.TaskTemplate, live.containers),
    health: own?.Test?.length ? own : health === null ? null : { ...health, ...own },
    limitBytes: spec.TaskTemplate.Resources?.Limits?.MemoryBytes || null,
  });
}

/** As `shop_db` in another service's address of its database: the stack has another name in a trial. */
function isAskedInFull({ services, configs }: LiveStack, name: string): boolean {
  const asked = new RegExp(`(?<![\\w.-])${name.replaceAll('.', '\\.')}(?![\\w-])`);
  const texts = services.flatMap(({ json: { Spec, PreviousSpec } }) =>
    [Spec, PreviousSpec].flatMap((spec) => {
      const { Env, Args, Command, Healthcheck } = spec?.TaskTemplate.ContainerSpec ?? {};
      return [...(Env ?? []), ...(Args ?? []), ...(Command ?? []), ...(Healthcheck?.Test ?? [])];
    }),
  );
  return [...texts, ...configs.map(({ text }) => text ?? '')].some((text) => asked.test(text));
}

function configFiles(live: LiveStack, { textOf }: Concealment): ReadonlyMap<string, string> {
  return new Map(
    live.configs.flatMap((config) =>
      config.text === null
        ? []
        : [
            [
              `configs/${namedConfig(live.name, config, live.configs)}`,
              textOf(config.name, config.text),
            ] as const,
          ],
    ),
  );
}

function once(images: readonly ImageOfVersion[], version: Version): readonly CapturedImage[] {
  const own = images.filter((one) => one.version === version);
  return [...new Map(own.map(({ image }) => [image.tag, image])).values()];
}
