// The images of a scenario: a tag, and where it comes from.
import * as z from 'zod';
import { imageKinds, type ImageSource, type Untagged } from './image-kinds.js';
import { text } from './leaf.js';
import { keys, noted, list } from './map-shape.js';
import { sentence } from './vocabulary.js';
import { listed } from './wording.js';

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
  const ways = Object.fromEntries(
    imageKinds.map(({ name, summary, written }) => [name, noted(written, `${sentence(summary)}.`)]),
  );
  const image = keys('an image', {
    tag: tag.meta({ description: 'What the recipe calls the image.', type: 'string' }),
    ...ways,
  })
    .transform(imageOf)
    .meta({ oneOf: names.map((name) => ({ required: [name] })) });
  return list(image, { what: 'a list of images', like: `[${imageKinds[0].example}]` }).superRefine(
    refuseTwins,
  );
}

const names = imageKinds.map(({ name }) => name);

function imageOf({ tag, ...rest }: { readonly tag: string }, context: z.RefinementCtx): ImageSource {
  const ways: Readonly<Record<string, Untagged | null | undefined>> = rest;
  const [source, ...more] = Object.values(ways).filter((way) => way != null);
  if (source !== undefined && more.length === 0) return { tag, ...source };
  const trouble =
    source === undefined ? 'does not say where it comes from' : 'comes from more than one place';
  context.addIssue({
    code: 'custom',
    message: `the image "${tag}" ${trouble}\ngive it exactly one of ${listed(names)}`,
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
