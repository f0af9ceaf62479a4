// The ways for an image to come about, each with what stands for it beside the image's tag. To add one: a
// variant of `ImageSource` in scenario.ts, an entry here, and how the engine gets it in
// src/engine/images/load-images.ts; the compiler shows the rest.
import type * as z from 'zod';
import type { Word } from './definition.js';
import { flag, path, text } from './leaf.js';
import type { ImageSource } from './scenario.js';

export interface ImageKind extends Word {
  readonly name: ImageSource['from'];
  /** One whole image of it in a scenario, as YAML on one line. */
  readonly example: string;
  /** What its key takes, and what that means; null where it says that the image does not come about so. */
  readonly written: z.ZodType<Untagged | null>;
}

/** Where an image comes from, without its tag. */
export type Untagged<Source = ImageSource> = Source extends ImageSource ? Omit<Source, 'tag'> : never;

export const imageKinds: readonly ImageKind[] = [
  {
    name: 'build',
    summary: 'folder with a build script',
    example: '{ tag: heavyweb:1, build: images/heavyweb }',
    written: path('images/heavyweb').transform((folder) => ({ from: 'build', path: folder }) as const),
  },
  {
    name: 'tar',
    summary: 'archive made by docker save',
    example: '{ tag: heavyweb:1, tar: heavyweb.tar }',
    written: path('heavyweb.tar').transform((archive) => ({ from: 'tar', path: archive }) as const),
  },
  {
    name: 'host',
    summary: "image in the host's own engine",
    example: '{ tag: nginx:1, host: nginx:1.29 }',
    written: text({ what: 'the name of an image', like: 'nginx:1.29' }, /^[^\s-]\S*$/).transform(
      (name) => ({ from: 'host', name }) as const,
    ),
  },
  {
    name: 'absent',
    summary: 'true for an image that is missing on purpose, to see what swarm makes of that',
    example: '{ tag: gone:1, absent: true }',
    written: flag().transform((isAbsent) => (isAbsent ? ({ from: 'absent' } as const) : null)),
  },
];
