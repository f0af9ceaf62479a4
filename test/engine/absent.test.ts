// An image that is to be missing: taken off a private engine, and never off one that is not the lab's.
import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import { addImages } from '../../src/engine/existing/images.js';
import { loadImages } from '../../src/engine/index.js';
import type { ImageSource } from '../../src/scenario/scenario.js';
import type { Engine } from '../../src/trial/ports.js';

const absent: readonly ImageSource[] = [{ tag: 'heavyweb:404', from: 'absent' }];
const folders = { baseDir: '.', cacheDir: '.' };

/** An engine with these images, and what was removed from it. */
function engineWith(...has: readonly string[]): { readonly engine: Engine; readonly removed: string[] } {
  const removed: string[] = [];
  const getImage = (name: string) => ({
    inspect: () =>
      has.includes(name)
        ? Promise.resolve({ Id: 'i', RepoTags: [name], Config: { Labels: null } })
        : Promise.reject(Object.assign(new Error('no'), { statusCode: 404 })),
    remove: () => {
      removed.push(name);
      return Promise.resolve();
    },
  });
  const docker = { getImage } as unknown as Docker;
  return { engine: { docker, nodes: [{ docker }] } as unknown as Engine, removed };
}

test('an absent image is removed from a private engine that has it of another arm', async () => {
  const [with404, without] = [engineWith('heavyweb:404', 'heavyweb:1'), engineWith('heavyweb:1')];
  for (const { engine } of [with404, without])
    await loadImages(engine, absent, folders, AbortSignal.timeout(5000));
  expect([with404.removed, without.removed]).toEqual([['heavyweb:404'], []]);
});

test('an absent image that an existing engine has is refused, and nothing is removed', async () => {
  const { engine, removed } = engineWith('heavyweb:404');
  const added: unknown[] = [];
  const add = (to: Engine): Promise<void> =>
    addImages(
      {
        engine: to,
        images: absent,
        folders,
        onAdding: (images) => {
          added.push(images);
        },
      },
      AbortSignal.timeout(5000),
    );
  await expect(add(engine)).rejects.toMatchObject({
    code: 'image',
    message: 'the engine has the image heavyweb:404, which the scenario says is absent',
  });
  await add(engineWith().engine);
  expect([removed, added]).toEqual([[], []]);
});
