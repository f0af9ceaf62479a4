import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.js';
import { createRecorder } from '../../src/trial/recorder.js';

function record(): { readonly written: Evidence[]; readonly recorder: ReturnType<typeof createRecorder> } {
  const written: Evidence[] = [];
  let now = 1000;
  const clock = { monotonicMs: () => (now += 10), wall: () => '2026-01-01T00:00:00.000Z' };
  const log = {
    append: (line: Evidence) => void written.push(line),
    console: () => undefined,
    conceal: () => undefined,
    close: () => undefined,
    lost: new AbortController().signal,
  };
  return { written, recorder: createRecorder(log, clock) };
}

describe('the recorder', () => {
  const never = new AbortController().signal;

  it('numbers the lines without holes, stamps them, and hands each on at once', () => {
    const { written, recorder } = record();
    recorder.emit({ kind: 'source', source: 'events', state: 'attached' });
    recorder.emit({ kind: 'source', source: 'events', state: 'detached' }, '2026-01-01T00:00:00.000000001Z');
    expect(written.map(({ seq, atMs, engineAt }) => ({ seq, atMs, engineAt }))).toEqual([
      { seq: 1, atMs: 10, engineAt: null },
      { seq: 2, atMs: 20, engineAt: '2026-01-01T00:00:00.000000001Z' },
    ]);
  });

  it('wakes whoever waits for what a line shows', async () => {
    const { recorder } = record();
    const wait = recorder.until(() => recorder.lines.some(({ kind }) => kind === 'deploy'), 60_000, never);
    recorder.emit({
      kind: 'deploy',
      run: 'r1',
      step: 'base',
      mark: 'begin',
      deployer: 'stack',
      stack: 'x',
      stamp: null,
      exitCode: null,
      failure: null,
    });
    await expect(wait).resolves.toBe(true);
  });

  it('does not ask again for a line that cannot change the answer', async () => {
    const { recorder } = record();
    let asked = 0;
    const wait = recorder.until(() => (asked++, false), 1, never);
    recorder.emit({ kind: 'envelope', usageBytes: 1, limitBytes: 2, hits: 0, kills: null, pressure: null });
    await wait;
    expect(asked).toBe(1);
  });

  it('tells a deadline from a reason', async () => {
    const { recorder } = record();
    await expect(recorder.until(() => false, 1, never)).resolves.toBe(false);
    await expect(recorder.until(() => false, 60_000, AbortSignal.abort(new Error('stop')))).rejects.toThrow(
      'stop',
    );
  });

  it('passes on what the question itself throws', async () => {
    const { recorder } = record();
    await expect(
      recorder.until(
        () => {
          throw new Error('broken question');
        },
        60_000,
        never,
      ),
    ).rejects.toThrow('broken question');
  });
});
