// A trial's journal and console while it runs: append-only, each line handed to the kernel before the next step is taken.
import { renameSync } from 'node:fs';
import { makeFolders } from '../base/make-folders.js';
import { redact } from '../base/redact.js';
import { visible } from '../base/visible.js';
import { encodeLine } from '../evidence/codec.js';
import type { TrialLog } from '../trial/ports.js';
import type { TrialFiles } from './layout.js';
import { onDisk } from './on-disk.js';
import { openTextFile } from './text-file.js';

/** Keeps what a lost attempt at a trial left, so that the trial can be made again under its own name. */
export function setAside(attempted: TrialFiles, kept: TrialFiles): void {
  onDisk('rename', attempted.folder, () => { renameSync(attempted.folder, kept.folder); });
}

/** Opens the files of a trial for writing; those of an earlier, interrupted run of it are replaced. */
export function openTrialLog(files: TrialFiles, secrets: readonly string[]): TrialLog {
  onDisk('make the folder', files.folder, () => { makeFolders(files.folder); });
  const lost = new AbortController();
  const onLost = (reason: Error): void => {
    if (!lost.signal.aborted) lost.abort(reason);
  };
  const evidence = openTextFile(files.evidence, onLost);
  const console = openTextFile(files.console, onLost);
  const inJson = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  return {
    append: (line) => { if (!lost.signal.aborted) evidence.write(`${redact(encodeLine(line), inJson)}\n`); },
    console: (text) => { if (!lost.signal.aborted) console.write(visible(redact(text, secrets))); },
    close: () => {
      evidence.close();
      console.close();
    },
    lost: lost.signal,
  };
}
