// The ways for an image to come about, each with what stands for it beside the image's tag, and how that is
// kept. To add one: an entry here, and how the engine gets it in src/engine/images/load-images.ts; the
// compiler shows the rest.
import * as z from 'zod';
import type { Kept } from './kept.js';
import { flag, path, text } from './leaf.js';
import type { Word } from './word.js';

interface ImageKind<Source extends z.ZodType<{ readonly tag: string; readonly from: string }>> extends Word {
  readonly name: z.output<Source>['from'];
  /** One whole image of it in a scenario, as YAML on one line. */
  readonly example: string;
  /** What its key takes, and what that means; null where it says that the image does not come about so. */
  readonly written: z.ZodType<Omit<z.output<Source>, 'tag'> | null>;
  /** How it is kept in plan.json. */
  readonly kept: () => Source;
  /** Where it comes from, as in `shop:1 built from shop`. */
  readonly origin: (source: z.output<Source>) => string;
  /** The folder or file of the author's that it is made of, relative to the scenario's folder. */
  readonly madeOf?: (source: z.output<Source>) => string;
  /** True where more images may come along with it, under tags that nobody names. */
  readonly mayHoldMore?: true;
  /** True where it is on no engine, on purpose. */
  readonly isNeverThere?: true;
}

function imageKind<Source extends z.ZodType<{ readonly tag: string; readonly from: string }>>(
  kind: ImageKind<Source>,
): ImageKind<Source> {
  return kind;
}

const tag = () => z.string();

function lastOf(written: string): string {
  return written.replace(/^.*\//, '');
}

const build = imageKind({
  name: 'build',
  summary: 'folder with a build script',
  example: '{ tag: heavyweb:1, build: images/heavyweb }',
  written: path('images/heavyweb').transform((folder) => ({ from: 'build', path: folder }) as const),
  kept: () =>
    z.strictObject({
      tag: tag(),
      from: z.literal('build'),
      /** Folder with a `build` script. */
      path: z.string(),
    }),
  origin: ({ path: folder }) => `built from ${lastOf(folder)}`,
  madeOf: ({ path: folder }) => folder,
});

const tar = imageKind({
  name: 'tar',
  summary: 'archive made by docker save',
  example: '{ tag: heavyweb:1, tar: heavyweb.tar }',
  written: path('heavyweb.tar').transform((archive) => ({ from: 'tar', path: archive }) as const),
  kept: () =>
    z.strictObject({
      tag: tag(),
      from: z.literal('tar'),
      /** A `docker save` archive. */
      path: z.string(),
    }),
  origin: ({ path: archive }) => `from ${lastOf(archive)}`,
  madeOf: ({ path: archive }) => archive,
  mayHoldMore: true,
});

const host = imageKind({
  name: 'host',
  summary: "image in the host's own engine",
  example: '{ tag: nginx:1, host: nginx:1.29 }',
  written: text({ what: 'the name of an image', like: 'nginx:1.29' }, /^[^\s-]\S*$/).transform(
    (name) => ({ from: 'host', name }) as const,
  ),
  kept: () =>
    z.strictObject({
      tag: tag(),
      from: z.literal('host'),
      /** Image name in the host's own engine. */
      name: z.string(),
    }),
  origin: ({ name }) => `from this machine's ${name}`,
});

/** On purpose from nowhere: what swarm makes of a missing image is what is looked at. */
const absent = imageKind({
  name: 'absent',
  summary: 'true for an image that is missing on purpose, to see what swarm makes of that',
  example: '{ tag: gone:1, absent: true }',
  written: flag().transform((isAbsent) => (isAbsent ? ({ from: 'absent' } as const) : null)),
  kept: () => z.strictObject({ tag: tag(), from: z.literal('absent') }),
  origin: () => 'missing on purpose',
  isNeverThere: true,
});

export const imageKinds = [build, tar, host, absent] as const;

export function keptImages() {
  return z.array(z.discriminatedUnion('from', [build.kept(), tar.kept(), host.kept(), absent.kept()]));
}

export type ImageSource = Kept<typeof keptImages>[number];

/** What is known of an image by the way in which it comes about. */
export function traitsOf(image: ImageSource): {
  readonly origin: string;
  readonly madeOf: string | null;
  readonly mayHoldMore: boolean;
  readonly isNeverThere: boolean;
} {
  const kind = imageKinds.find(({ name }) => name === image.from) as ImageKind<z.ZodType<ImageSource>>;
  return {
    origin: kind.origin(image),
    madeOf: kind.madeOf?.(image) ?? null,
    mayHoldMore: kind.mayHoldMore === true,
    isNeverThere: kind.isNeverThere === true,
  };
}

/** Where an image comes from, without its tag. */
export type Untagged<Source = ImageSource> = Source extends ImageSource ? Omit<Source, 'tag'> : never;
