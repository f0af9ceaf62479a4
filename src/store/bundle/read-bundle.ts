// Takes a bundle apart into a scratch folder of this process. Somebody else made the tar: of what it says,
// only regular files with the names of a campaign's files are taken, below one folder, each once, as many and
// as large as the index says; links, devices and all other paths are refused before anything of them is
// written.
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Parser, type ReadEntry } from 'tar';
import * as z from 'zod';
import { messageOf } from '../../base/lab-error.js';
import { scratchPrefix } from '../../base/scratch.js';
import { campaignFiles, type CampaignFiles } from '../layout.js';
import { onDisk } from '../on-disk.js';
import { sha256Of } from '../judged-file.js';
import {
  belongsInBundle,
  bundleIndex,
  isFolderName,
  limits,
  noBundle,
  type Bundle,
  type PackedFile,
} from './bundle.js';

export interface OpenedBundle {
  readonly about: Bundle;
  /** In a scratch folder that goes with the process. */
  readonly files: CampaignFiles;
}

/** Small, so that compressed bytes which swell a thousandfold are refused before they fill memory. */
const chunkBytes = 256 * 1024;
const tarMagicAt = 257;

/**
 * Whether the file is to be read as a bundle: by its name, or by how it begins. Throws what the file system
 * says.
 */
export function looksLikeBundle(file: string): boolean {
  if (/\.(?:tar|tgz|tar\.gz)$/.test(file)) return true;
  const [start, length] = [Buffer.alloc(tarMagicAt + 5), tarMagicAt + 5];
  const opened = openSync(file, 'r');
  try {
    readSync(opened, start, 0, length, 0);
  } finally {
    closeSync(opened);
  }
  return start.toString('latin1', tarMagicAt) === 'ustar' || start.readUInt16BE(0) === 0x1f8b;
}

/** Throws `bad-input` for what is no bundle, or is not as it was packed. */
export function openBundle(file: string): OpenedBundle {
  const scratch = mkdtempSync(join(tmpdir(), scratchPrefix('bundle')));
  const remove = (): void => {
    rmSync(scratch, { recursive: true, force: true });
  };
  try {
    const taken = takeApart(file, scratch);
    const about = indexOf(file, taken);
    refuseDamage(file, about, taken);
    process.once('exit', remove);
    return { about, files: campaignFiles(join(scratch, taken.folder)) };
  } catch (error) {
    remove();
    throw error;
  }
}

function refuseDamage(file: string, about: Bundle, taken: Taken): void {
  const expected = new Map(about.files.map((packed) => [packed.path, packed]));
  for (const found of taken.files.filter(({ path }) => path !== bundleIndex)) {
    const packed = expected.get(found.path);
    if (packed === undefined) throw noBundle(file, `its index does not have ${found.path}`);
    if (packed.bytes !== found.bytes || packed.sha256 !== found.sha256)
      throw noBundle(file, `${found.path} is not as it was packed`);
    expected.delete(found.path);
  }
  const [missing] = expected.keys();
  if (missing !== undefined) throw noBundle(file, `${missing} is missing`);
}

interface Taken {
  /** Name of the one folder. */
  readonly folder: string;
  readonly files: readonly PackedFile[];
  readonly index: string | null;
}

