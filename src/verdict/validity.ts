// Whether a trial can tell anything at all. Asked before any outcome: absence of evidence is never `held`.
import { holesIn } from '../evidence/codec.js';
import { adoptionOf, deployOf, ofKind } from '../evidence/timeline.js';
import { kindOfMissed, missedAction } from './actions.js';
import { ranAlone } from './alone.js';
import { engineChanged, restartMeant } from './engine-change.js';
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

/** Made again it would be restarted again. */
function kindOfChange({ lines }: Questioned): Invalidity {
  return restartMeant(lines) ? 'unclear' : 'lab';
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
