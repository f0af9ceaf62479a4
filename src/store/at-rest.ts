// Whether a campaign's files are still those that somebody looked at: by their inodes, sizes and times, as
// git knows a changed file without reading it. Any write gives a file another time of change, which nobody
// can set back; only one in the same tick of the clock would not, so a campaign counts only once it has been
// at rest.
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
  const seen = paths.map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  const newest = seen.reduce((latest, stat) => (stat && stat.ctimeNs > latest ? stat.ctimeNs : latest), 0n);
  if (newest / 1_000_000n > BigInt(Math.floor(atMs - restMs))) return null;
  const rows = seen.map((stat, index) =>
    stat === undefined
      ? '-'
      : [paths[index]?.slice(files.folder.length), stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(' '),
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
