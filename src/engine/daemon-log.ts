// The log of an engine's dockerd, which its launcher and init write to as well.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { redact } from '../base/secrets/index.js';

const linesShown = 8;

export function daemonLogOf(folder: string): string {
  return join(folder, 'dockerd.log');
}

/**
 * The last lines that say more than debug, each on a line of its own after a line break; empty when there is
 * no log.
 */
export function lastLogLines(folder: string): string {
  const lines = readLog(folder)
    .split('\n')
    .filter((line) => line !== '' && !/level=(debug|info)/.test(line));
  return lines
    .slice(-linesShown)
    .map((line) => `\n  ${redact(line)}`)
    .join('');
}

function readLog(folder: string): string {
  try {
    return readFileSync(daemonLogOf(folder), 'utf8');
  } catch {
    return '';
  }
}
