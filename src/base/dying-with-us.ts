// Programs that the kernel kills when this process ends, however it ends, so that none goes on after a
// `kill -9`.

/** The kernel tells of a parent's death only who asked before it (prctl(2), PR_SET_PDEATHSIG). */
const unlessOrphaned = '[ "$PPID" = "$0" ] || exit 1; exec "$@"';

/** The words of a command that does so; it keeps its process id. What it starts itself may go on. */
export function dyingWithUs(words: readonly string[]): readonly [string, ...string[]] {
  return ['setpriv', '--pdeathsig', 'KILL', 'sh', '-c', unlessOrphaned, String(process.pid), ...words];
}
