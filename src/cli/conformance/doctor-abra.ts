// driftlab doctor --abra: meets the abra that would deploy, anew, and says item by item how it stands.
import { defaultStateDir, requirePrivateEngines } from '../../engine/index.js';
import type { DeployerBinary } from '../../trial/ports.js';
import { lackingItems, meetingLog, metBefore, type MetAbra } from './met-abra.js';
import { meetAbra } from './meet-abra.js';

const marks = { passed: '✓', failed: '✗', open: '?' } as const;

/** Throws `missing-tool` where no private engine can run here: it is met on one alone. */
export async function metAnew(binary: DeployerBinary): Promise<MetAbra> {
  requirePrivateEngines();
  return meetAbra(binary, null);
}

export function metInWords(met: MetAbra): string {
  const { path, version, sha256, engine, items } = met;
  const width = Math.max(...items.map(({ name }) => name.length));
  const rows = items.map(
    ({ name, claim, state, seen }) =>
      `${marks[state]} ${name.padEnd(width)}  ${claim}\n  ${' '.repeat(width)}  ${seen.replaceAll('\n', ' · ')}`,
  );
  const lacking = lackingItems(met).map(({ name }) => name);
  const answer =
    lacking.length === 0
      ? 'This abra is what driftlab takes abra for: campaigns may deploy by it.'
      : `This abra is not what driftlab takes abra for (${lacking.join(', ')}): campaigns by it are refused.\n` +
        `All that it said: ${meetingLog(defaultStateDir(), sha256)}`;
  return (
    `abra ${version} at ${path} (SHA-256 ${sha256})\nmet on a private engine of Docker ${engine}\n\n` +
    `${rows.join('\n')}\n\n${answer}\n`
  );
}

/** How an abra stood when it was met, a few words. */
export function conformanceInWords(sha256: string): string {
  const met = metBefore(defaultStateDir(), sha256);
  if (met === null) return 'never met here (`driftlab doctor --abra` meets it)';
  const lacking = lackingItems(met).map(({ name }) => name);
  const on = met.at.slice(0, 10);
  return lacking.length === 0
    ? `met on ${on}, as driftlab takes it to be`
    : `met on ${on}, and refused for ${lacking.join(', ')}`;
}

/** Whether campaigns may deploy by it. */
export function isConformant(met: MetAbra): boolean {
  return lackingItems(met).length === 0;
}
