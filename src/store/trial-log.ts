// A trial's journal and console while it runs: append-only, each line handed to the kernel before the next step is taken.
import { closeSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { redact } from '../base/redact.js';
import { encodeLine } from '../evidence/codec.js';
import type { TrialLog } from '../trial/ports.js';
import type { TrialFiles } from './layout.js';

/** Keeps what a lost attempt at a trial left, so that the trial can be made again under its own name. */
export function setAside(attempted: TrialFiles, kept: TrialFiles): void {
  renameSync(attempted.folder, kept.folder);
}

/** Opens the files of a trial for writing; those of an earlier, interrupted run of it are replaced. */
export function openTrialLog(files: TrialFiles, secrets: readonly string[]): TrialLog {
  mkdirSync(files.folder, { recursive: true });
  const evidence = openSync(files.evidence, 'w');
  const console = openSync(files.console, 'w');
  const inJson = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  let open = true;
  return {
    append: (line) => {
      if (open) writeSync(evidence, `${redact(encodeLine(line), inJson)}\n`);
    },
    console: (text) => {
      if (open) writeSync(console, redact(text, secrets));
    },
    close: () => {
      if (!open) return;
      open = false;
      closeSync(evidence);
      closeSync(console);
    },
  };
}
