import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeJournal, encodeLine, holesIn } from '../../src/evidence/codec.js';
import type { Evidence } from '../../src/evidence/evidence.js';

function gap(seq: number, reason = 'x'): Evidence {
  return {
    kind: 'gap',
    source: 'events',
    mark: 'begin',
    unseenMs: 0,
    reason,
    seq,
    atMs: seq,
    wall: '2026-06-11T00:00:00.000Z',
    engineAt: null,
  };
}

const text = (...lines: readonly Evidence[]): string => lines.map((line) => `${encodeLine(line)}\n`).join('');

describe('a journal', () => {
  it('comes back as it was written, whatever its texts hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (reasons) => {
        const lines = reasons.map((reason, index) => gap(index + 1, reason));
        expect(decodeJournal(text(...lines))).toEqual({ lines, problems: [] });
      }),
    );
  });

  it('never makes reading throw', () => {
    fc.assert(
      fc.property(fc.string(), fc.json(), (junk, json) => {
        expect(decodeJournal(`${junk}\n${json}\n`).lines).toEqual([]);
      }),
    );
  });

  it('whose writer was killed has a torn last line, which is reported and no more', () => {
    const whole = text(gap(1), gap(2));
    for (let cut = whole.indexOf('\n') + 2; cut < whole.length - 1; cut++) {
      const { lines, problems } = decodeJournal(whole.slice(0, cut));
      expect(lines).toEqual([gap(1)]);
      expect(problems).toMatchObject([{ kind: 'torn', line: 2 }]);
    }
  });

  it('with lines that are none says of each what it lacks, in the order of the file', () => {
    const { lines, problems } = decodeJournal(
      `no JSON\n   \n${text(gap(1))}{"seq":2}\n7\nnull\n{"kind":9}\n{"kind":"gap`,
    );
    expect(lines).toEqual([gap(1)]);
    expect(problems).toEqual([
      { kind: 'malformed', line: 1, detail: 'line 1 is no JSON' },
      ...[4, 5, 6, 7].map((line) => ({
        kind: 'malformed',
        line,
        detail: `line ${String(line)} has no kind`,
      })),
      {
        kind: 'torn',
        line: 8,
        detail: 'the last line stops in the middle: the trial was killed while writing',
      },
    ]);
  });

  it('whose numbers go back says what came and what was due, each in its turn', () => {
    expect(holesIn([gap(1), gap(3), gap(3), gap(2)]).map(({ detail }) => detail)).toEqual([
      'evidence lines 2 to 2 are missing',
      'evidence line 3 came where 4 was due',
      'evidence line 2 came where 4 was due',
    ]);
  });

  it('with lines missing or out of order says which', () => {
    expect(decodeJournal(text(gap(1), gap(4))).problems).toEqual([
      { kind: 'hole', line: null, detail: 'evidence lines 2 to 3 are missing' },
    ]);
    expect(decodeJournal(text(gap(2))).problems).toMatchObject([
      { kind: 'hole', detail: 'evidence lines 1 to 1 are missing' },
    ]);
    expect(holesIn([gap(1), gap(1)])).toMatchObject([{ kind: 'hole' }]);
  });

  it('with a kind that nobody knows names it, and does not guess', () => {
    const { lines, problems } = decodeJournal(`${text(gap(1))}{"kind":"sunspot","seq":2}\n`);
    expect(lines).toEqual([gap(1)]);
    expect(problems).toMatchObject([
      { kind: 'unknown-kind', line: 2, detail: expect.stringContaining('"sunspot"') as string },
    ]);
  });

  it.each(['constructor', '__proto__', 'toString'])('is not fooled by the kind %s', (kind) => {
    expect(decodeJournal(`${JSON.stringify({ kind, seq: 1 })}\n`).problems).toMatchObject([
      { kind: 'unknown-kind' },
    ]);
  });

  it('with a line of a known kind and another shape names the field', () => {
    const { problems } = decodeJournal(`${JSON.stringify({ ...gap(1), source: 7 })}\n`);
    expect(problems).toMatchObject([
      { kind: 'malformed', line: 1, detail: expect.stringContaining('source') as string },
    ]);
  });

  it('of an older driftlab tells of a write to a service what it knew of it', () => {
    const old = {
      kind: 'daemon-log',
      about: 'service-write',
      serviceId: 's1',
      taskId: null,
      seq: 1,
      atMs: 1,
      wall: 'w',
      engineAt: null,
    };
    const read = (line: string): unknown => decodeJournal(`${JSON.stringify({ ...old, line })}\n`).lines[0];
    expect(read('msg="Calling POST /v1.41/services/s1/update?version=17"')).toMatchObject({
      containerId: null,
      version: 17,
    });
    expect(read('msg="Calling POST /v1.41/services/s1/update"')).toMatchObject({
      containerId: null,
      version: null,
    });
  });

  it('of an older driftlab tells of the one action that restarts the daemon that it does, and of no other', () => {
    const old = { kind: 'action', index: 0, mark: 'end', what: 'did it', failure: null };
    const stamps = { seq: 1, atMs: 1, wall: 'w', engineAt: null };
    const read = (action: string): unknown =>
      decodeJournal(`${JSON.stringify({ ...old, ...stamps, action })}\n`).lines[0];
    expect(read('restart-daemon')).toHaveProperty('restartsDaemon', true);
    expect(read('scale')).not.toHaveProperty('restartsDaemon');
  });
});
