// What a check said of an upgrade, held against what became of it: whether it was right, and whether it could
// know when it answered. A trial that shows nothing judges no check.
import { formatDuration } from '../base/units.js';
import type { Evidence, EvidenceOf } from '../evidence/evidence.js';
import { compareInstants } from '../evidence/instant.js';
import { ownProgram } from '../evidence/named-checks.js';
import { deployOf, ofKind } from '../evidence/timeline.js';
import type { CheckSettings } from '../scenario/check-settings.js';
import type { CheckVerdict } from './check-verdict.js';
import { isSilent, standingOf } from './standing.js';
import type { RunVerdict } from './verdict.js';

export interface CheckQuestion {
  readonly run: string;
  /** Those of the scenario. */
  readonly checks: readonly CheckSettings[];
  readonly lines: readonly Evidence[];
  /** What became of the run. */
  readonly found: Pick<RunVerdict, 'outcome' | 'drift' | 'cause'>;
  /** Full names of the services that count. */
  readonly services: readonly string[];
}

export function judgeChecks(question: CheckQuestion): readonly CheckVerdict[] {
  return question.checks.map(({ name, check }) => {
    const own = ofKind(question.lines, 'check').filter(
      (line) => line.run === question.run && line.name === name,
    );
    const [begin, end] = [own.find(({ mark }) => mark === 'begin'), own.find(({ mark }) => mark === 'end')];
    const answer = end?.answer ?? null;
    const afterMs =
      begin === undefined || end === undefined || answer === null
        ? null
        : Math.max(0, Math.round(end.atMs - begin.atMs));
    const known = { name, check, answer, afterMs, said: end?.said ?? null };
    if (begin === undefined) return { ...known, judgement: null, reason: whyNotAsked(question) };
    if (end === undefined)
      return { ...known, judgement: null, reason: 'it had not ended when the trial did' };
    const overdue = own.some(({ mark }) => mark === 'overdue');
    return { ...known, ...judged(question, { end, overdue, afterMs: afterMs ?? 0 }) };
  });
}

function whyNotAsked({ lines, run }: CheckQuestion): string {
  const end = deployOf(lines, run, 'upgrade', 'end');
  return end !== null && end.exitCode !== 0
    ? 'it was not asked, since the deploy had failed'
    : 'it was not asked, since the head was not deployed';
}

interface Answered {
  readonly end: EvidenceOf<'check'>;
  /** Observation was over before it answered. */
  readonly overdue: boolean;
  readonly afterMs: number;
}

type Judged = Pick<CheckVerdict, 'judgement' | 'reason'>;

function judged(question: CheckQuestion, answered: Answered): Judged {
  const { outcome } = question.found;
  const { end, overdue, afterMs } = answered;
  const good = truthOf(question.found);
  if (good === null) return { judgement: null, reason: `the trial is ${outcome}, and judges no check` };
  const became = good ? 'the upgrade held' : endInWords(question.found);
  if (end.answer === null)
    return { judgement: 'no-answer', reason: `it gave no answer: ${end.failure ?? 'it did not say why'}` };
  const when = `it said ${end.answer} ${formatDuration(afterMs)} after the deploy`;
  if (good && end.answer === 'bad') return { judgement: 'false-alarm', reason: `${when}, but ${became}` };
  const later = good ? changeAfter(question, end) : signOnlyAfter(question, end);
  if (end.answer === 'good' && !good)
    return { judgement: 'missed', reason: `${when}, but ${became}${later === null ? '' : `; ${later}`}` };
  if (later !== null)
    return { judgement: 'too-early', reason: `${when}, and ${became}, but it could not know: ${later}` };
  if (overdue) return { judgement: 'late', reason: `${when}, when observation was over; ${became}` };
  return { judgement: 'right', reason: `${when}, and ${became}` };
}

/** Whether the upgrade went well; null where nobody can say, or nothing was to be done. */
function truthOf({ outcome, drift }: CheckQuestion['found']): boolean | null {
  if (isSilent(outcome)) return null;
  return standingOf(outcome) === 'stood' ? (drift === null ? null : !drift) : false;
}

function endInWords({ outcome }: CheckQuestion['found']): string {
  return outcome === 'held' ? 'the label is not the one that was meant' : `the upgrade ended ${outcome}`;
}

