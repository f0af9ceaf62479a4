// What is taken off an existing engine of images: the lab's, and no other, whatever became of their tags
// meanwhile.
import type Docker from 'dockerode';
import { describe, expect, it } from 'vitest';
import { removeImages } from '../../../src/engine/existing/images.js';
import type { AddedImage, VisitRecord } from '../../../src/engine/existing/visit-record.js';
import { broughtLabel } from '../../../src/engine/images/built.js';

interface Image {
  readonly id: string;
  tags: readonly string[];
  readonly digests?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * An engine of the test's own that has these images and nothing else; as an engine does, it removes one with
 * its last tag.
 */
function engineWith(...images: readonly Image[]): {
  readonly docker: Docker;
  readonly left: () => readonly string[];
} {
  let there = images;
  const find = (name: string): Image | undefined =>
    there.find(({ id, tags }) => id === name || tags.includes(name));
  const missing = (): Promise<never> =>
    Promise.reject(Object.assign(new Error('no such image'), { statusCode: 404 }));
  const getImage = (name: string) => ({
    inspect: () => {
      const image = find(name);
      return image === undefined
        ? missing()
        : Promise.resolve({
            Id: image.id,
            RepoTags: image.tags,
            RepoDigests: image.digests ?? [],
            Config: { Labels: image.labels ?? null },
          });
    },
    remove: () => {
      const image = find(name);
      if (image === undefined) return missing();
      image.tags = image.tags.filter((tag) => tag !== name);
      if (image.tags.length === 0) there = there.filter((one) => one !== image);
      return Promise.resolve();
    },
  });
  const listImages = ({ filters }: { readonly filters: { readonly label: readonly string[] } }) =>
    Promise.resolve(
      there
        .filter(
          ({ tags, labels }) =>
            tags.length === 0 &&
            filters.label.every((label) => label === `${broughtLabel}=${labels?.[broughtLabel] ?? ''}`),
        )
        .map(({ id }) => ({ Id: id })),
    );
  return {
    docker: { getImage, listImages } as unknown as Docker,
    left: () => there.map(({ id, tags }) => `${id} ${tags.join(' ')}`.trim()),
  };
}

const visit = 'a1b2c3d4';
const ours = { [broughtLabel]: visit };
const recordOf = (...images: readonly AddedImage[]): VisitRecord =>
  ({ id: visit, images }) as unknown as VisitRecord;
const sent = (id: string | null = null): AddedImage => ({ tag: 'web:1', id, isThere: false });
const put = (id: string): AddedImage => ({ tag: 'web:1', id, isThere: true });

describe('of the images on an existing engine', () => {
  it('those that the visit put there go, also one whose arrival it did not live to see', async () => {
    for (const [image, added] of [
      [{ id: 'sha256:1', tags: ['web:1'] }, put('sha256:1')],
      [{ id: 'sha256:1', tags: ['web:1'] }, sent('sha256:1')],
      [{ id: 'sha256:1', tags: ['web:1'], labels: ours }, sent()],
      // an engine that keeps images by their digests
      [{ id: 'sha256:1', tags: ['web:1'], digests: ['web@sha256:1'] }, put('sha256:1')],
    ] as const) {
      const { docker, left } = engineWith({ ...image });
      await removeImages(docker, recordOf(added));
      expect(left()).toEqual([]);
    }
  });

  it('one that somebody pulled under the same tag after a SIGKILL stays', async () => {
    for (const added of [sent(), sent('sha256:1'), put('sha256:1')]) {
      const other = engineWith({ id: 'sha256:2', tags: ['web:1'], digests: ['web@sha256:9'] });
      await removeImages(other.docker, recordOf(added));
      expect(other.left()).toEqual(['sha256:2 web:1']);
    }
    const same = engineWith({ id: 'sha256:1', tags: ['web:1'], digests: ['web@sha256:9'] });
    await removeImages(same.docker, recordOf(put('sha256:1')));
    expect(same.left(), 'the same contents, from a registry').toEqual(['sha256:1 web:1']);
  });

  it('one that somebody built or that another driftlab put there under the same tag stays', async () => {
    for (const labels of [{}, { 'driftlab.build': 'of another folder' }, { [broughtLabel]: 'another' }]) {
      const { docker, left } = engineWith({ id: 'sha256:2', tags: ['web:1'], labels });
      await removeImages(docker, recordOf(sent()));
      expect(left()).toEqual(['sha256:2 web:1']);
    }
  });

  it("one of the lab's that lost its tag to another goes, and the other stays", async () => {
    for (const added of [sent(), sent('sha256:1'), put('sha256:1')]) {
      const { docker, left } = engineWith(
        { id: 'sha256:1', tags: [], labels: added.id === null ? ours : {} },
        { id: 'sha256:2', tags: ['web:1'] },
      );
      await removeImages(docker, recordOf(added));
      expect(left()).toEqual(['sha256:2 web:1']);
    }
  });

  it("one of the lab's that somebody gave a tag of his own stays under that", async () => {
    for (const tags of [['web:1', 'mine:1'], ['mine:1']]) {
      const { docker, left } = engineWith({ id: 'sha256:1', tags, labels: ours });
      await removeImages(docker, recordOf(put('sha256:1')));
      expect(left()).toEqual(['sha256:1 mine:1']);
    }
  });
});
