// What the docker command writes to standard error although nothing failed. A deploy that fails has the error
// below it.

const notices: readonly RegExp[] = [
  /^Since --detach=false was not specified, tasks will be created in the background\.$/,
  /^In a future release, --detach=false will become the default\.$/,
  /^Ignoring (?:unsupported|deprecated) options:/,
  /^container_name: Setting the container name is not supported\.$/,
  /^expose: Exposing ports is unnecessary /,
  /^image \S+ could not be accessed on a registry to record$/,
  /^its digest\. Each node will access \S+ independently,$/,
  /^possibly leading to different nodes running different$/,
  /^versions of the image\.$/,
  /^time="[^"]*" level=(?:info|warning) /,
  /^WARN\[\d+\] /,
];

/** The text without docker's notices and empty lines; as it is when nothing else is in it. */
export function withoutNotices(text: string): string {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !notices.some((notice) => notice.test(line.trim())));
  return lines.length === 0 ? text : lines.join('\n');
}
