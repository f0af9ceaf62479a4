// A trial's journal and console while it runs: append-only, each line sealed and handed to the kernel before
// the next step is taken.
import { renameSync } from 'node:fs';
import { makeFolders } from '../base/make-folders.js';
import { createMask, type Mask } from '../base/secrets/index.js';
import { visible } from '../base/visible.js';
import { encodeLine } from '../evidence/codec.js';
import { withForeignText } from '../evidence/foreign-text.js';
import { createSealer } from '../evidence/seal.js';
import type { TrialLog } from '../trial/ports.js';
import { openAppended } from './appended-file.js';
import type { TrialFiles } from './layout.js';
import { onDisk } from './on-disk.js';

/** Keeps what a lost attempt at a trial left, so that the trial can be made again under its own name. */
export function setAside(attempted: TrialFiles, kept: TrialFiles): void {
  onDisk('rename', attempted.folder, () => {
    renameSync(attempted.folder, kept.folder);
  });
}

/**
 * Opens the files of a trial for writing; those of an earlier, interrupted run of it are replaced. Secrets
 * are masked in what others said.
 */
export function openTrialLog(files: TrialFiles, mask: Mask): TrialLog {
  onDisk('make the folder', files.folder, () => {
    makeFolders(files.folder);
  });
  const lost = new AbortController();
  const evidence = openAppended(files.evidence, lost);
  const console = openAppended(files.console, lost);
  const seal = createSealer();
  let full = mask;
  const concealed: string[] = [];
  return {
    append: (line) => {
      evidence.append(`${seal(encodeLine(withForeignText(line, full)))}\n`);
    },
    console: (text) => {
      console.append(visible(full(text)));
    },
    conceal: (value) => {
      concealed.push(value);
      const own = createMask({ envs: concealed.map((one) => ({ DRIFTLAB_MADE_SECRET: one })) });
      full = (text) => mask(own(text));
    },
    close: () => {
      evidence.close();
      console.close();
    },
    lost: lost.signal,
  };
}
