// What is in a bundle: a campaign, or one trial of it, as one tar that a stranger can judge again. Only the
// files named here are ever packed, and only they are taken out of a tar that somebody sent.
import { LabError } from '../../base/lab-error.js';

/** `bundle.json`, the first file of a bundle: what the others are, so that damage is noticed. */
export interface Bundle {
  readonly format: 1;
  readonly campaign: string;
  /** The trial that it is of; null where it is of all. */
  readonly trial: string | null;
  /** Who packed it; the campaign's own driftlab stands in manifest.json. */
  readonly driftlab: { readonly version: string; readonly commit: string | null };
  /** What was upgraded in each arm; commits are null where they were never looked up. */
  readonly recipes: readonly {
    readonly arm: string;
    readonly recipe: string;
    readonly base: { readonly ref: string; readonly commit: string | null };
    readonly head: { readonly ref: string; readonly commit: string | null };
  }[];
  /** Journals in which a secret was masked only as they were packed, and sealed anew. */
  readonly masked: readonly string[];
  /** What could not be put in, and why, a sentence each. */
  readonly lacks: readonly string[];
  readonly files: readonly PackedFile[];
}

export interface PackedFile {
  /** Below the campaign's folder. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A file that goes into a bundle; its path is below the campaign's folder. */
export interface BundledText {
  readonly path: string;
  readonly text: string;
}

export const bundleIndex = 'bundle.json';

/** More than any campaign has; a tar that claims more was made to fill a disk. */
export const limits = { files: 200_000, fileBytes: 512 * 2 ** 20, allBytes: 8 * 2 ** 30 } as const;

const names =
  /^(?:bundle\.json|README\.md|manifest\.json|plan\.json|summary\.json|report\.html|scenario\.yml)$/;
const ofTrial = /^trials\/\d{3,9}(?:\.\d{1,3})?\/(?:evidence\.jsonl|console\.log|verdict\.json)$/;
const folderName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

export function belongsInBundle(path: string): boolean {
  return names.test(path) || ofTrial.test(path);
}

/** Whether it can be the name of a campaign's folder, and of nothing above or beside it. */
export function isFolderName(name: string): boolean {
  return folderName.test(name);
}

/** `why` is what is wrong, as the end of a sentence. */
export function noBundle(file: string, why: string, cause?: unknown): LabError {
  return new LabError('bad-input', `${file} cannot be read as a bundle: ${why}`, {
    hint: 'a bundle is the one tar that `driftlab report CAMPAIGN --bundle FILE.tar` writes; ask for it again',
    ...(cause === undefined ? {} : { cause }),
  });
}
