// What was not the same in all trials of a campaign: things that changed before it went on, and refs that
// moved while it ran.
import { counted } from '../base/counted.js';
import { listed } from './words.js';

/** A campaign that went on although something was not as it began. */
export interface GoneOn {
  /** What was not as the campaign began, each in words. */
  readonly changed: readonly string[];
  /** Trials that had a verdict by then. */
  readonly finished: number;
}

/** A ref that named another commit during a trial than when the campaign began. */
export interface MovedRef {
  readonly trial: string;
  readonly ref: string;
  readonly pinned: string;
  /** Null when there was no such ref any more. */
  readonly now: string | null;
}

export interface Differing {
  readonly goneOn: readonly GoneOn[];
  /** In launch order. */
  readonly moved: readonly MovedRef[];
}

/** A sentence for each time it went on, and for each ref that moved. */
export function differsNotes({ goneOn, moved }: Differing): readonly string[] {
  return [
    ...goneOn.map(wentOn),
    ...[...new Set(moved.map(({ ref }) => ref))].map((ref) =>
      movedInWords(moved.filter((one) => one.ref === ref)),
    ),
  ];
}

function wentOn({ changed, finished }: GoneOn): string {
  return (
    `after ${counted(finished, 'trial')} the campaign went on although this had changed: ` +
    `${listed(changed)}. Earlier and later trials are not of the same thing.`
  );
}

/** Each names the same ref. */
function movedInWords(moved: readonly MovedRef[]): string {
  const [first] = moved;
  const commits = [...new Set(moved.map(({ now }) => (now === null ? 'gone' : now.slice(0, 8))))];
  const [one, last] = [first?.trial ?? '', moved.at(-1)?.trial ?? ''];
  const when = one === last ? `in trial ${one}` : `between trials ${one} and ${last}`;
  return (
    `${first?.ref ?? ''} was ${first?.pinned.slice(0, 8) ?? ''} when the campaign began and ` +
    `${listed(commits)} ${when}; every trial had ${first?.pinned.slice(0, 8) ?? ''}.`
  );
}
