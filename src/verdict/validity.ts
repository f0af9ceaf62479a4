// Whether a trial can tell anything at all. Asked before any outcome: absence of evidence is never `held`.
import { holesIn, type JournalProblem } from '../evidence/codec.js';
import type { Evidence } from '../evidence/evidence.js';
import type { Phase, Step } from '../evidence/fact.js';
import { outagesIn, overlaps, type SourceOutage } from '../evidence/outages.js';
import { adoptionOf, deployOf, firstUpgradeOver, ofKind, servicesOf, tasksOf } from '../evidence/timeline.js';
import type { JudgedTrial } from '../plan/plan.js';
import { engineFailure, type EngineFailure } from './engine-failures.js';
import { failedPart } from './engine-words.js';
import { missingFact } from './missing-facts.js';
import { starvedUnderLoad } from './starvation.js';
import type { Dose, Invalidity } from './verdict.js';

export interface Questioned {
  readonly spec: JudgedTrial;
  readonly run: string;
  /** The whole journal. */
  readonly evidence: readonly Evidence[];
  /** What was seen before the stack was taken down. */
  readonly lines: readonly Evidence[];
  readonly problems: readonly JournalProblem[];
  readonly doses: readonly Dose[];
}

/**
 * Sources that add to a story and decide no outcome: pictures, and words on causes. What `held` needs of them, the readback, it
 * asks for itself. A gap of any other source makes the outcome unknown.
 */
const besideTheOutcome: ReadonlySet<string> = new Set(['envelope', 'disk', 'pressure', 'processor', 'wear', 'kernel', 'daemon-log', 'naive', 'remains']);

/** Every engine has these, and no outcome is known without one of them. */
const alwaysNeeded: readonly string[] = ['events', 'specs', 'tasks'];

interface Check {
  /** The reason why nothing can be said; null to go on. */
  readonly why: (question: Questioned) => string | null;
  readonly kind: Invalidity | ((question: Questioned) => Invalidity);
}

