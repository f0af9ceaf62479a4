// The load that was measured against the load that was asked for. A load that was not there is no load: without its dose
// a trial shows nothing.
import type { Evidence, EvidenceOf } from '../evidence/evidence.js';
import { ofKind } from '../evidence/timeline.js';
import type { DrawnLoad } from '../plan/plan.js';
import type { Dose } from './verdict.js';

type LoadLine = EvidenceOf<'load'>;

export function dosesOf(loads: readonly DrawnLoad[], lines: readonly Evidence[]): readonly Dose[] {
  const seen = ofKind(lines, 'load');
  return loads.map((load, index) => doseOf(load, index, seen.filter((line) => line.index === index)));
}

function doseOf(load: DrawnLoad, index: number, lines: readonly LoadLine[]): Dose {
  const heldBytes = median(whileFull(lines).flatMap((line) => line.heldBytes ?? []));
  const reason = whyMissed(load, lines, heldBytes);
  return { index, injector: load.injector, targetBytes: load.targetBytes, heldBytes, met: reason === null, reason };
}

/** Measurements between full load and its end. */
function whileFull(lines: readonly LoadLine[]): readonly LoadLine[] {
  const from = lines.findIndex(({ event }) => event === 'full');
  const to = lines.findIndex(({ event }) => event === 'ended' || event === 'died');
  return from === -1 ? [] : lines.slice(from, to === -1 ? undefined : to);
}

/** A target of nothing is the control: it has no dose to miss. */
function whyMissed({ targetBytes, band }: DrawnLoad, lines: readonly LoadLine[], heldBytes: number | null): string | null {
  const died = lines.find(({ event }) => event === 'died');
  if (died !== undefined) return `the load died${died.note === null ? '' : `: ${died.note}`}`;
  if (targetBytes === 0) return null;
  if (!lines.some(({ event }) => event === 'started' || event === 'full')) return 'the load was never started';
  if (!lines.some(({ event }) => event === 'full')) return 'the load never reached its full amount';
  if (heldBytes === null) return 'the load was not measured';
  const off = Math.abs(heldBytes - targetBytes);
  return off <= band * targetBytes ? null : `held ${String(heldBytes)} of ${String(targetBytes)} bytes, more than ${String(band * 100)} % off`;
}

function median(amounts: readonly number[]): number | null {
  const sorted = [...amounts].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