function takeApart(file: string, scratch: string): Taken {
  const files = new Map<string, PackedFile>();
  const folders = new Set<string>();
  let index: string | null = null;
  let bytes = 0;
  const refuse = (why: string): never => {
    throw noBundle(file, why);
  };
  eachFile(file, {
    /** Before a byte of it is read. */
    admit: ({ path, size }) => {
      const [, top = '', below = ''] = /^([^/]+)\/(.*)$/s.exec(path) ?? [];
      if (!isFolderName(top) || !belongsInBundle(below)) refuse(`${shown(path)} has no place in one`);
      folders.add(top);
      if (folders.size > 1) refuse(`it has the folders ${[...folders].join(' and ')}`);
      if (files.has(below)) refuse(`it has ${shown(path)} twice`);
      bytes += size;
      if (size > limits.fileBytes || bytes > limits.allBytes || files.size >= limits.files)
        refuse('it is larger than any campaign is');
      files.set(below, { path: below, bytes: size, sha256: '' });
    },
    take: (path, content) => {
      const below = path.slice(path.indexOf('/') + 1);
      files.set(below, { path: below, bytes: content.length, sha256: sha256Of(content) });
      if (below === bundleIndex) index = content.toString('utf8');
      const place = join(scratch, path);
      onDisk('write', place, () => {
        mkdirSync(dirname(place), { recursive: true });
        writeFileSync(place, content);
      });
    },
  });
  const [folder = refuse('it is empty')] = folders;
  return { folder, files: [...files.values()], index };
}

interface Taker {
  /** Throws where the file is to be refused. */
  readonly admit: (entry: { readonly path: string; readonly size: number }) => void;
  readonly take: (path: string, content: Buffer) => void;
}

/** Throws what `taker` throws, and `bad-input` where the tar is damaged, cut short or none at all. */
function eachFile(file: string, taker: Taker): void {
  const failures: unknown[] = [];
  const attempt = (work: () => void): void => {
    if (failures.length > 0) return;
    try {
      work();
    } catch (error) {
      failures.push(error);
    }
  };
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      attempt(() => {
        readEntry(file, entry, taker, attempt);
      });
      entry.resume();
    },
  });
  parser.on('error', (error: unknown) => {
    failures.push(noBundle(file, `as a tar it is damaged (${messageOf(error)})`, error));
  });
  onDisk('read', file, () => {
    const opened = openSync(file, 'r');
    try {
      const chunk = Buffer.alloc(chunkBytes);
      for (;;) {
        const length = readSync(opened, chunk, 0, chunkBytes, null);
        if (length === 0 || failures.length > 0) break;
        attempt(() => parser.write(Buffer.from(chunk.subarray(0, length))));
      }
    } finally {
      closeSync(opened);
    }
  });
  attempt(() => parser.end());
  const [first] = failures;
  if (first !== undefined) throw first as Error;
}

function readEntry(file: string, entry: ReadEntry, taker: Taker, attempt: (work: () => void) => void): void {
  if (entry.type === 'Directory') return; // made where a file needs it
  if (entry.type !== 'File')
    throw noBundle(file, `${shown(entry.path)} is no regular file in it, but a ${entry.type}`);
  const { path, size } = entry;
  taker.admit({ path, size });
  const chunks: Buffer[] = [];
  entry.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
  });
  entry.on('end', () => {
    attempt(() => {
      taker.take(path, Buffer.concat(chunks));
    });
  });
}

const commit = z.object({ ref: z.string(), commit: z.string().nullable() });
const indexShape = z.object({
  format: z.literal(1),
  campaign: z.string(),
  trial: z.string().nullable(),
  driftlab: z.object({ version: z.string(), commit: z.string().nullable() }),
  recipes: z.array(z.object({ arm: z.string(), recipe: z.string(), base: commit, head: commit })),
  masked: z.array(z.string()),
  lacks: z.array(z.string()),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});

function indexOf(file: string, { index }: Taken): Bundle {
  if (index === null) throw noBundle(file, `it has no ${bundleIndex}, so driftlab did not write it`);
  const value = parsed(index);
  const format = (value as { readonly format?: unknown } | null | undefined)?.format;
  if (typeof format === 'number' && format !== 1)
    throw noBundle(file, `it has format ${String(format)}; this driftlab knows format 1`);
  const read = indexShape.safeParse(value);
  if (!read.success) throw noBundle(file, `its ${bundleIndex} is no whole index`);
  return read.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shown(path: string): string {
  return path.length > 120 ? `${path.slice(0, 120)}…` : path;
}