/** Tasks that are forgotten, and runs that do not meet, may be so because of how upgrades end; and one that ends soon has less time to starve. */
const checks: readonly Check[] = [
  { why: brokenJournal, kind: 'evidence' }, { why: notCompleted, kind: kindOfFault }, { why: labFault, kind: kindOfFault },
  { why: engineChanged, kind: 'lab' }, { why: engineFailed, kind: kindOfFailure }, { why: lostSight, kind: 'evidence' }, { why: forgottenTask, kind: 'unclear' },
  { why: contradicted, kind: 'unclear' },
  { why: noTree, kind: 'evidence' }, { why: missedDose, kind: kindOfDose }, { why: starved, kind: 'unclear' }, { why: ranAlone, kind: 'unclear' },
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
const outside: ReadonlySet<string> = new Set(['engine-boot', 'engine-lost', 'missing-tool', 'image', 'evidence', 'dose', 'machine']);

/** Before the upgrade nothing can depend on how it ends. After its begin a deadline that passed, or an error that nobody foresaw, may. */
function kindOfFault({ lines, evidence }: Questioned): Invalidity {
  const fault = ofKind(evidence, 'fault').find(({ phase }) => phase !== 'destroy');
  const begun = ofKind(lines, 'deploy').find(({ step, mark }) => step === 'upgrade' && mark === 'begin');
  return fault === undefined || begun === undefined || fault.seq < begun.seq || outside.has(fault.code) || failedPart(fault.message) !== null ? 'lab' : 'unclear';
}

/** Whether and when swarm opens these windows depends on how the upgrade goes. */
const openedBySwarm: readonly string[] = ['monitor', 'rollback'];

function kindOfDose({ doses, spec }: Questioned): Invalidity {
  const late = doses.some(({ met, index }) => met === false && openedBySwarm.includes(spec.load[index]?.during ?? 'whole'));
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
  if (end === undefined) return 'the engine was not looked at when observation ended, so it may have been lost or restarted';
  if (start.engine !== end.engine || start.nodeId !== end.nodeId) return `the engine changed from ${start.engine} to ${end.engine}`;
  if (start.daemon !== null && end.daemon === null) return 'the engine\'s daemon had ended when observation did';
  if (start.daemon !== end.daemon) return `the engine was restarted during the trial (${String(start.daemon)}, then ${String(end.daemon)}), which cuts swarm's monitor`;
  const again = ofKind(lines, 'daemon-log').find(({ about, seq }) => about === 'daemon-start' && seq > start.seq);
  return again === undefined ? null : 'the engine\'s log shows a restart during the trial, which cuts swarm\'s monitor';
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

/** What decides the outcome has to have been seen from the first write over the base to the end of observation, without a hole. A stamp probe has no sources. */
function lostSight({ lines, run, spec }: Questioned): string | null {
  const needed = spec.settings.stopAt === 'stamp' ? null : neededSight(lines, run);
  if (needed === null) return null;
  const [fromMs, toMs] = needed;
  const blind = outagesIn(lines).filter(({ source }) => !besideTheOutcome.has(source));
  const outage = blind.find((one) => overlaps(one, fromMs, toMs)) ?? longInBase(blind, lines, run);
  if (outage != null) return inWords(outage);
  const attached = new Set(ofKind(lines, 'source').filter(({ state }) => state === 'attached').map(({ source }) => source));
  const missing = alwaysNeeded.find((source) => !attached.has(source));
  if (missing !== undefined) return `source ${missing} did not watch`;
  const gone = ofKind(lines, 'source').find(({ state, atMs, source }) => state === 'detached' && atMs < toMs && !besideTheOutcome.has(source));
  return gone === undefined ? null : `source ${gone.source} stopped watching before observation ended`;
}

/**
 * In milliseconds since the trial began. What was missed before the upgrade is made up for by looks, which show how the base stands;
 * where no upgrade was begun, the looks at the end of the base's time must have shown that it did not stand. Null where the outcome
 * needs no sight: nothing was deployed, or the base's deploy itself failed.
 */
function neededSight(lines: readonly Evidence[], run: string): readonly [number, number] | null {
  const begin = firstUpgradeOver(lines, run) ?? deployOf(lines, run, 'upgrade', 'begin');
  if (begin !== null && deployOf(lines, run, 'upgrade', 'begin') !== null) return [begin.atMs, endOf(lines, run, ['observe', 'runs'])];
  if (deployOf(lines, run, 'base', 'end')?.exitCode !== 0) return null;
  const baseEndMs = endOf(lines, run, ['base', 'runs']);
  return [baseEndMs, baseEndMs];
}

/** An engine that answers nobody for so long in the time of a base that never stood may be why it did not. */
const baseBlindMsMax = 5000;

/** Null where an upgrade was begun: its base stood. */
function longInBase(blind: readonly SourceOutage[], lines: readonly Evidence[], run: string): SourceOutage | null {
  const begin = deployOf(lines, run, 'base', 'begin');
  if (begin === null || deployOf(lines, run, 'upgrade', 'begin') !== null) return null;
  const [sinceMs, untilMs] = [begin.atMs, endOf(lines, run, ['base', 'runs'])];
  return blind.find(({ fromMs, toMs }) => Math.min(toMs, untilMs) - Math.max(fromMs, sinceMs) > baseBlindMsMax) ?? null;
}

/** When the first of these phases ended, or the run, where it is one of several; Infinity when that is not on record. */
function endOf(lines: readonly Evidence[], run: string, phases: readonly Phase[]): number {
  const ofRun = ofKind(lines, 'run').find((line) => line.run === run && line.mark === 'end');
  return (ofRun ?? ofKind(lines, 'phase').find(({ phase, mark }) => mark === 'end' && phases.includes(phase)))?.atMs ?? Infinity;
}

function inWords({ source, fromMs, toMs, reason }: SourceOutage): string {
  const until = toMs === Infinity ? 'and never saw again' : `until ${seconds(toMs)} s`;
  return `source ${source} lost sight from ${seconds(Math.max(0, fromMs))} s on, ${until}: ${reason}`;
}

/**
 * An engine that keeps few records of tasks can forget one before its end was seen: what became of it is then unknown. Tasks that a head
 * with fewer replicas gives up are forgotten on purpose.
 */
function forgottenTask({ lines, spec, run }: Questioned): string | null {
  const stack = spec.runs.find((one) => one.run === run)?.stack ?? '';
  const removed = new Set(ofKind(lines, 'spec').filter(({ exists }) => !exists).map(({ serviceId }) => serviceId));
  const forgotten = servicesOf(lines, stack).flatMap((service) => tasksOf(lines, service))
    .find(({ last, ended }) => !last.exists && ended === null && last.desired !== 'remove' && !removed.has(last.serviceId));
  return forgotten === undefined ? null : `swarm forgot the task ${forgotten.taskId} before its end was seen, while it was ${forgotten.last.state}`;
}

/** A stamp probe watches nothing. */
function contradicted({ lines, run, spec }: Questioned): string | null {
  const own = spec.settings.stopAt === 'stamp' ? undefined : spec.runs.find((one) => one.run === run);
  const found = own === undefined ? null : missingFact({ lines, run: own, endMs: Math.min(endOf(lines, run, ['observe', 'runs']), lines.at(-1)?.atMs ?? 0) });
  return found === null ? null : `a fact is missing: ${found}`;
}

function noTree({ lines, run }: Questioned): string | null {
  if (deployOf(lines, run, 'upgrade', 'begin') === null || adoptionOf(lines, run) !== null) return null;
  return ofKind(lines, 'worktree').some((line) => line.run === run && line.step === 'upgrade') ? null : 'the tree of the upgrade is not on record, so the intended stamp is unknown';
}

/** Loads of windows that never opened, because the base failed first, were not missed. */
function missedDose({ doses, lines, run, spec }: Questioned): string | null {
  const upgraded = deployOf(lines, run, 'upgrade', 'begin') !== null;
  const missed = doses.find(({ met, index }) => met === false && (upgraded || ['base', 'whole'].includes(spec.load[index]?.during ?? 'whole')));
  return missed === undefined ? null : `load ${String(missed.index + 1)} (${missed.injector}) missed its dose: ${missed.reason ?? 'unknown'}`;
}

/** Whoever wants to know what upgrades come to on a machine that is busy judges them all the same. */
function starved({ spec, lines }: Questioned): string | null {
  return spec.settings.judgeStarved ? null : starvedUnderLoad(spec, lines);
}

/**
 * Runs that are meant to race show nothing of a race when they did not. Without a lock upgrades are to overlap; where the lock is for
 * the base only, an upgrade and another run's base or upgrade. Those that take turns are not meant to.
 */
function ranAlone({ spec, run, lines }: Questioned): string | null {
  const { lock } = spec.settings.stacks;
  if (spec.runs.length < 2 || lock === 'run') return null;
  const spans = spec.runs.flatMap((one) => spanOf(lines, one.run, lock === 'base-only' ? 'base' : 'upgrade') ?? []);
  const own = spans.find((span) => span.run === run);
  if (own === undefined || spans.some((other) => other !== own && other.fromMs < own.toMs && own.fromMs < other.toMs)) return null;
  const spanInWords = ({ run: name, fromMs, toMs }: Span): string => `${name} from ${seconds(fromMs)} to ${seconds(toMs)} s`;
  return `${lock === 'base-only' ? 'it' : 'its upgrade'} overlapped no other: ${spans.map(spanInWords).join(', ')}`;
}

interface Span {
  readonly run: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** From a deploy to the end of the run; null when it did not come so far. */
function spanOf(lines: readonly Evidence[], run: string, from: Step): Span | null {
  const begin = deployOf(lines, run, from, 'begin');
  const end = ofKind(lines, 'run').find((line) => line.run === run && line.mark === 'end');
  return begin === null || end === undefined ? null : { run, fromMs: begin.atMs, toMs: end.atMs };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
