import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { trendOf, troubles, warmUp, type Moment, type Trend } from './trend.js';

const mebibyte = 1024 ** 2;
const nothing = { what: [], diskBytes: 0 };

/** Trials every two seconds; `of` changes what was measured after each. */
function soaked(of: (trial: number) => Partial<Moment>, trials = 300): Trend {
  const moments = Array.from({ length: trials }, (_, trial): Moment => ({
    atMs: trial * 2000,
    cpuMs: trial * 200,
    rssBytes: 150 * mebibyte,
    descriptors: 60,
    threads: 11,
    ...of(trial),
  }));
  return present(trendOf(moments), 'trend');
}

/** Up and down by up to four mebibytes, without a trend. */
function wavering(trial: number): number {
  return 150 * mebibyte + (((trial * 7919) % 9) - 4) * mebibyte;
}

describe('a lab that soaks', () => {
  it('is as it was where nothing has a trend, however much it wavers', () => {
    expect(
      troubles(
        soaked((trial) => ({ rssBytes: wavering(trial) })),
        nothing,
      ),
    ).toEqual([]);
  });

  it('may grow while it warms up', () => {
    expect(
      troubles(
        soaked((trial) => ({ rssBytes: Math.min(trial, warmUp) * mebibyte })),
        nothing,
      ),
    ).toEqual([]);
  });

  it('is found to grow by 60 KiB a trial under all its wavering, and not by 40', () => {
    const growing = (kibEach: number) =>
      soaked((trial) => ({ rssBytes: wavering(trial) + trial * kibEach * 1024 }));
    expect(troubles(growing(60), nothing)).toEqual([
      expect.stringMatching(/its memory grew by (59|60|61) KiB a trial/),
    ]);
    expect(troubles(growing(40), nothing)).toEqual([]);
  });

  it('is found to get slower', () => {
    expect(
      troubles(
        soaked((trial) => ({ atMs: trial * 2000 + trial ** 2 * 3 })),
        nothing,
      ),
    ).toEqual([expect.stringMatching(/1\.\d\d times as long/)]);
  });

  it('is found to cost more and more, though the machine hides it', () => {
    expect(
      troubles(
        soaked((trial) => ({ cpuMs: trial * 200 + trial ** 2 * 0.3 })),
        nothing,
      ),
    ).toEqual(['its last trials cost it 365 ms of processor time, its first 245 ms']);
  });

  it('is found to keep files open, and threads', () => {
    expect(
      troubles(
        soaked((trial) => ({
          descriptors: 60 + Math.floor(trial / 20),
          threads: 11 + Math.floor(trial / 80),
        })),
        nothing,
      ),
    ).toEqual(['it held 10 files more at the end', 'it had 3 threads more at the end']);
  });

  it('is found to leave things', () => {
    expect(
      troubles(
        soaked(() => ({})),
        { what: ['the control group driftlab-x'], diskBytes: 2 * mebibyte },
      ),
    ).toEqual(['it left 2048 KiB on the disk', 'it left the control group driftlab-x']);
  });

  it('says nothing of too few trials', () => {
    expect(
      trendOf(
        Array.from({ length: warmUp + 9 }, (_, trial) => ({
          atMs: trial,
          cpuMs: 1,
          rssBytes: 1,
          descriptors: 1,
          threads: 1,
        })),
      ),
    ).toBeNull();
  });
});
