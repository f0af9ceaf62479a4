// Of all that a failed deployer wrote, the sentence that says why: programs print notices first, and what the
// daemon said last.

/** The engine's own words, as Docker's client repeats them. */
const ofDaemon = /Error response from daemon|rpc error:/;
/** What Docker's client says of its own doings, beside any error. */
const notices: readonly RegExp[] = [
  /^Since --detach=false was not specified/,
  /^In a future release, --detach=false/,
  /^Ignoring (?:unsupported|deprecated) options/,
  /^image \S+ could not be accessed on a registry/,
  /^(?:Creating|Updating|Removing) (?:service|network|config|secret) /,
];
const complaint = /\b(?:error|fatal|failed|FATA)\b/i;

/**
 * One line; of several the daemon's, or else the last that complains, or else the first that is no notice.
 */
export function deployerSaid(failure: string): string {
  const lines = failure
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const spoken = lines.filter((line) => !notices.some((notice) => notice.test(line)));
  const complaints = spoken.filter((line) => complaint.test(line));
  return spoken.find((line) => ofDaemon.test(line)) ?? complaints.at(-1) ?? spoken[0] ?? lines[0] ?? '';
}
