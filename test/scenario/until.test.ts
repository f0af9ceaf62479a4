import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.js';
import { smallest, vocabulary } from './sample.js';

const arms = 'arms: { a: {}, b: {} }\n';

function untilOf(lines: string): unknown {
  const parsed = parseScenario(`${smallest}${lines}\n`, vocabulary);
  return parsed.ok
    ? parsed.scenario.until
    : parsed.problems.map(({ path, message, hint }) => `${path}: ${message} (${hint ?? ''})`);
}

describe('what is counted', () => {
  const countOf = (line: string): unknown => {
    const parsed = parseScenario(`${smallest}${line}\n`, vocabulary);
    return parsed.ok
      ? parsed.scenario.count
      : parsed.problems.map(({ path, message, hint }) => `${path}: ${message} (${hint ?? ''})`);
  };

  it('is what did not hold, unless the scenario narrows it to drift or to causes', () => {
    expect([countOf(''), countOf('count: not-held'), countOf('count: drift')]).toEqual([
      'not-held',
      'not-held',
      'drift',
    ]);
    expect([countOf('count: oom-kill'), countOf('count: [oom-kill, unhealthy]')]).toEqual([
      ['oom-kill'],
      ['oom-kill', 'unhealthy'],
    ]);
  });

  it('is told where it is neither, or both', () => {
    expect(countOf('count: oom')).toEqual([
      expect.stringContaining('count: "oom" is not something to count') as string,
    ]);
    expect(countOf('count: [drift, oom-kill]')).toEqual([
      'count: not-held and drift go with nothing else (keep one of them, or a list of causes)',
    ]);
  });
});

describe('trials until', () => {
  it('ask of the only arm, with the rates and errors that serve most', () => {
    expect(untilOf('trials: { until: { reproduced: 30% } }')).toEqual({
      question: 'reproduced',
      arm: 'only',
      high: 0.3,
      low: expect.closeTo(0.05, 12) as number,
      error: expect.closeTo(0.05, 12) as number,
      causes: null,
    });
    expect(untilOf('trials: { until: { rate-below: 20%, confidence: 90% } }')).toEqual({
      question: 'rate-below',
      arm: 'only',
      high: 0.2,
      low: expect.closeTo(0.02, 12) as number,
      error: expect.closeTo(0.1, 12) as number,
      causes: null,
    });
  });

  it('ask of two arms', () => {
    expect(
      untilOf(`${arms}trials: { until: { decided: { a: b, b: a, rates: { a: 60%, b: 20% } } } }`),
    ).toMatchObject({ question: 'decided', a: 'b', b: 'a', high: 0.6, low: 0.2 });
  });

  it('are absent when there is a number', () => {
    expect(untilOf('trials: { each: 3 }')).toBeNull();
    expect(untilOf('trials: { until: { reproduced: 30%, cause: oom-kill } }')).toMatchObject({
      causes: ['oom-kill'],
    });
    expect(untilOf('trials: { until: { reproduced: 30%, cause: [oom-kill, unhealthy] } }')).toMatchObject({
      causes: ['oom-kill', 'unhealthy'],
    });
  });

  it.each([
    [
      'a number and a question',
      'trials: { each: 3, until: { reproduced: 30% } }',
      ['trials: the trials have more than one end (keep one of each, until and search)'],
    ],
    [
      'a cause for a fix',
      'trials: { until: { rate-below: 10%, cause: oom-kill } }',
      [
        'trials.until.cause: cause does not go with rate-below: a fix has to hold, whatever the ' +
          'cause (leave it out)',
      ],
    ],
    [
      'a cause that is none',
      'trials: { until: { reproduced: 30%, cause: oom } }',
      [expect.stringContaining('trials.until.cause: "oom" is not a cause') as string],
    ],
    [
      'no question',
      'trials: { until: { confidence: 90% } }',
      [
        'trials.until: until does not say until what (keep one of reproduced: 30%, rate-below: 10% ' +
          'and decided: { a: …, b: … })',
      ],
    ],
    [
      'two questions',
      'trials: { until: { reproduced: 30%, rate-below: 10% } }',
      [
        'trials.until: until asks 2 questions at once: reproduced, rate-below (keep one of ' +
          'reproduced: 30%, rate-below: 10% and decided: { a: …, b: … })',
      ],
    ],
    [
      'rates the wrong way round',
      'trials: { until: { rate-below: 10%, good-rate: 20% } }',
      [
        'trials.until.good-rate: good-rate (20%) is not below rate-below (10%), so there is nothing ' +
          'to tell apart (take 1% to 2%, or leave it out)',
      ],
    ],
    [
      'a rate that is none',
      'trials: { until: { reproduced: 130% } }',
      ['trials.until.reproduced: "130%" is not a percentage above 0% and up to 100% (write it like 5%)'],
    ],
    [
      'a rate of all',
      'trials: { until: { reproduced: 100% } }',
      [
        'trials.until.reproduced: a rate of 100% cannot be tested: it has to be below 100% (write it ' +
          'like 30%)',
      ],
    ],
    [
      'too little confidence',
      'trials: { until: { reproduced: 30%, confidence: 50% } }',
      [
        'trials.until.confidence: a confidence of 50% cannot be asked for (it lies above 50% and ' +
          'below 100%, like 95%)',
      ],
    ],
    [
      'no arm of several',
      `${arms}trials: { until: { reproduced: 30% } }`,
      ['trials.until: the scenario has 2 arms, and until does not say which one it asks about (add arm: a)'],
    ],
    [
      'an arm that does not exist',
      `${arms}trials: { until: { reproduced: 30%, arm: c } }`,
      ['trials.until.arm: "c" is not one arm (did you mean "a"? the arms are a, b)'],
    ],
    [
      'one arm twice',
      `${arms}trials: { until: { decided: { a: a, b: a } } }`,
      ['trials.until.decided: a and b are both "a" (name two arms)'],
    ],
    [
      'a rate of the other question',
      'trials: { until: { reproduced: 30%, good-rate: 2% } }',
      ['trials.until.good-rate: good-rate goes with rate-below, which is not there (leave it out)'],
    ],
  ])('are told: %s', (_, lines, problems) => {
    expect(untilOf(lines)).toEqual(problems);
  });
});
