// Whether a trial can tell anything at all. Asked before any outcome: absence of evidence is never `held`.
import { holesIn } from '../evidence/codec.js';
import type { Evidence } from '../evidence/evidence.js';
import { compareInstants } from '../evidence/instant.js';
import { adoptionOf, deployOf, ofKind } from '../evidence/timeline.js';
import { kindOfMissed, missedAction } from './actions.js';
import { ranAlone } from './alone.js';
import { engineFailure, type EngineFailure } from './engine-failures.js';
import { failedPart } from './engine-words.js';
import { kindOfStep, missedStep } from './own-steps.js';
import { missedPassage } from './passages.js';
import type { Questioned } from './questioned.js';
import { forgottenTask, contradicted, lostSight } from './sight.js';
import { starvedUnderLoad } from './starvation.js';
import type { Invalidity } from './verdict.js';

interface Check {
  /** The reason why nothing can be said; null to go on. */
  readonly why: (question: Questioned) => string | null;
  readonly kind: Invalidity | ((question: Questioned) => Invalidity);
}

/**
 * Tasks that are forgotten, and runs that do not meet, may be so because of how upgrades end; and one that
 * ends soon has less time to starve.
 */
const checks: readonly Check[] = [
  { why: brokenJournal, kind: 'evidence' },
  { why: notCompleted, kind: kindOfFault },
  { why: labFault, kind: kindOfFault },
  { why: engineChanged, kind: kindOfChange },
  { why: engineFailed, kind: kindOfFailure },
  { why: lostSight, kind: 'evidence' },
  { why: forgottenTask, kind: 'unclear' },
  { why: contradicted, kind: 'unclear' },
  { why: noTree, kind: 'evidence' },
  { why: missedDose, kind: kindOfDose },
  { why: missedAction, kind: kindOfMissed },
  { why: missedStep, kind: kindOfStep },
  { why: missedPassage, kind: 'unclear' },
  { why: starved, kind: 'unclear' },
  { why: ranAlone, kind: 'unclear' },
];

/** The first reason why nothing can be said of this run, or null when its evidence is whole. */
export function whyInvalid(question: Questioned): string | null {
  return checks.map(({ why }) => why(question)).find((reason) => reason !== null) ?? null;
}

/** Of what kind that reason is. */
export function invalidityOf(question: Questioned): Invalidity | null {
  const found = checks.find(({ why }) => why(question) !== null);
  return found === undefined ? null : typeof found.kind === 'string' ? found.kind : found.kind(question);
}

/** Faults that have nothing to do with what was deployed, whenever they come. */
const outside: ReadonlySet<string> = new Set([
  'engine-boot',
  'engine-lost',
  'missing-tool',
  'image',
  'evidence',
  'dose',
  'machine',
]);

/**
 * Before the upgrade nothing can depend on how it ends. After its begin a deadline that passed, or an error
 * that nobody foresaw, may.
 */
function kindOfFault({ lines, evidence }: Questioned): Invalidity {
  const fault = ofKind(evidence, 'fault').find(({ phase }) => phase !== 'destroy');
  const begun = ofKind(lines, 'deploy').find(({ step, mark }) => step === 'upgrade' && mark === 'begin');
  return fault === undefined ||
    begun === undefined ||
    fault.seq < begun.seq ||
    outside.has(fault.code) ||
    failedPart(fault.message) !== null
    ? 'lab'
    : 'unclear';
}

/** Whether and when swarm opens these windows depends on how the upgrade goes. */
const openedBySwarm: readonly string[] = ['monitor', 'rollback'];

function kindOfDose({ doses, spec }: Questioned): Invalidity {
  const late = doses.some(
    ({ met, index }) => met === false && openedBySwarm.includes(spec.load[index]?.during ?? 'whole'),
  );
  return late ? 'unclear' : 'load';
}

function brokenJournal({ problems, evidence }: Questioned): string | null {
  const [problem] = [...problems, ...holesIn(evidence)];
  return problem === undefined ? null : `evidence is lost: ${problem.detail}`;
}

function notCompleted({ evidence }: Questioned): string | null {
  const end = ofKind(evidence, 'trial-end').at(-1);
  const fault = ofKind(evidence, 'fault')[0];
  const why = fault === undefined ? '' : ` (${fault.message})`;
  if (end === undefined) return `the journal has no end: the trial was cut short${why}`;
  if (end.end === 'aborted') return `the trial was interrupted${why}`;
  return end.end === 'invalid' ? `the lab or its engine failed${why}` : null;
}

/** A fault while taking the stack down comes too late to matter. */
function labFault({ lines }: Questioned): string | null {
  const fault = ofKind(lines, 'fault').find(({ phase }) => phase !== 'destroy');
  return fault === undefined ? null : `the lab failed in phase ${fault.phase}: ${fault.message}`;
}

