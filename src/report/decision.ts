// The answer to the question at which a campaign was to stop, in words: never more than the trials show, and never "equal".
import { formatBytes } from '../base/units.js';
import type { Decision, FoundThreshold } from '../statistics/summary.js';
import { onlyArm } from '../scenario/arm-pattern.js';
import { counted, listed, perCent } from './words.js';

/** Sentences, the answer first. */
export function decisionSentences(decision: Decision): readonly string[] {
  if (decision.threshold !== null) return thresholdSentences(decision, decision.threshold);
  const { interval, ignored, causes, otherwise } = decision;
  return [
    answerOf(decision),
    ...(interval === null ? [] : [`Exact for this early stop: the rate is about ${perCent(interval.estimate)} %, ${perCent(interval.confidence)} % interval ${perCent(interval.low)} to ${perCent(interval.high)} %.`]),
    ...(decision.answer === null || decision.answer === 'cannot-tell' ? [furtherTrials(decision)] : [price(decision)]),
    ...(causes === null ? [] : [otherDrift(causes, otherwise)]),
    ...(ignored.length === 0 ? [] : [`Launched after the trial that decided, and so not counted: ${ignored.join(', ')}.`]),
  ];
}

function answerOf(decision: Decision): string {
  const { answer, arm, against, design: { low, high, error }, reason } = decision;
  const found = seen(decision);
  const chance = `a probability of at most ${perCent(error)} %`;
  switch (answer) {
    case 'pass': return `Pass: ${arm} fails in fewer than ${perCent(high)} % of upgrades. ${found}; at a rate of ${perCent(high)} % or more a pass has ${chance}.`;
    case 'fail': return `Fail: ${arm} does not stay below ${perCent(high)} %. ${found}; at a rate of ${perCent(low)} % or less a fail has ${chance}.`;
    case 'reproduced': return `Reproduced: ${arm} drifts. ${found}; at a rate of ${perCent(low)} % or less this answer has ${chance}.`;
    case 'not-reproduced': return `Not reproduced: ${arm} drifts in fewer than ${perCent(high)} % of upgrades. ${found}; at a rate of ${perCent(high)} % or more this answer has ${chance}.`;
    case 'a-worse': return `${arm} drifts more often than ${against?.arm ?? ''}. ${found}; if it were not worse, this answer would have ${chance}.`;
    case 'not-shown': return `Not shown that ${arm} drifts more often than ${against?.arm ?? ''}: that is no proof that they are alike. ${found}.`;
    case 'found':
    case 'outside':
    case 'cannot-tell': return `Cannot tell: ${reason ?? 'the trials do not decide'}. ${found}.`;
    case null: return against !== null ? `Cannot tell yet whether ${arm} drifts more often than ${against.arm}. ${found}.` : `Cannot tell yet whether the rate of ${arm} is nearer to ${perCent(low)} % or to ${perCent(high)} %. ${found}.`;
  }
}

function otherDrift(causes: readonly string[], otherwise: number): string {
  const kinds = listed(causes);
  return otherwise === 0 ? `Only drift by ${kinds} counts; there was no other.` : `Only drift by ${kinds} counts: ${counted(otherwise, 'trial')} drifted by another cause, and not so here.`;
}

function thresholdSentences({ arm, answer, reason, n, k, needed }: Decision, { mean, low, high, confidence, outside, tested, isotonic, agrees }: FoundThreshold): readonly string[] {
  const range = `${formatBytes(tested.low)} to ${formatBytes(tested.high)}`;
  const found = `${String(k)} of ${counted(n, 'valid trial')} drifted, over ${range}.`;
  if (answer === 'cannot-tell') return [`Cannot tell: ${reason ?? 'the trials do not decide'}. ${found}`];
  const which = arm === onlyArm ? '' : ` of ${arm}`;
  const so = answer === null ? 'So far: ' : '';
  const where = outside !== null
    ? `${so}the load at which half of the upgrades${which} drift lies outside the tested range, ${outside} ${formatBytes(outside === 'above' ? tested.high : tested.low)}, or cannot be placed in it.`
    : `${so}half of the upgrades${which} drift at a load of about ${formatBytes(mean)} (${perCent(confidence)} % interval ${formatBytes(low)} to ${formatBytes(high)}).`;
  const check = isotonic === null || outside !== null ? [] : [`Without a curve (isotonic regression): ${formatBytes(isotonic)}${agrees === false ? ', which is far from it: the curve may not fit' : ''}.`];
  return [where.charAt(0).toUpperCase() + where.slice(1), found, ...check, ...(answer === null ? [`At most ${counted(needed.worst, 'further valid trial')} will be run.`] : [])];
}

function seen({ question, arm, against, k, n }: Decision): string {
  if (against !== null) return `${arm} drifted in ${String(k)} and ${against.arm} in ${String(against.k)} of ${counted(n, 'pair')}`;
  if (n === 0) return `No valid trial of ${arm} counts so far`;
  return `${arm} ${question === 'reproduced' ? 'drifted' : 'did not hold'} in ${String(k)} of ${counted(n, 'valid trial')}`;
}

function furtherTrials({ answer, against, needed: { clean, worst }, question }: Decision): string {
  if (answer === 'cannot-tell') return 'Mend what keeps trials from showing anything, and run it again.';
  if (against !== null) return `At most ${counted(worst, 'further pair')} will decide.`;
  const most = `at most ${counted(worst, 'further valid trial')} will decide`;
  return clean === 0 ? `It is past answering no; ${most}.` : `${counted(clean, 'further valid trial')} will do if ${clean === 1 ? 'it' : 'all of them'} ${question === 'reproduced' ? (clean === 1 ? 'does not drift' : 'do not drift') : (clean === 1 ? 'holds' : 'hold')}; ${most}.`;
}

function price({ n, fixed, against }: Decision): string {
  if (against !== null) return `It took ${counted(n, 'pair')}; a fixed number with the same errors would have been ${counted(fixed, 'trial')} of each arm.`;
  return `It took ${counted(n, 'valid trial')}; a fixed number with the same errors would have been ${String(fixed)}.`;
}
