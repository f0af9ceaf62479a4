// What abra says of itself in its log. Formats change with every release (colours, times, level words, file
// and line), so only the phrase and what follows it are read, wherever in a line they stand.
import { stripVTControlCharacters } from 'node:util';

/**
 * The words before the stamp in the log of a chaos deploy with `--debug`, as abra 0.13.0-beta is reported to
 * write them.
 */
export const stampPhrase = 'taking chaos version:';

const said = new RegExp(String.raw`${stampPhrase}[ \t]*["']?([^\s"'\\,}]+)`, 'g');

/** The stamp that abra says it took, the last one where it says several; null when it says none. */
export function stampSaid(log: string): string | null {
  return [...plain(log).matchAll(said)].at(-1)?.[1] ?? null;
}

/** The text without colours. */
export function plain(log: string): string {
  return stripVTControlCharacters(log);
}

/** What went wrong stands among debug lines, which say it to nobody. */
export function withoutDebug(log: string): string {
  return log
    .split('\n')
    .filter((line) => !/\bDEBUG?\b/i.test(line))
    .join('\n');
}