/** A restarted engine forgets which tasks it monitored and how long: its `completed` then means nothing. */
function engineChanged({ lines }: Questioned): string | null {
  const engines = ofKind(lines, 'engine');
  const start = engines.find(({ moment }) => moment === 'start');
  const end = engines.findLast(({ moment }) => moment === 'end');
  if (start === undefined) return 'the engine was not looked at when the trial began';
  if (end === undefined)
    return 'the engine was not looked at when observation ended, so it may have been lost or restarted';
  if (start.engine !== end.engine || start.nodeId !== end.nodeId)
    return `the engine changed from ${start.engine} to ${end.engine}`;
  if (start.daemon !== null && end.daemon === null)
    return "the engine's daemon had ended when observation did";
  if (start.daemon !== end.daemon && restartMeant(lines))
    return "the engine's daemon was restarted, as the scenario has it, which cuts swarm's monitor";
  if (start.daemon !== end.daemon)
    return (
      `the engine was restarted during the trial (${String(start.daemon)}, then ` +
      `${String(end.daemon)}), which cuts swarm's monitor`
    );
  const again = ofKind(lines, 'daemon-log').find(
    ({ about, seq }) => about === 'daemon-start' && seq > start.seq,
  );
  return again === undefined
    ? null
    : "the engine's log shows a restart during the trial, which cuts swarm's monitor";
}

/** Made again it would be restarted again. */
function kindOfChange({ lines }: Questioned): Invalidity {
  return restartMeant(lines) ? 'unclear' : 'lab';
}

/**
 * Whether the daemon began anew while an action that restarts it was done, and at no other time: by the times
 * of its own log, which is read some time after. Beside any other action it ended by itself.
 */
function restartMeant(lines: readonly Evidence[]): boolean {
  const actions = ofKind(lines, 'action').filter(({ restartsDaemon }) => restartsDaemon === true);
  const spans = actions.flatMap(({ mark, failure, index, wall: to }) => {
    const begin = actions.find((other) => other.mark === 'begin' && other.index === index);
    return mark === 'end' && failure === null && begin !== undefined ? [{ from: begin.wall, to }] : [];
  });
  const starts = ofKind(lines, 'daemon-log').filter(({ about }) => about === 'daemon-start');
  const isMeant = ({ engineAt, wall }: Evidence): boolean =>
    spans.some(({ from, to }) => isOrdered(from, engineAt ?? wall) && isOrdered(engineAt ?? wall, to));
  return starts.length > 0 && starts.every(isMeant);
}

/** False also where an instant cannot be read. */
function isOrdered(one: string, other: string): boolean {
  return (compareInstants(one, other) ?? 1) <= 0;
}

/** A stamp probe puts nothing on the engine, and none of its deploys has to reach one. */
function failureOf({ lines, run, spec }: Questioned): EngineFailure | null {
  const own = spec.settings.stopAt === 'stamp' ? undefined : spec.runs.find((one) => one.run === run);
  return own === undefined ? null : engineFailure(lines, own);
}

function engineFailed(question: Questioned): string | null {
  return failureOf(question)?.reason ?? null;
}

/** Once the upgrade has begun, what overtaxed the engine may have been the head itself. */
function kindOfFailure(question: Questioned): Invalidity {
  const begun = deployOf(question.lines, question.run, 'upgrade', 'begin') !== null;
  return begun && failureOf(question)?.unprovoked === false ? 'unclear' : 'lab';
}

function noTree({ lines, run }: Questioned): string | null {
  if (deployOf(lines, run, 'upgrade', 'begin') === null || adoptionOf(lines, run) !== null) return null;
  return ofKind(lines, 'worktree').some((line) => line.run === run && line.step === 'upgrade')
    ? null
    : 'the tree of the upgrade is not on record, so the intended stamp is unknown';
}

/** Loads of windows that never opened, because the base failed first, were not missed. */
function missedDose({ doses, lines, run, spec }: Questioned): string | null {
  const upgraded = deployOf(lines, run, 'upgrade', 'begin') !== null;
  const missed = doses.find(
    ({ met, index }) =>
      met === false && (upgraded || ['base', 'whole'].includes(spec.load[index]?.during ?? 'whole')),
  );
  return missed === undefined
    ? null
    : `load ${String(missed.index + 1)} (${missed.injector}) missed its dose: ${missed.reason ?? 'unknown'}`;
}

/** Whoever wants to know what upgrades come to on a machine that is busy judges them all the same. */
function starved({ spec, lines }: Questioned): string | null {
  return spec.settings.judgeStarved ? null : starvedUnderLoad(spec, lines);
}
