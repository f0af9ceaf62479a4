// What lies over all lanes: times in which a load was on, and times in which a source could not see.
import { formatAmount } from '../../base/units.js';
import type { Evidence } from '../../evidence/evidence.js';
import { isSamePlace, outagesIn, placeInWords } from '../../evidence/outages.js';
import { ofKind } from '../../evidence/timeline.js';
import type { Dose } from '../../verdict/verdict.js';
import { aroundHead } from '../story/load-times.js';
import type { Band, Window } from './lanes.js';

export interface Banded {
  readonly lines: readonly Evidence[];
  readonly doses: readonly Dose[];
  /** When the first task of the head was started; null where none was. */
  readonly beganMs: number | null;
}

export function bandsOf(banded: Banded, window: Window): readonly Band[] {
  const { lines, doses } = banded;
  return [...doses.flatMap((dose) => loadBand(banded, dose, window)), ...outageBands(lines, window)].filter(
    ({ fromMs, toMs }) => toMs > fromMs,
  );
}

/** From its start on: memory may be short before the load is as large as it is to be. */
function loadBand({ lines, beganMs }: Banded, dose: Dose, window: Window): readonly Band[] {
  const { index, injector, unit, target, achieved, met } = dose;
  const own = ofKind(lines, 'load').filter((line) => line.index === index);
  const begin = own.find(({ event }) => event === 'started') ?? own[0];
  if (begin === undefined) return [];
  const end = own.find(({ event }) => event === 'ended' || event === 'died');
  const around = aroundHead(lines, index, beganMs);
  const got = achieved === null ? 'not measured' : formatAmount(achieved, unit);
  return [
    {
      kind: 'load',
      ...clamped(begin.atMs, dose.toMs ?? end?.atMs ?? Infinity, window),
      label: `${injector} load ${achieved === null ? '' : got}`.trim(),
      text:
        `${injector} load: asked ${formatAmount(target, unit)}, got ` +
        `${got}${met === false ? ', which misses the dose' : ''}${around === null ? '' : `; ${around.text}`}`,
      lines: [begin.seq, ...(end === undefined ? [] : [end.seq])],
      quotes: [],
    },
  ];
}

function outageBands(lines: readonly Evidence[], window: Window): readonly Band[] {
  const gaps = ofKind(lines, 'gap');
  return outagesIn(lines).map((outage) => {
    const { fromMs, toMs, reason } = outage;
    const blind = placeInWords(outage);
    return {
      kind: 'blind',
      ...clamped(fromMs, toMs, window),
      label: `${blind} blind`,
      text: `${blind} could not see${toMs === Infinity ? ', to the last' : ''}: ${reason}`,
      lines: gaps
        .filter((gap) => isSamePlace(gap, outage) && gap.atMs >= fromMs && gap.atMs <= toMs)
        .map(({ seq }) => seq),
      quotes: [],
    };
  });
}

function clamped(fromMs: number, toMs: number, window: Window): Window {
  return {
    fromMs: Math.round(Math.max(fromMs, window.fromMs)),
    toMs: Math.round(Math.min(toMs, window.toMs)),
  };
}
