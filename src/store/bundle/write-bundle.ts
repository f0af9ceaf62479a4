// Writes a bundle. Its bytes depend on what is packed alone: no times, no owners, files in their given order.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { create } from 'tar';
import { assert } from '../../base/assert.js';
import { LabError } from '../../base/lab-error.js';
import { makeFolders } from '../../base/make-folders.js';
import { scratchPrefix } from '../../base/scratch.js';
import { jsonText } from '../../base/visible.js';
import { sha256Of } from '../judged-file.js';
import { onDisk } from '../on-disk.js';
import { belongsInBundle, bundleIndex, isFolderName, type Bundle, type BundledText } from './bundle.js';

const endings = /\.(?:tar|tar\.gz|tgz)$/;

/** Throws `bad-input` for a name by which nobody would know it as a tar. */
export function refuseBundleName(file: string): void {
  if (endings.test(file)) return;
  throw new LabError('bad-input', `${file} is no name for a bundle`, {
    hint: 'it ends with .tar, or with .tar.gz or .tgz for a compressed one',
  });
}

/** What a bundle says of itself besides its files: known when the last of them is. */
export type BundleFacts = Omit<Bundle, 'format' | 'campaign' | 'files'>;

/**
 * Replaces what is there in one step; compressed where the name ends with `gz`. Texts are taken one after
 * another, so that a large campaign never stands in memory as a whole. Throws a LabError where the disk does
 * not take it, or where a campaign's folder has a name that no reader would take. Gives the bundle's index.
 */
export function writeBundle(
  file: string,
  campaign: string,
  texts: Generator<BundledText, BundleFacts>,
): Bundle {
  refuseBundleName(file);
  if (!isFolderName(campaign))
    throw new LabError('bad-input', `a bundle cannot have a folder called ${campaign}`, {
      hint: 'rename the folder: letters, digits, ".", "_" and "-"',
    });
  const scratch = mkdtempSync(join(tmpdir(), scratchPrefix('bundle')));
  const fresh = `${file}.${String(process.pid)}`;
  try {
    return onDisk('write', file, () => {
      const index = staged(scratch, campaign, texts);
      const paths = [bundleIndex, ...index.files.map(({ path }) => path)];
      makeFolders(dirname(file));
      create(
        {
          file: fresh,
          cwd: scratch,
          sync: true,
          portable: true,
          noMtime: true,
          noDirRecurse: true,
          gzip: !file.endsWith('.tar'),
        },
        paths.map((path) => `${campaign}/${path}`),
      );
      renameSync(fresh, file);
      return index;
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    rmSync(fresh, { force: true });
  }
}

/** Puts the files below `scratch`. */
function staged(scratch: string, campaign: string, texts: Generator<BundledText, BundleFacts>): Bundle {
  const files = [];
  let next = texts.next();
  for (; next.done !== true; next = texts.next()) {
    const { path, text } = next.value;
    assert(belongsInBundle(path), `${path} has no place in a bundle`);
    put(join(scratch, campaign, path), text);
    files.push({ path, bytes: Buffer.byteLength(text), sha256: sha256Of(text) });
  }
  const index: Bundle = { format: 1, campaign, ...next.value, files };
  put(join(scratch, campaign, bundleIndex), `${jsonText(index, 2)}\n`);
  return index;
}

function put(place: string, text: string): void {
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
}
