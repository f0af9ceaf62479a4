// A stack of a live swarm -> a folder with its recipe, its images and a scenario: all of it, or nothing.
import { cpSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { capture, type Captured, type LiveStack } from '../../capture/index.js';
import { saveImage } from '../../engine/index.js';
import { onDisk } from '../../store/index.js';
import type { Engine } from '../../trial/ports.js';
import { writeNew } from '../files/write-new.js';
import { packageRoot } from '../package-root.js';
import { placedOn, unmetConstraint } from '../preflight/unmet-constraint.js';
import {
  recordFile,
  type CapturedRecord,
  type EarlierCapture,
  type RecordedImage,
} from './captured-record.js';
import { scenarioFiles, type ScenarioFiles } from './captured-scenario.js';
import type { MadeUpKey } from './made-up-key.js';
import { refuseTaken } from './part-folder.js';

export interface CaptureRequest {
  /** The folder, which is not there yet. */
  readonly to: string;
  /** Where it is written first, which is there. */
  readonly part: string;
  readonly earlier: EarlierCapture | null;
  readonly standIns: boolean;
  readonly key: MadeUpKey;
  /** Told of each image before it is saved. */
  readonly onImage: (tag: string, bytes: number) => void;
}

export interface CapturedFolder extends ScenarioFiles {
  readonly record: CapturedRecord;
}

export async function captureStack(
  { docker }: Pick<Engine, 'docker'>,
  live: LiveStack,
  request: CaptureRequest,
  signal: AbortSignal,
): Promise<CapturedFolder> {
  const { to, part, earlier } = request;
  const captured = capture(live, {
    standIns: request.standIns,
    taken: new Map((earlier?.record.images ?? []).map(({ tag, id }) => [tag, id ?? tag])),
    unmet: (constraint) => unmetConstraint(constraint, placedOn())?.why ?? null,
    fingerprint: request.key.fingerprint,
  });
  const images = await putImages({ docker, captured, earlier, part, onImage: request.onImage }, signal);
  const record = recordOf(live, captured, { earlier, images: images.head, madeBy: request.key.id });
  putRecipe(part, captured, earlier);
  const scenario = await scenarioFiles({
    part,
    to,
    live,
    record,
    images: [...images.base, ...images.head],
  });
  writeNew([
    ...scenario.files.map(({ path, text }) => ({ path: join(part, path), text })),
    { path: join(part, recordFile), text: `${JSON.stringify(record, null, 2)}\n` },
  ]);
  refuseTaken(to);
  onDisk('write', to, () => {
    renameSync(part, to);
  });
  return { ...scenario, record };
}

function putRecipe(part: string, captured: Captured, earlier: EarlierCapture | null): void {
  const before = earlier?.head.replaceAll('"./configs/', '"./configs-of-base/') ?? captured.base;
  writeNew([
    { path: join(part, 'recipe', 'base.yml'), text: before },
    { path: join(part, 'recipe', 'head.yml'), text: captured.head },
    ...[...captured.files].map(([path, text]) => ({ path: join(part, 'recipe', path), text })),
  ]);
  const configs = earlier === null ? null : join(earlier.folder, 'recipe', 'configs');
  if (configs !== null && existsSync(configs))
    onDisk('copy', configs, () => {
      cpSync(configs, join(part, 'recipe', 'configs-of-base'), { recursive: true });
    });
}

interface PuttingImages {
  readonly docker: Engine['docker'];
  readonly captured: Captured;
  readonly earlier: EarlierCapture | null;
  readonly part: string;
  readonly onImage: CaptureRequest['onImage'];
}

interface PutImages {
  readonly base: readonly RecordedImage[];
  readonly head: readonly RecordedImage[];
}

const standInFolder = 'images/stand-in';

async function putImages(
  { docker, captured, earlier, part, onImage }: PuttingImages,
  signal: AbortSignal,
): Promise<PutImages> {
  const base = earlier?.record.images ?? [];
  for (const { tar } of base)
    if (earlier !== null && tar !== undefined)
      onDisk('copy', tar, () => {
        cpSync(join(earlier.folder, tar), join(part, tar));
      });
  const put = new Map(base.map((image) => [image.tag, image]));
  const { images } = captured;
  for (const { tag, id, bytes, isAbsent } of [...(earlier === null ? images.base : []), ...images.head]) {
    if (put.has(tag)) continue;
    if (isAbsent) {
      put.set(tag, { tag, id, absent: true });
      continue;
    }
    if (id === null) {
      put.set(tag, { tag, id, build: standInFolder });
      continue;
    }
    const tar = `images/${tag.replaceAll(/[^A-Za-z0-9._-]/g, '_')}.tar`;
    onImage(tag, bytes);
    await saveImage(docker, { id, tag, file: join(part, tar) }, signal);
    put.set(tag, { tag, id, tar });
  }
  if ([...put.values()].some(({ build }) => build !== undefined))
    onDisk('write', standInFolder, () => {
      cpSync(join(packageRoot, 'images', 'heavyweb'), join(part, standInFolder), { recursive: true });
    });
  const of = (tags: readonly { readonly tag: string }[]): readonly RecordedImage[] =>
    tags.flatMap(({ tag }) => put.get(tag) ?? []);
  return { base: earlier === null ? of(images.base) : base, head: of(images.head) };
}

interface Beside {
  readonly earlier: EarlierCapture | null;
  readonly images: readonly RecordedImage[];
  /** Of the key of its made values. */
  readonly madeBy: string;
}

function recordOf(
  { name: stack, takenAt }: LiveStack,
  { standIns, leftOut, madeUp, said, saidOfHead }: Captured,
  { earlier, images, madeBy }: Beside,
): CapturedRecord {
  const before = earlier?.record;
  const all = [...(before?.leftOut ?? []), ...(before === undefined ? leftOut.base : []), ...leftOut.head];
  return {
    format: 1,
    stack,
    takenAt,
    madeBy,
    images: [...images],
    standIns: [
      ...(before?.standIns ?? [])
        .filter(({ version }) => version === 'head')
        .map((one) => ({ ...one, version: 'base' as const })),
      ...standIns.filter(({ version }) => before === undefined || version === 'head'),
    ],
    leftOut: [...new Map(all.map((one) => [`${one.place}: ${one.because}`, one])).values()],
    madeUp: [...new Set([...(before?.madeUp ?? []), ...madeUp])],
    said:
      before === undefined
        ? [...said]
        : [
            `the base is the head of the capture of ${before.takenAt}`,
            ...(before.madeBy === madeBy || before.madeUp.length === 0
              ? []
              : [
                  'the base was captured with another state folder, so its made values are others: every ' +
                    'secret looks changed',
                ]),
            ...saidOfHead,
          ],
  };
}
