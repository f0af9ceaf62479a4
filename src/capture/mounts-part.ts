// What a service mounts -> `volumes` of a compose file. What is in a volume is never looked at, and a folder
// of the machine stays there.
import { stackLabel } from '../base/stack-label.js';
import type { MountJson } from './engine-json.js';
import type { LeftOut } from './left-out.js';
import type { Part } from './part.js';
import { given, keyOf, shortName } from './naming.js';

export interface MountsPart {
  readonly mounts: readonly Part[];
  /** Volume -> its definition. */
  readonly volumes: ReadonlyMap<string, Part>;
  readonly leftOut: readonly LeftOut[];
}

/** On every machine, and the same for whoever reads them. */
const everywhere: ReadonlySet<string> = new Set(['/etc/localtime', '/etc/timezone']);

export function mountsPart(stack: string, service: string, mounts: readonly MountJson[]): MountsPart {
  const each = mounts.map((mount) => mountOf(stack, service, mount));
  return {
    mounts: each.flatMap(({ mounts: own }) => own),
    volumes: new Map(each.flatMap(({ volumes }) => [...volumes])),
    leftOut: each.flatMap(({ leftOut }) => leftOut),
  };
}

function mountOf(stack: string, service: string, mount: MountJson): MountsPart {
  const { Type: type = 'volume', Source: source = '', Target: target = '', ReadOnly: readOnly } = mount;
  const place = `${service}: ${type} ${source === '' ? '' : `${source} at `}${target}`;
  const own: Part = { type, target, ...(readOnly === true ? { read_only: true } : {}) };
  const without = (because: string): MountsPart => ({
    mounts: [],
    volumes: new Map(),
    leftOut: [{ place, because }],
  });
  const withMount = (one: Part): MountsPart => ({ mounts: [one], volumes: new Map(), leftOut: [] });
  switch (type) {
    case 'volume':
      return volumeOf(stack, { mount, own, place });
    case 'tmpfs': {
      const bytes = mount.TmpfsOptions?.SizeBytes ?? 0;
      return withMount(bytes === 0 ? own : { ...own, tmpfs: { size: bytes } });
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

interface VolumeMount {
  readonly mount: MountJson;
  readonly own: Part;
  readonly place: string;
}

function volumeOf(stack: string, { mount, own, place }: VolumeMount): MountsPart {
  const { Source: source = '', VolumeOptions: options } = mount;
  const noCopy = options?.NoCopy === true ? { volume: { nocopy: true } } : {};
  const driver = options?.DriverConfig?.Name ?? '';
  const isPlain = Object.keys(options?.DriverConfig?.Options ?? {}).length === 0;
  const isLocal = driver === '' || driver === 'local';
  const leftOut: readonly LeftOut[] =
    isLocal && isPlain
      ? []
      : [
          {
            place,
            because:
              `its driver${isLocal ? "'s options" : ` ${driver}`} cannot be had: ` +
              'it is an empty local volume',
          },
        ];
  if (source === '') return { mounts: [{ ...own, ...noCopy }], volumes: new Map(), leftOut };
  const isOwn = options?.Labels?.[stackLabel] === stack || source.startsWith(`${stack}_`);
  const key = keyOf(isOwn ? shortName(stack, source) : source);
  return {
    mounts: [{ ...own, source: key, ...noCopy }],
    volumes: new Map([[key, isOwn ? {} : given(source)]]),
    leftOut,
  };
}
