// Tells a watched upgrade: its story for a person, its verdict for a program, and an exit code for a script.
import type { WatchedUpgrade } from '../../doors/watch-upgrade.js';
import { isWell, type Outcome } from '../../verdict/index.js';
import { exitCodes } from '../exit.js';
import { openTerminal } from '../terminal/terminal.js';

export function tellWatched(
  { verdict, story, stack, service }: WatchedUpgrade,
  { json }: { readonly json?: boolean },
): void {
  const terminal = openTerminal();
  if (json === true) terminal.json({ stack, service, verdict });
  else terminal.out(story);
}

export function exitCodeOfOutcome(outcome: Outcome): number {
  if (outcome === 'inconclusive') return exitCodes.cannotTell;
  return isWell(outcome) ? exitCodes.done : exitCodes.expectationNotMet;
}
