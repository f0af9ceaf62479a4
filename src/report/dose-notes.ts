// What was asked of each injector in the campaign, and what it achieved.
import { formatAmount, type LoadUnit } from '../base/units.js';
import type { Dose } from '../verdict/verdict.js';
import type { FinishedTrial } from './note-groups.js';
import { counted } from './words.js';

/**
 * `memory: asked 61 to 139 MiB, within its band in 10 of 10 trials, at worst 0.4 % off.`, a line for each
 * injector that was to do something.
 */
export function doseNotes(finished: readonly FinishedTrial[]): readonly string[] {
  const doses = finished
    .flatMap(({ runs }) => runs[0]?.dose ?? [])
    .filter(({ met, target }) => met !== null && target > 0);
  return [...new Set(doses.map(({ injector }) => injector))].sort().map((injector) =>
    ofOne(
      injector,
      doses.filter((dose) => dose.injector === injector),
    ),
  );
}

function ofOne(injector: string, doses: readonly Dose[]): string {
  const unit = doses[0]?.unit ?? 'bytes';
  const met = doses.filter((dose) => dose.met === true);
  const off = met.map(({ achieved, target }) => Math.abs((achieved ?? target) / target - 1));
  const worst =
    off.length === 0 ? '' : `, at worst ${String(Math.round(Math.max(...off) * 1000) / 10)} % off`;
  return `${injector}: asked ${asked(
    doses.map(({ target }) => target),
    unit,
  )}, met in ${String(met.length)} of ${counted(doses.length, 'dose')}${worst}.`;
}

function asked(targets: readonly number[], unit: LoadUnit): string {
  const [low, high] = [formatAmount(Math.min(...targets), unit), formatAmount(Math.max(...targets), unit)];
  return low === high ? low : `${low} to ${high}`;
}
