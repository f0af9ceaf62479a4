// The images of a scenario: a tag, and where it comes from.
import * as z from 'zod';
import { flag, text } from './leaf.js';
import { keys, noted, list } from './map-shape.js';
import type { ImageSource } from './scenario.js';
import { path } from './leaf.js';

/**
 * A name of small letters, after a registry where there is one, and a tag. Source: distribution/reference.
 */
const imageName = new RegExp(
  String.raw`^(?:[A-Za-z0-9.-]+(?::\d+)?/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*` +
    String.raw`(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?$`,
);

/** Whether `images` can name it: an image with its tag, and without a digest. */
export function isImageName(text: string): boolean {
  return imageName.test(text);
}

export function images(): z.ZodType<readonly ImageSource[]> {
  const tag = text({ what: 'an image with its tag', like: 'heavyweb:1' }, imageName);
  const image = keys('an image', {
    tag: tag.meta({ description: 'What the recipe calls the image.', type: 'string' }),
    build: noted(path('images/heavyweb'), 'Folder with a build script.'),
    tar: noted(path('heavyweb.tar'), 'Archive made by docker save.'),
    host: noted(
      text({ what: 'the name of an image', like: 'nginx:1.29' }, /^[^\s-]\S*$/),
      "Image in the host's own engine.",
    ),
    absent: noted(flag(), 'True for an image that is missing on purpose, to see what swarm makes of that.'),
  })
    .transform(imageOf)
    .meta({
      oneOf: [
        { required: ['build'] },
        { required: ['tar'] },
        { required: ['host'] },
        { required: ['absent'] },
      ],
    });
  return list(image, {
    what: 'a list of images',
    like: '[{ tag: heavyweb:1, build: images/heavyweb }]',
  }).superRefine(refuseTwins);
}

interface ImagePart {
  readonly tag: string;
  readonly build?: string | undefined;
  readonly tar?: string | undefined;
  readonly host?: string | undefined;
  readonly absent?: boolean | undefined;
}

function imageOf({ tag, build, tar, host, absent }: ImagePart, context: z.RefinementCtx): ImageSource {
  const sources: readonly ImageSource[] = [
    ...(build === undefined ? [] : [{ tag, from: 'build', path: build } as const]),
    ...(tar === undefined ? [] : [{ tag, from: 'tar', path: tar } as const]),
    ...(host === undefined ? [] : [{ tag, from: 'host', name: host } as const]),
    ...(absent === true ? [{ tag, from: 'absent' } as const] : []),
  ];
  const [source] = sources;
  if (source !== undefined && sources.length === 1) return source;
  const trouble =
    source === undefined ? 'does not say where it comes from' : 'comes from more than one place';
  context.addIssue({
    code: 'custom',
    message: `the image "${tag}" ${trouble}\ngive it exactly one of build, tar and host, or absent: true`,
  });
  return z.NEVER;
}

function refuseTwins(sources: readonly ImageSource[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  sources.forEach(({ tag }, index) => {
    if (!seen.has(tag)) {
      seen.add(tag);
      return;
    }
    context.addIssue({
      code: 'custom',
      path: [index, 'tag'],
      message: `the image "${tag}" is given twice\nkeep one of the two`,
    });
  });
}
