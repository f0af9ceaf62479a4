// The settings of a step: what base or head has for itself laid over what both have.
import { traitsOf } from './image-kinds.js';
import type { ImageSource, Settings } from './scenario.js';

type ImageSettings = Pick<Settings, 'images' | 'sides'>;

/** The settings by which a step is deployed; done twice it is the same. */
export function settingsAt(settings: Settings, step: 'base' | 'upgrade'): Settings {
  const { sides, env, overlays, images } = settings;
  if (sides === undefined) return settings;
  const side = step === 'base' ? sides.base : sides.head;
  return {
    ...settings,
    env: { ...env, ...side.env },
    overlays: [...new Set([...overlays, ...side.overlays])],
    images:
      step === 'base' ? imagesOver(images, side.images) : imagesOver(images, sides.base.images, side.images),
  };
}

/** All that the engine is given, sooner or later. */
export function allImages({ images, sides }: ImageSettings): readonly ImageSource[] {
  return sides === undefined ? images : [...images, ...sides.base.images, ...sides.head.images];
}

/** What the engine has before the base is deployed: all but the head's of tags that are others' till then. */
export function imagesFirst(settings: ImageSettings): readonly ImageSource[] {
  const later = new Set(imagesLater(settings));
  const { images, sides } = settings;
  return sides === undefined
    ? images
    : imagesOver(
        images,
        sides.base.images,
        sides.head.images.filter((image) => !later.has(image)),
      );
}

/** The head's images of tags that name another image until the head is deployed. */
export function imagesLater({ images, sides }: ImageSettings): readonly ImageSource[] {
  if (sides === undefined) return [];
  const before = new Set([...images, ...sides.base.images].map(({ tag }) => tag));
  return sides.head.images.filter((image) => before.has(image.tag) || traitsOf(image).isNeverThere);
}

/** Tags that name one image for the base, and another or none from the head on. */
export function tagsThatMove(settings: ImageSettings): readonly string[] {
  const first = new Set(imagesFirst(settings).map(({ tag }) => tag));
  return imagesLater(settings)
    .map(({ tag }) => tag)
    .filter((tag) => first.has(tag));
}

/** A later list's image of a tag stands in place of that of an earlier one. */
function imagesOver(...lists: readonly (readonly ImageSource[])[]): readonly ImageSource[] {
  return [...new Map(lists.flat().map((image) => [image.tag, image])).values()];
}

/** The variables of both, then those of each side for itself. */
export function envsOf({ env, sides }: Settings): readonly Settings['env'][] {
  return sides === undefined ? [env] : [env, sides.base.env, sides.head.env];
}

type ChangeEnv = (env: Settings['env'], place: number) => Settings['env'];

/** The settings with all their variables changed; `place` is that in {@link envsOf}. */
export function withEnvs(settings: Settings, change: ChangeEnv): Settings {
  const { env, sides } = settings;
  if (sides === undefined) return { ...settings, env: change(env, 0) };
  const { base, head } = sides;
  return {
    ...settings,
    env: change(env, 0),
    sides: { base: { ...base, env: change(base.env, 1) }, head: { ...head, env: change(head.env, 2) } },
  };
}
