// It ended of itself: an exit code that nothing else explains. Where the kernel had killed a child of it,
// that is why; where it says that something is taken which the old task beside it has, start-first is.
import type { Recognised, Recogniser, TaskEnd } from './recogniser.js';

const killed = 137;
/**
 * What the engine gives, too, where it has lost a container and does not know how it ended (containerd,
 * `UnknownExitStatus`).
 */
const unknownToEngine = 255;
/** How programs say that something which only one of them can have is taken. */
const taken =
  /\b(?:in use|already (?:running|locked|open(?:ed)?)|eaddrinuse|resource (?:busy|temporarily unavailable)|locked|lock (?:is |was )?(?:held|taken|busy)|(?:acquire|obtain|get|take) (?:a |an |the )?(?:\w+ )?lock|lock ?file|another (?:process|instance|server|copy))\b/i;

export const exit: Recogniser = (end) => {
  const { ended, exitCode, kill, die } = end;
  if (
    ended === null ||
    exitCode === null ||
    kill !== null ||
    (ended.state !== 'failed' && ended.state !== 'complete')
  )
    return null;
  const child = afterChild(end, exitCode);
  if (child !== null) return child;
  if (exitCode === killed) return null;
  const lines = [die].filter((line) => line !== null);
  if (exitCode === unknownToEngine && !end.shimSeen) {
    return {
      kind: 'unknown',
      lines,
      detail:
        'it ended with 255: by itself, or because the engine lost it, which gives that code too; the ' +
        "engine's log, which would tell, was not watched",
    };
  }
  return withWords(end, { kind: 'exit', detail: `it exited by itself with ${String(exitCode)}`, lines });
};

/** The kernel's line names the container; a first process that it killed would have ended with 137. */
function afterChild({ kernel, die, oom }: TaskEnd, exitCode: number): Recognised | null {
  const [named] = kernel;
  if (named === undefined || exitCode === killed) return null;
  const size = named.rssBytes === null ? '' : ` at ${String(Math.round(named.rssBytes / 1024 ** 2))} MiB`;
  return {
    kind: 'exit',
    because: 'child-oom-kill',
    lines: [die, oom, ...kernel].filter((line) => line !== null),
    detail:
      `it exited by itself with ${String(exitCode)}, after the kernel had killed its child ` +
      `${named.process}${size}: out of memory`,
  };
}

function withWords({ log, besideOld }: TaskEnd, found: Recognised): Recognised {
  const words = besideOld ? log?.lines.findLast((line) => taken.test(line)) : undefined;
  if (log === null || words === undefined) return found;
  return {
    ...found,
    because: 'held-by-old-task',
    lines: [...found.lines, log],
    detail:
      `${found.detail}, and its last words tell of something that is taken ` +
      `(${JSON.stringify(words.trim())}) while the old task ran beside it: start-first needs two of ` +
      'what there is once',
  };
}
