// What the app, or its health check, said where a task ended badly: one line a kind of cause, in its own
// words.
import { isValid } from '../statistics/trial-result.js';
import type { Cause, CauseKind } from '../verdict/verdict.js';
import type { FinishedTrial } from './note-groups.js';
import { causeInShort } from './outcome-words.js';
import { shortLine } from './outside-text.js';
import { tallied } from './words.js';

const quoteMax = 100;
const quotesShown = 2;

/** `exit of the new task: it said "data folder is in use" (3 of 3).` */
export function saidNotes(finished: readonly FinishedTrial[]): readonly string[] {
  const failed = finished.filter((trial) => isValid(trial) && (trial.mark === 'd' || trial.mark === 'x'));
  const causes = failed.flatMap(({ run }) => run?.cause ?? []);
  return [...new Set(causes.map(causeInShort))].flatMap((short) => {
    const alike = causes.filter((cause) => causeInShort(cause) === short);
    const quotes = tallied(alike.flatMap((cause) => wordsOf(cause) ?? []));
    const shown = quotes
      .slice(0, quotesShown)
      .map(([words, count]) => `${words} (${String(count)} of ${String(alike.length)})`);
    return shown.length === 0 ? [] : [`${short}: ${shown.join(', ')}.`];
  });
}

/** Whose words bear on how it ended: the kernel asks nobody, and a health check that failed comes first. */
const bearing = {
  'oom-kill': 'nobody',
  unhealthy: 'probe',
  'start-timeout': 'probe',
  exit: 'app',
  rejected: 'app',
  'image-pull': 'app',
  'foreign-write': 'app',
  'wrong-tree': 'app',
  'wrong-stamp': 'app',
  'deployer-error': 'app',
  unknown: 'app',
} as const satisfies Record<CauseKind, 'nobody' | 'probe' | 'app'>;

/** Null where nothing that was said bears on how it ended. */
function wordsOf({ kind, said }: Cause): string | null {
  if (said === undefined || bearing[kind] === 'nobody') return null;
  const probe = bearing[kind] === 'probe' ? (said.probe?.output ?? '') : '';
  if (probe !== '') return `its health check said "${shortLine(probe, quoteMax)}"`;
  const last = said.log?.at(-1);
  const when = said.afterStop === true ? 'once it was asked to stop ' : '';
  return last === undefined ? null : `${when}it said "${shortLine(last, quoteMax)}"`;
}
