// A journal that stands alone, as `driftlab watch-upgrade --journal` writes it: read, judged and told again.
import { readFileSync, statSync } from 'node:fs';
import { LabError } from '../base/lab-error.js';
import { decodeJournal } from '../evidence/codec.js';
import { ofKind } from '../evidence/timeline.js';
import { tellUpgrade, type WatchedUpgrade } from '../doors/watch-upgrade.js';

/**
 * Null where the name is no file's. Throws `bad-input` for a file that is no journal of a watched upgrade.
 */
export function upgradeOfFile(name: string): WatchedUpgrade | null {
  if (statSync(name, { throwIfNoEntry: false })?.isFile() !== true) return null;
  const { lines, problems } = decodeJournal(readFileSync(name, 'utf8'));
  const [adopted] = ofKind(lines, 'adopted');
  if (adopted !== undefined) return tellUpgrade(adopted, lines, problems);
  throw new LabError('bad-input', `${name} is no journal of a watched upgrade`, {
    hint: 'driftlab watch-upgrade --journal FILE writes one; a trial of a campaign is named CAMPAIGN/ID',
  });
}
