// A trial's journal and console while it runs: append-only, each line sealed and handed to the kernel before the next step is taken.
import { renameSync } from 'node:fs';
import { makeFolders } from '../base/make-folders.js';
import { redact } from '../base/redact.js';
import { visible } from '../base/visible.js';
import { encodeLine } from '../evidence/codec.js';
import { createSealer } from '../evidence/seal.js';
import type { TrialLog } from '../trial/ports.js';
import { openAppended } from './appended-file.js';
import type { TrialFiles } from './layout.js';
import { onDisk } from './on-disk.js';

/** Keeps what a lost attempt at a trial left, so that the trial can be made again under its own name. */
export function setAside(attempted: TrialFiles, kept: TrialFiles): void {
  onDisk('rename', attempted.folder, () => { renameSync(attempted.folder, kept.folder); });
}

/** Opens the files of a trial for writing; those of an earlier, interrupted run of it are replaced. */
export function openTrialLog(files: TrialFiles, secrets: readonly string[]): TrialLog {
  onDisk('make the folder', files.folder, () => { makeFolders(files.folder); });
  const lost = new AbortController();
  const evidence = openAppended(files.evidence, lost);
  const console = openAppended(files.console, lost);
  const inJson = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  const seal = createSealer();
  return {
    append: (line) => { evidence.append(`${seal(redact(encodeLine(line), inJson))}\n`); },
    console: (text) => { console.append(visible(redact(text, secrets))); },
    close: () => {
      evidence.close();
      console.close();
    },
    lost: lost.signal,
  };
}
