// What a service mounts -> `volumes` of a compose file. What is in a volume is never looked at, and a folder
// of the machine stays there.
import { stackLabel } from '../base/stack-label.js';
import type { MountJson } from './engine-json.js';
import type { LeftOut } from './left-out.js';
import type { Concealment } from './secrets/concealment.js';
import { withoutEmpty, type Part } from './part.js';
import { given, keyOf, labelsOfStack, shortName } from './naming.js';

export interface MountsPart {
  readonly mounts: readonly Part[];
  /** Volume -> its definition. */
  readonly volumes: ReadonlyMap<string, Part>;
  readonly leftOut: readonly LeftOut[];
}

/** On every machine, and the same for whoever reads them. */
const everywhere: ReadonlySet<string> = new Set(['/etc/localtime', '/etc/timezone']);

export interface Mounting {
  readonly stack: string;
  /** Without the stack's name. */
  readonly service: string;
  readonly conceal: Concealment;
}

export function mountsPart(mounts: readonly MountJson[], of: Mounting): MountsPart {
  const each = mounts.map((mount) => mountOf(mount, of));
  return {
    mounts: each.flatMap(({ mounts: own }) => own),
    volumes: new Map(each.flatMap(({ volumes }) => [...volumes])),
    leftOut: each.flatMap(({ leftOut }) => leftOut),
  };
}

function mountOf(mount: MountJson, of: Mounting): MountsPart {
  const { Type: type = 'volume', Source: source = '', Target: target = '', ReadOnly: readOnly } = mount;
  const place = `${of.service}: ${type} ${source === '' ? '' : `${source} at `}${target}`;
  const own: Part = { type, target, ...(readOnly === true ? { read_only: true } : {}) };
  const without = (because: string): MountsPart => ({
    mounts: [],
    volumes: new Map(),
    leftOut: [{ place, because }],
  });
  const withMount = (one: Part): MountsPart => ({ mounts: [one], volumes: new Map(), leftOut: [] });
  switch (type) {
    case 'volume':
      return volumeOf(of, { mount, own, place });
    case 'tmpfs': {
      const { SizeBytes: bytes = 0, Mode: mode = 0 } = mount.TmpfsOptions ?? {};
      return {
        ...withMount(bytes === 0 ? own : { ...own, tmpfs: { size: bytes } }),
        leftOut:
          mode === 0
            ? []
            : [{ place, because: `its mode ${mode.toString(8)} cannot be said: it is what docker makes it` }],
      };
    }
    case 'bind':
      if (everywhere.has(source)) return withMount({ ...own, source });
      return without(
        source.endsWith('/docker.sock')
          ? "the engine's socket is not given: lay it over with an overlay, and say engine: { socket: true }"
          : 'what lies on that machine is not copied, and nothing is there instead',
      );
    default:
      return without(`a private engine has nothing of the kind ${type}`);
  }
}

/** Whether the stack made it, and not somebody else for it. */
export function isVolumeOf(
  stack: string,
  { Source: source = '', VolumeOptions: options }: MountJson,
): boolean {
  return options?.Labels?.[stackLabel] === stack || source.startsWith(`${stack}_`);
}

interface VolumeMount {
  readonly mount: MountJson;
  readonly own: Part;
  readonly place: string;
}

function volumeOf({ stack, conceal }: Mounting, { mount, own, place }: VolumeMount): MountsPart {
  const { Source: source = '', VolumeOptions: options } = mount;
  const noCopy = options?.NoCopy === true ? { volume: { nocopy: true } } : {};
  const driver = options?.DriverConfig?.Name ?? '';
  const isPlain = Object.keys(options?.DriverConfig?.Options ?? {}).length === 0;
  const isLocal = driver === '' || driver === 'local';
  const subpath = options?.Subpath ?? '';
  const leftOut: readonly LeftOut[] = [
    ...(subpath === ''
      ? []
      : [{ place, because: `the folder ${subpath} is not in an empty volume: the whole volume is mounted` }]),
    ...(isLocal && isPlain
      ? []
      : [
          {
            place,
            because:
              `its driver${isLocal ? "'s options" : ` ${driver}`} cannot be had: ` +
              'it is an empty local volume',
          },
        ]),
  ];
  if (source === '') return { mounts: [{ ...own, ...noCopy }], volumes: new Map(), leftOut };
  const isOwn = isVolumeOf(stack, mount);
  const key = keyOf(isOwn ? shortName(stack, source) : source);
  return {
    mounts: [{ ...own, source: key, ...noCopy }],
    volumes: new Map([
      [
        key,
        isOwn ? withoutEmpty({ labels: labelsOfStack(options?.Labels, conceal.valueOf) }) : given(source),
      ],
    ]),
    leftOut,
  };
}
