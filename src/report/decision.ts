// The answer to the question at which a campaign was to stop, in words: never more than the trials show, and
// never "equal".
import { formatBytes } from '../base/units.js';
import type { Decision, FoundThreshold } from '../statistics/answer.js';
import { onlyArm } from '../scenario/arm-pattern.js';
import { checkOf, isMissedBy } from '../statistics/event.js';
import { causesIn, countWords } from './event-words.js';
import { armInWords, begun, counted, perCent } from './words.js';

/** Sentences, the answer first. */
export function decisionSentences(decision: Decision): readonly string[] {
  if (decision.threshold !== null) return thresholdSentences(decision, decision.threshold);
  const { ignored } = decision;
  const told = { ...decision, arm: armInWords(decision.arm) };
  return [
    answerOf(told),
    ...boundOf(decision),
    ...(decision.answer === null || decision.answer === 'cannot-tell'
      ? [furtherTrials(decision)]
      : [price(decision)]),
    ...beside(decision),
    ...(ignored.length === 0
      ? []
      : [`Launched after the trial that decided, and so not counted: ${ignored.join(', ')}.`]),
  ];
}

function answerOf(decision: Decision): string {
  const {
    answer,
    arm,
    against,
    design: { low, high, error },
    reason,
  } = decision;
  const found = begun(seen(decision));
  const { present, of } = countWords(decision.count);
  const chance = `a probability of at most ${perCent(error)} %`;
  switch (answer) {
    case 'pass':
      return (
        `Pass: ${arm} ${present} in fewer than ${perCent(high)} % of ${of}. ${found}; at a rate of ` +
        `${perCent(high)} % or more a pass has ${chance}.`
      );
    case 'fail':
      return (
        `Fail: ${notBelow(decision)}. ${found}; at a rate of ${perCent(low)} % or less a fail has ` +
        `${chance}.`
      );
    case 'reproduced':
      return (
        `Reproduced: ${arm} ${present} in more than ${perCent(low)} % of upgrades. ${found}; at a rate ` +
        `of ${perCent(low)} % or less this answer has ${chance}.`
      );
    case 'not-reproduced':
      return (
        `Not reproduced: ${arm} ${present} in fewer than ${perCent(high)} % of upgrades. ${found}; at ` +
        `a rate of ${perCent(high)} % or more this answer has ${chance}.`
      );
    case 'a-worse':
      return (
        `${arm} ${present} more often than ${against?.arm ?? ''}. ${found}; if it were not worse, this ` +
        `answer would have ${chance}.`
      );
    case 'not-shown':
      return (
        `Not shown that ${arm} ${present} more often than ${against?.arm ?? ''}: that is no proof that ` +
        `they are alike. ${found}.`
      );
    case 'found':
    case 'outside':
    case 'cannot-tell':
      return `Cannot tell: ${reason ?? 'the trials do not decide'}. ${found}.`;
    case null:
      return against !== null
        ? `Cannot tell yet whether ${arm} ${present} more often than ${against.arm}. ${found}.`
        : `Cannot tell yet whether the rate of ${arm} is nearer to ${perCent(low)} % or to ` +
            `${perCent(high)} %. ${found}.`;
  }
}

/** That the rate is above the upper of the two is claimed only where the exact bound shows it. */
function notBelow({ arm, design: { low, high }, interval }: Decision): string {
  return interval !== null && interval.low >= high
    ? `${arm} is not below ${perCent(high)} %`
    : `${arm} is not shown below ${perCent(high)} %; it is above ${perCent(low)} %`;
}

/** To one side, as the answer is. */
function boundOf({ interval }: Decision): readonly string[] {
  if (interval === null) return [];
  const { method, low, high, estimate, confidence } = interval;
  const bound =
    method === 'stagewise-upper' ? `at most ${perCent(high, 'up')} %` : `at least ${perCent(low, 'down')} %`;
  return [
    `Exact for this early stop: the rate is ${bound} at ${perCent(confidence)} % confidence, and as likely ` +
      `above as below ${perCent(estimate)} %. What stands beside the strip holds at whatever stop, and is ` +
      'wider.',
  ];
}

