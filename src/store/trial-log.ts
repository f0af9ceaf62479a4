// A trial's journal and console while it runs: append-only, each line handed to the kernel before the next step is taken.
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { makeFolders } from '../base/make-folders.js';
import { redact } from '../base/redact.js';
import { encodeLine } from '../evidence/codec.js';
import type { TrialLog } from '../trial/ports.js';
import type { TrialFiles } from './layout.js';
import { onDisk, refusedOnDisk } from './on-disk.js';

/** Keeps what a lost attempt at a trial left, so that the trial can be made again under its own name. */
export function setAside(attempted: TrialFiles, kept: TrialFiles): void {
  onDisk('rename', attempted.folder, () => { renameSync(attempted.folder, kept.folder); });
}

/** Opens the files of a trial for writing; those of an earlier, interrupted run of it are replaced. */
export function openTrialLog(files: TrialFiles, secrets: readonly string[]): TrialLog {
  onDisk('make the folder', files.folder, () => { makeFolders(files.folder); });
  const evidence = onDisk('write', files.evidence, () => openSync(files.evidence, 'w'));
  const console = onDisk('write', files.console, () => openSync(files.console, 'w'));
  const inJson = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  const lost = new AbortController();
  let open = true;
  const write = (file: number, path: string, text: string): void => {
    if (!open || lost.signal.aborted) return;
    try {
      writeAll(file, text);
    } catch (error) {
      lost.abort(refusedOnDisk('write', path, error));
    }
  };
  return {
    append: (line) => { write(evidence, files.evidence, `${redact(encodeLine(line), inJson)}\n`); },
    console: (text) => { write(console, files.console, redact(text, secrets)); },
    close: () => {
      if (!open) return;
      open = false;
      closeSync(evidence);
      closeSync(console);
    },
    lost: lost.signal,
  };
}

/** A disk that fills takes a part first, and refuses the rest only when it is asked again. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}
