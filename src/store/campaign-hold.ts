// Who works on a campaign: one process at a time may write into its folder, and all others can see which one
// that is.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isLocked, ownTag, tryLock } from '../base/file-lock.js';
import { LabError } from '../base/lab-error.js';
import type { CampaignFiles } from './layout.js';
import { onDisk } from './on-disk.js';

/** A process that works on a campaign, or did until it was killed. */
export interface CampaignHolder {
  /** Process id; null where the lock does not say. */
  readonly pid: number | null;
  /** When it began, ISO 8601 UTC; null where the lock does not say. */
  readonly since: string | null;
  /** Whether it still does. */
  readonly works: boolean;
}

const lockFile = 'run.lock';

/**
 * Takes the campaign for this process until the returned function is called or the process ends. Throws
 * `bad-input` when another one has it, and `results` where its folder cannot be written. `at`: now, ISO 8601
 * UTC.
 */
export function holdCampaign(files: CampaignFiles, at: string): () => void {
  const path = join(files.folder, lockFile);
  return onDisk('write', path, () => {
    const lock = tryLock(path);
    if (lock === null) throw inUse(files);
    lock.say(JSON.stringify({ format: 1, process: ownTag(), since: at }));
    return lock.release;
  });
}

/** Throws `bad-input` while another process works on the campaign. */
export function refuseRunning(files: CampaignFiles): void {
  if (holderOf(files)?.works === true) throw inUse(files);
}

/**
 * Whether a lock lies there at all, which costs next to nothing to ask: without one nobody works on it, with
 * one somebody does or was killed.
 */
export function isClaimed(files: CampaignFiles): boolean {
  return existsSync(join(files.folder, lockFile));
}

/** Who works on it, or was killed in doing so; null of a campaign that is at rest. */
export function holderOf(files: CampaignFiles): CampaignHolder | null {
  const path = join(files.folder, lockFile);
  const said = saidIn(path);
  if (said === null) return null;
  const pid = Number(/"process":"(\d+)@/.exec(said)?.[1]);
  return {
    pid: Number.isSafeInteger(pid) ? pid : null,
    since: /"since":"([^"]+)"/.exec(said)?.[1] ?? null,
    works: isLocked(path),
  };
}

/** `process 4711`, as the end of a sentence. */
export function holderInWords({ pid }: CampaignHolder): string {
  return pid === null ? 'another process' : `process ${String(pid)}`;
}

function inUse(files: CampaignFiles): LabError {
  const holder = holderOf(files) ?? { pid: null, since: null, works: true };
  const name = basename(files.folder);
  return new LabError(
    'bad-input',
    `${name} is running, by ${holderInWords(holder)}${holder.since === null ? '' : ` since ${holder.since}`}`,
    {
      hint: `wait for its end, or stop that process; \`driftlab report ${name}\` says how far it is`,
    },
  );
}

function saidIn(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // no lock, no holder
  }
}
