// Refs that moved while a campaign ran, read back from its journals. They stand near the beginning, and a
// report is to be quick: the rest of a journal is left unread.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { MovedRef } from '../../report/index.js';
import type { StoredCampaign } from '../campaigns/campaign-store.js';

const beginningBytes = 128 * 1024;

/** In launch order. */
export function movedRecord({ files, plan }: Pick<StoredCampaign, 'files' | 'plan'>): readonly MovedRef[] {
  return plan.trials.flatMap(({ id }) =>
    movedIn(files.trial(id).evidence).map((moved) => ({ trial: id, ...moved })),
  );
}

/** A journal or a line that cannot be read tells of none: what is wrong with it is the verdict's to say. */
function movedIn(journal: string): readonly Omit<MovedRef, 'trial'>[] {
  try {
    if (!statSync(journal).isFile()) return [];
    return beginningOf(journal)
      .split('\n')
      .filter((text) => text.includes('"kind":"moved-ref"') && text.endsWith('}'))
      .map((text) => {
        const { ref, pinned, now } = JSON.parse(text) as Omit<MovedRef, 'trial'>;
        return { ref, pinned, now };
      });
  } catch {
    return [];
  }
}

function beginningOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(beginningBytes);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, beginningBytes, 0));
  } finally {
    closeSync(file);
  }
}
