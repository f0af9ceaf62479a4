// `capture.json`: what a capture is of, for a later one that takes it as its base.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { LabError } from '../../base/lab-error.js';

const text = z.string();
const record = z.object({
  format: z.literal(1),
  stack: text,
  takenAt: text,
  /** The key of its made values, by what it is told by; left out by older ones. */
  madeBy: text.optional(),
  /** Images of the head: where the scenario has them from, and the engine's id, null of a stand-in. */
  images: z.array(
    z
      .object({
        tag: text,
        id: text.nullable(),
        tar: text.optional(),
        build: text.optional(),
        absent: z.literal(true).optional(),
      })
      .readonly(),
  ),
  standIns: z.array(z.object({ service: text, version: z.enum(['base', 'head']), says: text }).readonly()),
  leftOut: z.array(z.object({ place: text, because: text }).readonly()),
  madeUp: z.array(text),
  said: z.array(text),
});

export type CapturedRecord = z.infer<typeof record>;
export type RecordedImage = CapturedRecord['images'][number];

export const recordFile = 'capture.json';

export interface EarlierCapture {
  readonly folder: string;
  readonly record: CapturedRecord;
  /** The head of that capture, which is the base of the next. */
  readonly head: string;
}

/** Throws `bad-input` where the folder is no capture of this stack. */
export function earlierCapture(folder: string, stack: string): EarlierCapture {
  const refuse = (why: string): LabError =>
    new LabError('bad-input', `${folder} ${why}`, {
      hint: `name a folder that driftlab capture ${stack} --to FOLDER wrote`,
    });
  try {
    const found = record.parse(JSON.parse(readFileSync(join(folder, recordFile), 'utf8')));
    const head = readFileSync(join(folder, 'recipe', 'head.yml'), 'utf8');
    if (found.stack === stack) return { folder, record: found, head };
    throw refuse(`is a capture of the stack ${found.stack}, and not of ${stack}`);
  } catch (error) {
    throw error instanceof LabError ? error : refuse('is no capture');
  }
}
