// From what checks said in each trial to how often each of them is right. A trial of several runs counts
// once, by the worst word that the check got in it, since its runs are no independent repetitions.
import { checkJudgements, type CheckJudgement } from '../verdict/check-verdict.js';
import { outcomes, type RunVerdict } from '../verdict/verdict.js';
import type { CheckSummary, Truth } from './check-summary.js';
import type { Rate } from './summary.js';
import { spread } from './spread.js';

interface Trial {
  readonly runs: readonly RunVerdict[];
}

interface Judged {
  readonly judgement: CheckJudgement;
  readonly truth: Truth;
  readonly afterMs: number | null;
}

const truths: readonly Truth[] = [...outcomes, 'drifted'];

/** In the order in which they are first found; empty where no trial has a check. */
export function checkSummaries(
  trials: readonly Trial[],
  rate: (k: number, n: number) => Rate | null,
): readonly CheckSummary[] {
  const found = trials.flatMap(({ runs }) => runs.flatMap(({ checks = [] }) => checks));
  const names = [...new Set(found.map(({ name }) => name))];
  return names.map((name) => {
    const judged = trials.flatMap((trial) => judgedIn(trial, name) ?? []);
    const held = judged.filter(({ truth }) => truth === 'held');
    const others = judged.filter(({ truth }) => truth !== 'held');
    const times = judged.flatMap(({ afterMs }) => afterMs ?? []);
    return {
      name,
      check: found.find((one) => one.name === name)?.check ?? name,
      judgements: tally(judged),
      missed: rate(countOf(others, 'missed'), others.length),
      falseAlarms: rate(countOf(held, 'false-alarm'), held.length),
      answerMs: spread(times),
      truths: truths.flatMap((truth) => {
        const own = judged.filter((one) => one.truth === truth);
        return own.length === 0 ? [] : [{ truth, judgements: tally(own) }];
      }),
    };
  });
}

/** What the check's word was worth in a trial; null where no run of it judged the check. */
export function judgedIn({ runs }: Trial, name: string): Judged | null {
  const judged = runs.flatMap((run) => {
    const own = run.checks?.find((check) => check.name === name);
    if (own === undefined || own.judgement === null) return [];
    const truth: Truth = run.outcome === 'held' && run.drift === true ? 'drifted' : run.outcome;
    return [{ judgement: own.judgement, truth, afterMs: own.afterMs }];
  });
  const badness = ({ judgement }: Judged): number => checkJudgements.indexOf(judgement);
  return [...judged].sort((a, b) => badness(b) - badness(a))[0] ?? null;
}

function countOf(judged: readonly Judged[], judgement: CheckJudgement): number {
  return judged.filter((one) => one.judgement === judgement).length;
}

function tally(judged: readonly Judged[]): CheckSummary['judgements'] {
  return Object.fromEntries(
    checkJudgements.flatMap((judgement) => {
      const count = countOf(judged, judgement);
      return count === 0 ? [] : [[judgement, count]];
    }),
  );
}
