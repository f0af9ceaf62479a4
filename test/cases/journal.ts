// Follows the journal of a trial while it is written: whoever waits for a line gets it as soon as it is
// there.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '../../src/evidence/evidence.js';

export interface Journal {
  /**
   * Resolves with the first line for which `wanted` holds, be it there already; rejects when the journal ends
   * without.
   */
  readonly until: (wanted: (line: Evidence, lines: readonly Evidence[]) => boolean) => Promise<Evidence>;
  /** All whole lines so far. */
  readonly lines: () => readonly Evidence[];
  readonly end: () => void;
}

interface Waiting {
  readonly wanted: (line: Evidence, lines: readonly Evidence[]) => boolean;
  readonly found: (line: Evidence) => void;
  readonly failed: (error: Error) => void;
}

const lookMs = 15;

/** `results` is the folder of the only campaign's results, which need not be there yet. */
export function followJournal(results: string): Journal {
  const lines: Evidence[] = [];
  let waiting: readonly Waiting[] = [];
  const tell = (seen: readonly Evidence[]): void => {
    const still = waiting.filter(({ wanted, found }) => {
      const line = seen.find((candidate) => wanted(candidate, lines));
      if (line !== undefined) found(line);
      return line === undefined;
    });
    waiting = still;
  };
  const look = (): void => {
    const file = journalIn(results);
    const whole = file === null ? [] : readFileSync(file, 'utf8').split('\n').slice(0, -1);
    const fresh = whole.slice(lines.length).map((line) => JSON.parse(line) as Evidence);
    lines.push(...fresh);
    if (fresh.length > 0) tell(fresh);
  };
  const timer = setInterval(look, lookMs);
  return {
    until: (wanted) =>
      new Promise((found, failed) => {
        waiting = [...waiting, { wanted, found, failed }];
        tell(lines);
      }),
    lines: () => lines,
    end: () => {
      clearInterval(timer);
      look();
      for (const { failed } of waiting) failed(new Error('the trial ended before that'));
      waiting = [];
    },
  };
}

function journalIn(results: string): string | null {
  const [campaign] = existsSync(results) ? readdirSync(results).filter((name) => name !== 'latest') : [];
  if (campaign === undefined) return null;
  const file = join(results, campaign, 'trials', '001', 'evidence.jsonl');
  return existsSync(file) ? file : null;
}
