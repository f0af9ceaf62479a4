// Whether a campaign's files are still those that somebody looked at: by their inodes, sizes and times, as
// git knows a changed file without reading it. Any write gives a file another time of change, which nobody
// can set back; only one in the same tick of the clock would not, so a campaign counts only once it has been
// at rest. Times in milliseconds with their fraction are told apart by a quarter of a microsecond, far less
// than a tick.
import { readdirSync, statSync } from 'node:fs';
import { sha256Of } from './judged-file.js';
import type { CampaignFiles } from './layout.js';

/** Longer than a tick of any file system's clock. */
const restMs = 2000;

/**
 * A fingerprint of all files that say how a campaign is; null while the last change of one is not yet past
 * `atMs`, milliseconds since 1970, for long.
 */
export function fingerprint(files: CampaignFiles, atMs: number): string | null {
  const trials = namesIn(files.trials).flatMap((id) => {
    const { evidence, verdict } = files.trial(id);
    return [evidence, verdict];
  });
  const paths = [files.manifest, files.plan, files.summary, files.trials, ...trials];
  const seen = paths.map((path) => statSync(path, { throwIfNoEntry: false }));
  const newest = seen.reduce((latest, stat) => Math.max(latest, stat?.ctimeMs ?? 0), 0);
  if (newest > atMs - restMs) return null;
  const rows = seen.map((stat, index) =>
    stat === undefined
      ? '-'
      : `${paths[index]?.slice(files.folder.length) ?? ''} ${String(stat.ino)} ${String(stat.size)} ` +
        `${String(stat.mtimeMs)} ${String(stat.ctimeMs)}`,
  );
  return sha256Of(rows.join('\n'));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // no folder, no trials
  }
}
