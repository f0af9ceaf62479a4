// Do drifted trials come in clusters? The runs test (Wald and Wolfowitz, Annals of Mathematical Statistics
// 11:147, 1940): were trials independent, every order of the same outcomes would be as likely as any other.
import gammaln from '@stdlib/math-base-special-gammaln';

export interface RunsTest {
  /** Stretches of equal outcomes. */
  readonly runs: number;
  /** Probability of so few, or fewer, in an order without clusters. */
  readonly p: number;
}

/** Null where one outcome is all there is: any order looks the same then. */
export function runsTest(outcomes: readonly boolean[]): RunsTest | null {
  const fails = outcomes.filter(Boolean).length;
  const passes = outcomes.length - fails;
  if (fails === 0 || passes === 0) return null;
  const runs = outcomes.filter((outcome, index) => index === 0 || outcome !== outcomes[index - 1]).length;
  return { runs, p: atMost(runs, fails, passes) };
}

function atMost(runs: number, fails: number, passes: number): number {
  const all = logChoose(fails + passes, fails);
  /** Logarithm of the probability that failures come in so many stretches, and passes in so many. */
  const log = (ofFails: number, ofPasses: number): number =>
    logChoose(fails - 1, ofFails - 1) + logChoose(passes - 1, ofPasses - 1) - all;
  let p = 0;
  for (let count = 2; count <= runs; count++) {
    const [more, fewer] = [Math.ceil(count / 2), Math.floor(count / 2)];
    p += Math.exp(log(more, fewer)) + Math.exp(log(fewer, more));
  }
  return Math.min(1, p);
}

/** Negative infinity where there are not so many. */
function logChoose(n: number, k: number): number {
  return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
}
