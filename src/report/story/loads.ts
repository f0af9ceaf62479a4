// Loads: what was asked for, what was held, and how full the envelope was then.
import { formatAmount, formatBytes, type LoadUnit } from '../../base/units.js';
import type { Evidence, EvidenceOf } from '../../evidence/evidence.js';
import { ofKind } from '../../evidence/timeline.js';
import type { Dose } from '../../verdict/verdict.js';
import { aroundHead } from './load-times.js';
import { momentOf, type Moment } from './moment.js';

/** A share of time that a reader should know of. */
const worthSaying = 0.05;

/**
 * One moment when a load is full (or starts and never is), and one when it ends or dies; `beganMs` is when
 * the first task of the head began.
 */
export function loadMoments(
  lines: readonly Evidence[],
  dose: readonly Dose[],
  beganMs: number | null,
): readonly Moment[] {
  const loads = ofKind(lines, 'load');
  const indexes = [...new Set(loads.map((line) => line.index))];
  return indexes.flatMap((index) => {
    const ofIndex = loads.filter((line) => line.index === index);
    const full = ofIndex.find((line) => line.event === 'full');
    const at =
      full ??
      ofIndex.find((line) => line.event === 'started') ??
      ofIndex.find((line) => line.event === 'planned');
    const died = ofIndex.find((line) => line.event === 'died');
    return [
      ...(at === undefined
        ? []
        : [onMoment(lines, at, dose.find((candidate) => candidate.index === index) ?? null)]),
      ...(died === undefined ? endMoment(lines, index, beganMs) : [diedMoment(died)]),
    ];
  });
}

function onMoment(lines: readonly Evidence[], line: EvidenceOf<'load'>, dose: Dose | null): Moment {
  const { unit, injector, target } = line;
  const achieved = dose?.achieved ?? line.achieved;
  const got =
    line.event === 'planned'
      ? dose?.met === null
        ? 'not due: swarm did not roll back'
        : 'never started'
      : achieved === null
        ? `${verb(unit)}: not measured`
        : `${verb(unit)} ${formatAmount(achieved, unit)}`;
  const missed = dose?.met === false;
  const asked = `${injector} load: asked ${formatAmount(target, unit)}, ${got}`;
  const text = `${asked}${missed ? ', which misses the dose' : ''}`;
  const aside =
    [envelopeAt(lines, line.atMs), ...stressInWords(dose)].filter((part) => part !== null).join(', ') || null;
  return momentOf('load', line.atMs, text, { aside, lines: [line.seq], cited: missed });
}

function verb(unit: LoadUnit): string {
  return unit === 'bytes' ? 'held' : unit === 'tasks' ? 'running' : 'got';
}

/** What had to wait while the load was full, where it was worth a word. */
function stressInWords(dose: Dose | null): readonly string[] {
  const pressure = dose?.stress?.pressure ?? null;
  if (pressure === null) return [];
  const shares = [
    ['CPU', pressure.cpu],
    ['memory', pressure.memory],
    ['disk', pressure.io],
  ] as const;
  const worth = shares
    .filter(([, share]) => share >= worthSaying)
    .map(([what, share]) => `${what} ${String(Math.round(share * 100))} %`);
  const who = pressure.scope === 'machine' ? 'the machine' : 'containers';
  return worth.length === 0 ? [] : [`${who} waited for ${worth.join(', ')} of the time`];
}

/** Told where there is a task of the head that it may have pressed. */
function endMoment(lines: readonly Evidence[], index: number, beganMs: number | null): readonly Moment[] {
  const around = aroundHead(lines, index, beganMs);
  if (around?.ended?.kind !== 'load') return [];
  const { atMs, seq, injector } = around.ended;
  return [momentOf('load', atMs, `${injector} load ends: it was ${around.text}`, { lines: [seq] })];
}

function diedMoment(line: EvidenceOf<'load'>): Moment {
  return momentOf(
    'load',
    line.atMs,
    `${line.injector} load died${line.note === null ? '' : `: ${line.note}`}`,
    { lines: [line.seq], cited: true },
  );
}

/** `envelope 249 of 448 MiB`, by the sample nearest in time; null without samples. */
function envelopeAt(lines: readonly Evidence[], atMs: number): string | null {
  const samples = ofKind(lines, 'envelope');
  const nearest = [...samples].sort(
    (a, b) => Math.abs(a.atMs - atMs) - Math.abs(b.atMs - atMs) || a.seq - b.seq,
  )[0];
  if (nearest === undefined) return null;
  const [used, limit] = [formatBytes(nearest.usageBytes), formatBytes(nearest.limitBytes)];
  const unit = limit.slice(limit.indexOf(' '));
  return `envelope ${used.endsWith(unit) ? used.slice(0, -unit.length) : used} of ${limit}`;
}
