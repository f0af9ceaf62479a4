// The files of a scenario with stand-ins, in a folder of their own beside it: the overlays, and the image,
// which is one for all of them.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { NewFile } from '../files/write-new.js';
import { packageRoot } from '../package-root.js';
import type { Found, OwnWords, StandInPaths } from './first-scenario.js';
import type { LookedAt } from './look-at-recipe.js';
import { standInsFor, standInWords, type StandIns } from './stand-ins.js';

export interface WithStandIns {
  readonly files: readonly NewFile[];
  /** As it is named to the user. */
  readonly folder: string;
  /** What the scenario then says. */
  readonly found: Pick<Found, 'images' | 'otherImages' | 'words' | 'standIns'>;
}

const mib = 1024 ** 2;
/** For the engine's programs, and for a second task of a service while both run. */
const roomBytes = 256 * mib;

/** `file` is the scenario's. */
export function withStandIns(looked: LookedAt, file: string): WithStandIns {
  const { name, before, stack } = looked;
  const made = standInsFor(name, before, stack);
  const inside = join('stand-ins', basename(file, extname(file)));
  const image = join(inside, 'image');
  const texts: readonly (readonly [string, string | null])[] = Object.entries(made.overlays);
  const overlays = texts.flatMap(([side, text]) =>
    text === null ? [] : [{ path: join(inside, `${side}.yml`), text }],
  );
  const beside = (one: NewFile): NewFile => ({ ...one, path: join(dirname(file), one.path) });
  return {
    files: [...overlays, ...imageFiles(image, made)].map(beside),
    folder: join(dirname(file), inside),
    found: {
      images: made.tags.map((tag) => ({ tag, build: image })),
      otherImages: [],
      words: wordsOf(looked, made),
      standIns: { overlays: pathsOf(made, inside), socket: made.socket },
    },
  };
}

function pathsOf({ overlays }: StandIns, inside: string): StandInPaths {
  if ('both' in overlays) return { both: join(inside, 'both.yml') };
  const base = overlays.base === null ? null : join(inside, 'base.yml');
  return { base, head: join(inside, 'head.yml') };
}

function imageFiles(folder: string, { probes }: StandIns): readonly NewFile[] {
  return [
    ...copied('stand-in', folder),
    ...copied('heavyweb', join(folder, 'heavyweb')),
    { path: join(folder, 'probes'), text: probes.map((path) => `${path}\n`).join('') },
  ];
}

function copied(image: string, to: string): readonly NewFile[] {
  const from = join(packageRoot, 'images', image);
  return readdirSync(from).map((name) => ({
    path: join(to, name),
    text: readFileSync(join(from, name), 'utf8'),
    executable: (statSync(join(from, name)).mode & 0o100) !== 0,
  }));
}

function wordsOf({ name, source, limitBytes }: LookedAt, made: StandIns): OwnWords {
  const memoryBytes = Math.max(made.memoryBytes, limitBytes ?? 0) + roomBytes;
  return {
    question: `Does the upgrade of ${name} hold, with a stand-in for every image?`,
    said: [
      `Written by driftlab init --stand-ins from ${source.path}: look at what has a comment.`,
      ...standInWords(made),
    ],
    memoryBytes,
    memoryComment: `What the stand-ins hold, or all limits that are written, and ${String(roomBytes / mib)} MiB.`,
    imagesComment:
      'The stand-in, under a name for each image. To have the real one, give it here under its own name, and\n' +
      ' take its service out of the overlays.',
  };
}
