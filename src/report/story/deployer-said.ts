// Of all that a failed deployer wrote, the sentence that says why: programs print notices first, and what the
// daemon said last.

/** The engine's own words, as Docker's client repeats them. */
const ofDaemon = /Error response from daemon|rpc error:/;
/** What Docker's client says of its own doings. */
const notice =
  /^(?:Since --detach=false was|In a future release, --detach=false|Ignoring (?:un|de)|image \S+ could not be acc)/;
const progress = /^(?:Creating|Updating|Removing) (?:service|network|config|secret) /;

const complaint = /\b(?:error|fatal|failed|FATA)\b/i;

/**
 * One line; of several the daemon's, or else the last that complains, or else the first that is no notice.
 */
export function deployerSaid(failure: string): string {
  const lines = failure
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const spoken = lines.filter((line) => !notice.test(line) && !progress.test(line));
  return (
    spoken.find((line) => ofDaemon.test(line)) ??
    spoken.findLast((line) => complaint.test(line)) ??
    spoken[0] ??
    lines[0] ??
    ''
  );
}
