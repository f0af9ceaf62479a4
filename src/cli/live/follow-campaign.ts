// A campaign that another process works on, followed by looking at its folder: which of its trials have
// ended, and what is on record of those that run. It only reads, and reads what is new.
import { readdirSync, statSync } from 'node:fs';
import type { Evidence } from '../../evidence/evidence.js';
import { trialOf } from '../../plan/attempt.js';
import { followJournal, type JournalTail } from '../../store/index.js';
import type { Verdict } from '../../verdict/index.js';
import { judgeFromDisk, type StoredCampaign } from '../campaigns/campaign-store.js';

export interface RunningTrial {
  readonly id: string;
  readonly lines: readonly Evidence[];
}

export interface FollowedCampaign {
  /** Of all trials that ended, by id. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** In launch order. */
  readonly running: () => readonly RunningTrial[];
  /** Reads what is new, and says what that was. */
  readonly look: () => Seen;
}

export interface Seen {
  /** A trial ended, or one that had ended is made again. */
  readonly ended: boolean;
  /** Something is new of a trial that runs, or another one runs. */
  readonly running: boolean;
}

export interface ToFollow {
  readonly campaign: Pick<StoredCampaign, 'files' | 'plan'>;
  /** Of the trials that ended before. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** When the process began to work on it, in milliseconds since 1970: what is older is not its own. */
  readonly sinceMs: number;
}

export function followCampaign({ campaign, verdicts: before, sinceMs }: ToFollow): FollowedCampaign {
  const { files, plan } = campaign;
  const verdicts = new Map(before);
  const tails = new Map<string, JournalTail>();
  const planned = new Set(plan.trials.map(({ id }) => id));
  let setAside = attemptsIn(readdirSync(files.trials));
  let changedMs = -1;

  /** A folder changes with the names in it: where it has not, no trial began, and none was set aside. */
  const lookAround = (): boolean => {
    const { mtimeMs } = statSync(files.trials);
    if (mtimeMs === changedMs) return false;
    changedMs = mtimeMs;
    const names = readdirSync(files.trials);
    const attempts = attemptsIn(names);
    const again = attempts.filter((name) => !setAside.includes(name)).map(trialOf);
    setAside = attempts;
    for (const id of again) [verdicts, tails].forEach((known) => known.delete(id));
    for (const id of names)
      if (planned.has(id) && !verdicts.has(id) && !tails.has(id))
        tails.set(id, followJournal(files.trial(id).evidence));
    return again.length > 0;
  };
  const readOn = (): Seen => {
    const grown = [...tails].filter(([, tail]) => tail.readOn());
    const over = grown.flatMap(([id, tail]) => {
      const verdict = isOver(tail.lines()) ? judgeFromDisk(campaign, id) : null;
      return verdict === null || verdict.end === 'aborted' ? [] : [{ id, verdict }];
    });
    for (const { id, verdict } of over) {
      verdicts.set(id, verdict);
      tails.delete(id);
    }
    return { ended: over.length > 0, running: grown.length > 0 };
  };
  return {
    verdicts,
    running: () =>
      plan.trials.flatMap(({ id }) => {
        const lines = tails.get(id)?.lines() ?? [];
        const runs = lines.length > 0 && !isOver(lines) && isYounger(files.trial(id).evidence, sinceMs);
        return runs ? [{ id, lines }] : [];
      }),
    look: () => {
      const again = lookAround();
      const { ended, running } = readOn();
      return { ended: ended || again, running: running || again };
    },
  };
}

function isOver(lines: readonly Evidence[]): boolean {
  return lines.at(-1)?.kind === 'trial-end';
}

/** Of attempts that were set aside. */
function attemptsIn(names: readonly string[]): readonly string[] {
  return names.filter((name) => trialOf(name) !== name);
}

function isYounger(path: string, sinceMs: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.mtimeMs >= sinceMs;
}
