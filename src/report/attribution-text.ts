// What is to blame and what is not, in words: never more than the trials show.
import type { Attribution } from '../statistics/summary.js';
import { listed, perCent, pInWords, type Rounding } from './words.js';

/** Sentences, what is to blame first; none for a campaign without factors. */
export function attributionSentences(attribution: readonly Attribution[]): readonly string[] {
  const having = (verdict: Attribution['verdict'], count: number): readonly Attribution[] =>
    attribution.filter((one) => one.verdict === verdict && one.factors.length === count);
  const [pairs, singles] = [having('implicated', 2), having('implicated', 1)];
  const [cleared, unclear] = [having('exonerated', 1), having('undecided', 1)];
  const partners = (one: Attribution): readonly string[] =>
    pairs
      .filter(({ factors }) => factors.includes(nameOf(one)))
      .map(({ factors }) => factors.filter((factor) => factor !== nameOf(one)).join());
  const [joined, open] = [
    unclear.filter((one) => partners(one).length > 0),
    unclear.filter((one) => partners(one).length === 0),
  ];
  return [
    ...pairs.map(
      (one) =>
        `Implicated: ${nameOf(one)}: the difference between ${one.a} and ${one.b} is ` +
        `${listed(one.within.map(({ level, difference }) => `${points(difference)} at ${level}`))} ` +
        `(${pInWords(one.p)}).`,
    ),
    ...singles.map(
      (one) =>
        `Implicated: ${nameOf(one)}: ${one.a} minus ${one.b} ` +
        `${points(one.difference)}${interval(one)} (${pInWords(one.p)}).`,
    ),
    ...joined.map(
      (one) =>
        `Not cleared: ${nameOf(one)}: what it does depends on ${listed(partners(one))}; on average ` +
        `over that at most ${points(one.largest ?? 1, 'up')}.`,
    ),
    ...cleared.map(
      (one) =>
        `Not ${nameOf(one)}: no average effect above ${points(one.largest ?? 1, 'up')} at the loads ` +
        `of ${one.blocks === 1 ? 'this block' : `these ${String(one.blocks)} blocks`}.`,
    ),
    ...(open.length === 0
      ? []
      : [
          'Undecided: ' +
            `${open.map((one) => `${nameOf(one)} (up to ${points(one.largest ?? 1, 'up')} may be there)`).join(', ')}.`,
        ]),
  ];
}

function nameOf({ factors }: Attribution): string {
  return factors.join(' × ');
}

function points(difference: number, rounding: Rounding = 'near'): string {
  const amount = perCent(difference, rounding);
  return `${amount} ${amount === '1' || amount === '-1' ? 'point' : 'points'}`;
}

function interval({ low, high }: Attribution): string {
  return low === null || high === null ? '' : ` [${perCent(low)}, ${perCent(high)}]`;
}
