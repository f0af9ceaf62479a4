// A journal that stands alone, as `driftlab watch-upgrade --journal` writes it: read, judged and told again.
import { readFileSync } from 'node:fs';
import { LabError } from '../../base/lab-error.js';
import { decodeJournal } from '../../evidence/codec.js';
import { ofKind } from '../../evidence/timeline.js';
import { tellUpgrade, type WatchedUpgrade } from '../../doors/watch-upgrade.js';
import { isFile } from '../files/is-file.js';
import { isBundle } from '../campaigns/named-campaign.js';

/**
 * Null where the name is no file's, or a bundle's. Throws `bad-input` for a file that is no journal of a
 * watched upgrade.
 */
export function upgradeOfFile(name: string): WatchedUpgrade | null {
  if (!isFile(name) || isBundle(name)) return null;
  const { lines, problems } = decodeJournal(readFileSync(name, 'utf8'));
  const [adopted] = ofKind(lines, 'adopted');
  if (adopted !== undefined) return tellUpgrade(adopted, lines, problems);
  throw new LabError('bad-input', `${name} is neither the journal of a watched upgrade nor a bundle`, {
    hint:
      'driftlab watch-upgrade --journal FILE writes a journal, driftlab report --bundle FILE.tar a bundle; ' +
      'a trial of a campaign is named CAMPAIGN/ID',
  });
}
