// A few hundred of what `npm run fuzz` tries thousands of, with the same seed each time, so that a test fails
// for a reason.
import { describe, expect, it } from 'vitest';
import { fuzzJournals, fuzzScenarios } from './fuzz.js';

describe('among files that are nearly right,', () => {
  it('every scenario is answered in time, with a plan or with its problems', () => {
    const { answers } = fuzzScenarios({ runs: 300, seed: 1, answerMs: 5000 });
    expect([...answers.keys()]).toEqual(
      expect.arrayContaining(['its problems, with their places', 'a plan']),
    );
  });

  it('no damaged journal makes a trial held that was not, and none is held that is not as it was written', () => {
    const { answers } = fuzzJournals({ runs: 300, seed: 1 });
    expect([...answers.keys()].some((answer) => answer.endsWith('inconclusive'))).toBe(true);
  });
});