/** Where the question counts less than every trial that did not hold. */
function beside({ count, otherwise }: Decision): readonly string[] {
  if (count === 'not-held') return [];
  if (isMissedBy(count))
    return [`Only upgrades that did not hold put the check ${checkOf(count)} to the test.`];
  const what = causesIn(count) ?? 'drift';
  return [
    otherwise === 0
      ? `Only ${what} counts; nothing failed otherwise.`
      : `Only ${what} counts: ${counted(otherwise, 'trial')} did not hold otherwise, and ` +
        `${otherwise === 1 ? 'is' : 'are'} not counted.`,
  ];
}

function thresholdSentences(
  { arm, answer, reason, n, k, needed, count }: Decision,
  { mean, low, high, confidence, outside, tested, isotonic, agrees }: FoundThreshold,
): readonly string[] {
  const range = `${formatBytes(tested.low)} to ${formatBytes(tested.high)}`;
  const { past, plural } = countWords(count);
  const found = `${String(k)} of ${counted(n, 'valid trial')} ${past}, over ${range}.`;
  if (answer === 'cannot-tell') return [`Cannot tell: ${reason ?? 'the trials do not decide'}. ${found}`];
  const which = arm === onlyArm ? '' : ` of ${arm}`;
  const so = answer === null ? 'So far: ' : '';
  const where =
    outside !== null
      ? `${so}the load at which half of the upgrades${which} ${plural} lies outside the tested range, ` +
        `${outside} ${formatBytes(outside === 'above' ? tested.high : tested.low)}, or cannot be ` +
        'placed in it.'
      : `${so}half of the upgrades${which} ${plural} at a load of about ${formatBytes(mean)} ` +
        `(${perCent(confidence)} % interval ${formatBytes(low)} to ${formatBytes(high)}).`;
  const check =
    isotonic === null || outside !== null
      ? []
      : [
          'Without a curve (isotonic regression): ' +
            `${formatBytes(isotonic)}${agrees === false ? ', which is far from it: the curve may not fit' : ''}.`,
        ];
  return [
    where.charAt(0).toUpperCase() + where.slice(1),
    found,
    ...check,
    ...(answer === null ? [`At most ${counted(needed.worst, 'further valid trial')} will be run.`] : []),
  ];
}

function seen({ arm, against, k, n, count }: Decision): string {
  const { past } = countWords(count);
  if (against !== null)
    return (
      `${arm} ${past} in ${String(k)} and ${against.arm} in ${String(against.k)} of ` + counted(n, 'pair')
    );
  if (n === 0) return `No valid trial of ${arm} counts so far`;
  return `${arm} ${past} in ${String(k)} of ${counted(n, 'valid trial')}`;
}

function furtherTrials({ answer, against, needed: { clean, worst }, count }: Decision): string {
  if (answer === 'cannot-tell' && isMissedBy(count))
    return 'An upgrade that held shows nothing of what a check misses: gate an arm whose upgrades do not hold.';
  if (answer === 'cannot-tell') return 'Mend what keeps trials from showing anything, and run it again.';
  if (against !== null) return `At most ${counted(worst, 'further pair')} will decide.`;
  const most = `at most ${counted(worst, 'further valid trial')} will decide`;
  return clean === 0
    ? `It is past answering no; ${most}.`
    : `${counted(clean, 'further valid trial')} will do if ${clean === 1 ? 'it' : 'all of them'} ` +
        `${goesWell(count, clean)}; ` +
        `${most}.`;
}

/** What further trials must do for a pass. */
function goesWell(count: Decision['count'], clean: number): string {
  if (isMissedBy(count)) return clean === 1 ? 'is not missed' : 'are not missed';
  if (count === 'drift') return clean === 1 ? 'does not drift' : 'do not drift';
  return clean === 1 ? 'holds' : 'hold';
}

function price({ n, fixed, against }: Decision): string {
  if (against !== null)
    return (
      `It took ${counted(n, 'pair')}; a fixed number with the same errors would have been ` +
      `${counted(fixed, 'trial')} of each arm.`
    );
  return (
    `It took ${counted(n, 'valid trial')}; a fixed number with the same errors would have been ` +
    `${String(fixed)}.`
  );
}
