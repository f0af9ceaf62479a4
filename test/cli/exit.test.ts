// What a person is told of an error.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../../src/base/lab-error.js';
import { describeError, exitCodeOfError } from '../../src/cli/exit.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('an error', () => {
  const error = new LabError('image', 'the image cannot be made', {
    hint: 'see its build script',
    cause: new Error('tar: no space'),
  });

  it('of operation is told in a sentence with the way out, without a stack', () => {
    expect([describeError(error), exitCodeOfError(error)]).toEqual([
      'driftlab: the image cannot be made\n  see its build script\n',
      69,
    ]);
  });

  it('is told with the stacks of all its causes when DRIFTLAB_DEBUG is set', () => {
    vi.stubEnv('DRIFTLAB_DEBUG', '1');
    expect(describeError(error)).toMatch(
      /see its build script\nLabError: the image cannot be made\n +at .*\ncaused by Error: tar: no space\n +at /s,
    );
  });

  it("of driftlab's own has its stack in any case", () => {
    expect([describeError(new TypeError('x is not a function')), exitCodeOfError(new TypeError())]).toEqual([
      expect.stringMatching(/a bug in driftlab.*\nTypeError: x is not a function\n +at /s),
      70,
    ]);
  });
});
