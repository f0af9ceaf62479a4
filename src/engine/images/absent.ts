// An image that is to be missing. A private engine may have it from another arm's trial.
import type Docker from 'dockerode';
import { LabError } from '../../base/lab-error.js';
import { imageOf } from './engine-images.js';
import type { ImageFrom, ImageWay, ImageStore } from './image-folders.js';

type AbsentImage = ImageFrom<'absent'>;

export const absent: ImageWay<'absent'> = {
  load: removeAbsent,
  hint: () => 'See what the engine says of that image.',
  isMissing: refusePresent,
};

async function removeAbsent({ docker }: ImageStore, { tag }: AbsentImage): Promise<void> {
  if ((await imageOf(docker, tag)) !== null) await docker.getImage(tag).remove({ force: true });
}

/** Throws where an engine has it that is not the lab's; one that lacks it is to go on so. */
async function refusePresent(docker: Docker, { tag }: AbsentImage): Promise<boolean> {
  if ((await imageOf(docker, tag)) === null) return false;
  throw new LabError('image', `the engine has the image ${tag}, which the scenario says is absent`, {
    hint:
      'give it another tag in the scenario and the recipe: driftlab removes none that it did not put ' +
      'there',
  });
}