/**
 * The first thing that still changed after a good answer in what it rests on: the spec, swarm's update, or a
 * task that only then ran. Null when nothing did.
 */
function changeAfter({ lines, services }: CheckQuestion, end: EvidenceOf<'check'>): string | null {
  for (const line of lines) {
    if (line.seq <= end.seq || (line.kind !== 'spec' && line.kind !== 'task')) continue;
    if (!services.includes(line.service) || !isAfter(line, end)) continue;
    if (line.kind === 'task') {
      if (line.state !== 'running' || line.desired !== 'running') continue;
      if (hadRun(lines, line, end)) continue;
      return `a task of ${line.service} came to run only after that`;
    }
    const before = lines.findLast(
      (one): one is EvidenceOf<'spec'> =>
        one.kind === 'spec' && one.service === line.service && one.seq < line.seq,
    );
    const state = line.update?.state ?? null;
    if (before === undefined || before.spec.specHash !== line.spec.specHash)
      return `the spec of ${line.service} changed after that`;
    if (state !== (before.update?.state ?? null))
      return `the update of ${line.service} came to ${state ?? 'nothing'} only after that`;
  }
  return null;
}

function hadRun(
  lines: readonly Evidence[],
  { taskId }: EvidenceOf<'task'>,
  end: EvidenceOf<'check'>,
): boolean {
  return ofKind(lines, 'task').some(
    (line) => line.taskId === taskId && line.state === 'running' && line.seq <= end.seq,
  );
}

/** In words, when every sign of trouble came only after it; null when there was one before. */
function signOnlyAfter(question: CheckQuestion, end: EvidenceOf<'check'>): string | null {
  const { cause } = question.found;
  const causeMs = cause?.atMs ?? null;
  if (causeMs !== null && causeMs <= end.atMs) return null;
  const signs = signsOf(question);
  if (signs.some((line) => line.seq <= end.seq || !isAfter(line, end))) return null;
  return signs.length === 0 && causeMs === null ? null : 'nothing had gone wrong by then';
}

/** Updates that failed, tasks that ended badly and services that were taken away, since the head's deploy. */
function signsOf({
  lines,
  run,
  services,
}: CheckQuestion): readonly (EvidenceOf<'spec'> | EvidenceOf<'task'>)[] {
  const begin = deployOf(lines, run, 'upgrade', 'begin');
  const before = new Map(
    ofKind(lines, 'spec')
      .filter(({ seq }) => begin !== null && seq < begin.seq)
      .map(({ service, update }) => [service, update?.startedAt ?? null]),
  );
  return lines.filter((line): line is EvidenceOf<'spec'> | EvidenceOf<'task'> => {
    if (begin === null || line.seq < begin.seq) return false;
    if ((line.kind !== 'spec' && line.kind !== 'task') || !services.includes(line.service)) return false;
    if (line.kind === 'task') return line.state === 'failed' || line.state === 'rejected';
    const failed = /^(?:paused|rollback_)/.test(line.update?.state ?? '');
    return !line.exists || (failed && line.update?.startedAt !== before.get(line.service));
  });
}

/**
 * Whether what the line shows happened after the check had answered. It may have been seen late: only when
 * both the engine's clock and the lab's put it after the answer is it counted so.
 */
function isAfter(line: EvidenceOf<'spec'> | EvidenceOf<'task'>, end: EvidenceOf<'check'>): boolean {
  const happened = line.kind === 'spec' ? line.updatedAt : line.statusAt;
  return line.atMs > end.atMs && (compareInstants(happened, end.wall) ?? 1) > 0;
}

/** Checks that ran when another client wrote: they may have been that client. */
export function checksBeside(
  lines: readonly Evidence[],
  cause: Pick<NonNullable<RunVerdict['cause']>, 'kind' | 'atMs'> | null,
): readonly string[] {
  const atMs = cause?.kind === 'foreign-write' ? cause.atMs : null;
  if (atMs === null) return [];
  const own = ofKind(lines, 'check');
  const running = own.filter(
    ({ mark, name, run, atMs: begunMs, check }) =>
      mark === 'begin' &&
      check === ownProgram &&
      begunMs <= atMs &&
      !own.some(
        (other) => other.mark === 'end' && other.name === name && other.run === run && other.atMs < atMs,
      ),
  );
  return running.map(({ name }) => `the check ${name} ran at that moment and may have been that client`);
}
