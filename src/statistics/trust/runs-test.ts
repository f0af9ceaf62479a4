// Do drifted trials come in clusters? The runs test (Wald and Wolfowitz, Annals of Mathematical Statistics
// 11:147, 1940): were trials independent, every order of the same outcomes would be as likely as any other.
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';

export interface RunsTest {
  /** Stretches of equal outcomes. */
  readonly runs: number;
  /** Probability of so few, or fewer, in an order without clusters. */
  readonly p: number;
}

/** Beyond so many trials the normal approximation, with continuity correction, is as good. */
const exactMax = 1000;

/** Null where one outcome is all there is: any order looks the same then. */
export function runsTest(outcomes: readonly boolean[]): RunsTest | null {
  const fails = outcomes.filter(Boolean).length;
  const passes = outcomes.length - fails;
  if (fails === 0 || passes === 0) return null;
  const runs = outcomes.filter((outcome, index) => index === 0 || outcome !== outcomes[index - 1]).length;
  return {
    runs,
    p: outcomes.length <= exactMax ? atMost(runs, fails, passes) : approximately(runs, fails, passes),
  };
}

function atMost(runs: number, fails: number, passes: number): number {
  const logFactorials = logFactorialsTo(fails + passes);
  const logChoose = (n: number, k: number): number =>
    k < 0 || k > n
      ? -Infinity
      : (logFactorials[n] ?? 0) - (logFactorials[k] ?? 0) - (logFactorials[n - k] ?? 0);
  const all = logChoose(fails + passes, fails);
  let p = 0;
  for (let count = 2; count <= runs; count++) {
    const half = Math.floor(count / 2);
    p +=
      count % 2 === 0
        ? 2 * Math.exp(logChoose(fails - 1, half - 1) + logChoose(passes - 1, half - 1) - all)
        : Math.exp(logChoose(fails - 1, half - 1) + logChoose(passes - 1, half) - all) +
          Math.exp(logChoose(fails - 1, half) + logChoose(passes - 1, half - 1) - all);
  }
  return Math.min(1, p);
}

function logFactorialsTo(n: number): readonly number[] {
  const logs = [0];
  for (let i = 1; i <= n; i++) logs.push((logs[i - 1] ?? 0) + Math.log(i));
  return logs;
}

function approximately(runs: number, fails: number, passes: number): number {
  const n = fails + passes;
  const both = 2 * fails * passes;
  const variance = (both * (both - n)) / (n * n * (n - 1));
  return normalCdf(runs + 0.5, both / n + 1, Math.sqrt(variance));
}
