// What the lab could not see, or what was contradicted by what it saw.
import type { Evidence } from '../evidence/evidence.js';
import { alwaysNeeded, besideTheOutcome } from '../evidence/named-sources.js';
import { outagesIn, overlaps, placeInWords, unwatchedPlace, type SourceOutage } from '../evidence/outages.js';
import { ofKind, firstUpgradeOver, deployOf, tasksOf, servicesOf } from '../evidence/timeline.js';
import { missingFact } from './missing-facts.js';
import { inWords, endOf, type Questioned } from './questioned.js';

/**
 * What decides the outcome has to have been seen from the first write over the base to the end of
 * observation, without a hole. A stamp probe has no sources.
 */
export function lostSight({ lines, run, spec }: Questioned): string | null {
  const needed = spec.settings.stopAt === 'stamp' ? null : neededSight(lines, run);
  if (needed === null) return null;
  const [fromMs, toMs] = needed;
  const blind = outagesIn(lines).filter(({ source }) => !besideTheOutcome.includes(source));
  const outage =
    stalledFirst(blind.filter((one) => overlaps(one, fromMs, toMs))) ?? longInBase(blind, lines, run);
  if (outage !== null) return inWords(outage);
  const missing = alwaysNeeded.flatMap((source) => unwatchedPlace(lines, source) ?? [])[0];
  if (missing !== undefined) return `source ${missing} did not watch`;
  const gone = ofKind(lines, 'source').find(
    ({ state, atMs, source }) => state === 'detached' && atMs < toMs && !besideTheOutcome.includes(source),
  );
  return gone === undefined ? null : `source ${placeInWords(gone)} stopped watching before observation ended`;
}

/**
 * Why nothing could be read at the end, in words: the lab stood still after observation, or could not look.
 * Null where no source was blind then.
 */
export function blindAtTheEnd(lines: readonly Evidence[], run: string): string | null {
  const sinceMs = endOf(lines, run, ['observe', 'runs']);
  const outage = stalledFirst(outagesIn(lines).filter((one) => overlaps(one, sinceMs, Infinity)));
  return outage === null ? null : inWords(outage);
}

/** Where the lab itself did not run, that is why the others did not see. */
function stalledFirst(outages: readonly SourceOutage[]): SourceOutage | null {
  return outages.find(({ source }) => source === labItself) ?? outages[0] ?? null;
}

/**
 * In milliseconds since the trial began. What was missed before the upgrade is made up for by looks, which
 * show how the base stands; where no upgrade was begun, the looks at the end of the base's time must have
 * shown that it did not stand. Null where the outcome needs no sight: nothing was deployed, or the base's
 * deploy itself failed.
 */
function neededSight(lines: readonly Evidence[], run: string): readonly [number, number] | null {
  const begin = firstUpgradeOver(lines, run) ?? deployOf(lines, run, 'upgrade', 'begin');
  if (begin !== null && deployOf(lines, run, 'upgrade', 'begin') !== null)
    return [begin.atMs, endOf(lines, run, ['observe', 'runs'])];
  if (deployOf(lines, run, 'base', 'end')?.exitCode !== 0) return null;
  const baseEndMs = endOf(lines, run, ['base', 'runs']);
  return [baseEndMs, baseEndMs];
}

/** The source that watches the lab's own clock. */
const labItself = 'lab';

/** An engine that answers nobody for so long in the time of a base that never stood may be why it did not. */
const baseBlindMsMax = 5000;

/** Null where an upgrade was begun: its base stood. */
function longInBase(
  blind: readonly SourceOutage[],
  lines: readonly Evidence[],
  run: string,
): SourceOutage | null {
  const begin = deployOf(lines, run, 'base', 'begin');
  if (begin === null || deployOf(lines, run, 'upgrade', 'begin') !== null) return null;
  const [sinceMs, untilMs] = [begin.atMs, endOf(lines, run, ['base', 'runs'])];
  return (
    blind.find(({ fromMs, toMs }) => Math.min(toMs, untilMs) - Math.max(fromMs, sinceMs) > baseBlindMsMax) ??
    null
  );
}

/**
 * An engine that keeps few records of tasks can forget one before its end was seen: what became of it is then
 * unknown. Tasks that a head with fewer replicas gives up are forgotten on purpose.
 */
export function forgottenTask({ lines, spec, run }: Questioned): string | null {
  const stack = spec.runs.find((one) => one.run === run)?.stack ?? '';
  const removed = new Set(
    ofKind(lines, 'spec')
      .filter(({ exists }) => !exists)
      .map(({ serviceId }) => serviceId),
  );
  const forgotten = servicesOf(lines, stack)
    .flatMap((service) => tasksOf(lines, service))
    .find(
      ({ last, ended }) =>
        !last.exists && ended === null && last.desired !== 'remove' && !removed.has(last.serviceId),
    );
  return forgotten === undefined
    ? null
    : `swarm forgot the task ${forgotten.taskId} before its end was seen, while it was ` +
        forgotten.last.state;
}

/** A stamp probe watches nothing. */
export function contradicted({ lines, run, spec }: Questioned): string | null {
  const own = spec.settings.stopAt === 'stamp' ? undefined : spec.runs.find((one) => one.run === run);
  const found =
    own === undefined
      ? null
      : missingFact({
          lines,
          run: own,
          endMs: Math.min(endOf(lines, run, ['observe', 'runs']), lines.at(-1)?.atMs ?? 0),
        });
  return found === null ? null : `a fact is missing: ${found}`;
}
