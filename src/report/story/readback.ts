// What was read at the end, and what a check that looks at health and label alone would have made of it.
import type { EvidenceOf } from '../../evidence/evidence.js';
import { adoptionOf, ofKind } from '../../evidence/timeline.js';
import type { RunVerdict } from '../../verdict/verdict.js';
import { momentOf, type Moment } from './moment.js';
import type { RunContext } from './run-context.js';
import { taskOfInWords } from './roles.js';
import { runningAt } from './tasks.js';

export function readbackMoments(context: RunContext, verdict: RunVerdict | null): readonly Moment[] {
  return [...naiveHealthy(context), ...readback(context, verdict)];
}

function naiveHealthy(context: RunContext): readonly Moment[] {
  const line = ofKind(context.lines, 'naive').find(
    (candidate) => candidate.run === context.run.run && candidate.moment === 'healthy',
  );
  if (line === undefined) return [];
  const running = runningAt(context, context.service, line.atMs);
  const [one] = running;
  const old = one !== undefined && running.every(({ role }) => role === 'old');
  const who = old ? ` (the ${taskOfInWords(one)} answers)` : '';
  return [
    momentOf('naive', line.atMs, `naive check: ${line.healthy ? 'healthy' : 'not healthy'}${who}`, {
      lines: [line.seq],
    }),
  ];
}

function readback(context: RunContext, verdict: RunVerdict | null): readonly Moment[] {
  const line = ofKind(context.lines, 'readback').find((candidate) => candidate.run === context.run.run);
  if (line === undefined || isUnstamped(context, line)) return [];
  const read = line.found
    ? `readback ${line.stamp ?? 'without a stamp'}`
    : 'readback: the service is not there';
  const intended = verdict?.stamps.intended ?? null;
  const against = intended === null ? '' : `, intended ${intended}`;
  const text = `${read}${against}${driftWord(verdict, line)}.${naiveWord(verdict)}`;
  return [momentOf('readback', line.atMs, text, { lines: [line.seq] })];
}

/** A head that could not be deployed is not there, and yet did not drift. */
function driftWord(verdict: RunVerdict | null, { found, stamp }: EvidenceOf<'readback'>): string {
  const [drift, intended] = [verdict?.drift ?? null, verdict?.stamps.intended ?? null];
  if (drift === null) return '';
  if (drift) return ': drift';
  const other = found && intended !== null && stamp !== intended;
  return other ? ': not as intended, but a deploy that could not work is not counted as drift' : ': no drift';
}

/** Of a stack that others deploy in their own way, that a label is not there says nothing. */
function isUnstamped({ lines, run }: RunContext, { found, stamp }: EvidenceOf<'readback'>): boolean {
  const adopted = adoptionOf(lines, run.run);
  return adopted !== null && adopted.intendedStamp === null && found && stamp === null;
}

/** What it would have said, where that differs from the truth or fails beside it. */
function naiveWord(verdict: RunVerdict | null): string {
  if (verdict === null || verdict.naive === null) return '';
  if (verdict.masked)
    return verdict.naive.pass
      ? ' The naive check would have passed.'
      : ` The naive check would have said "${verdict.naive.message.replace(/\.$/, '')}".`;
  return verdict.naive.pass ? '' : ' The naive check would have failed too.';
}
