// Which engine a trial gets, above all one whose arm keeps its volumes.
import { describe, expect, it } from 'vitest';
import { chooseEngine, type Candidate, type Wish } from '../../src/engine/choose-engine.js';

const mebibyte = 1024 ** 2;
const engine = (
  keptFor: string | null,
  over: Partial<Candidate['engine']> = {},
  make = 'usual',
): Candidate => ({
  engine: { envelopeBytes: 512 * mebibyte, lost: { aborted: false }, ...over },
  make,
  keptFor,
});
const wish = (keptFor: string | null, over: Partial<Wish> = {}): Wish => ({
  make: 'usual',
  memoryBytes: 512 * mebibyte,
  fresh: false,
  keptFor,
  ...over,
});
const [plain, another, aged, other] = [engine(null), engine(null), engine('aged'), engine('other')];
const full = { idle: [], cleaned: [], room: false };

describe('a trial whose arm keeps nothing', () => {
  it('takes one that is idle, boots while there is room, and waits where all work', () => {
    expect(chooseEngine(wish(null), { ...full, idle: [plain] })).toEqual({ what: 'take', member: plain });
    expect(chooseEngine(wish(null), { ...full, cleaned: [plain], room: true })).toEqual({ what: 'boot' });
    expect(chooseEngine(wish(null), full)).toEqual({ what: 'wait' });
  });

  it('waits for one that is being cleaned rather than have the volumes of another arm thrown away', () => {
    expect(chooseEngine(wish(null), { ...full, idle: [aged], cleaned: [plain] })).toEqual({ what: 'wait' });
    expect(chooseEngine(wish(null, { fresh: true }), { ...full, idle: [aged], cleaned: [plain] })).toEqual({
      what: 'wait',
    });
  });

  it('takes the place of volumes where nothing else could be waited for', () => {
    expect(chooseEngine(wish(null), { ...full, idle: [aged] })).toEqual({ what: 'replace', member: aged });
    expect(chooseEngine(wish(null), { ...full, idle: [aged], cleaned: [other] })).toEqual({
      what: 'replace',
      member: aged,
    });
  });

  it('is not given an engine of another make, which goes before one with volumes', () => {
    const newer = engine(null, {}, 'newer');
    expect(chooseEngine(wish(null), { ...full, idle: [aged, newer] })).toEqual({
      what: 'replace',
      member: newer,
    });
  });

  it('is best given one that has the envelope, and none that was lost', () => {
    const [small, lost] = [
      engine(null, { envelopeBytes: mebibyte }),
      engine(null, { lost: { aborted: true } }),
    ];
    expect(chooseEngine(wish(null), { ...full, idle: [small, lost, plain] })).toEqual({
      what: 'take',
      member: plain,
    });
    expect(chooseEngine(wish(null, { fresh: true }), { ...full, idle: [plain] })).toEqual({
      what: 'replace',
      member: plain,
    });
  });
});

describe('a trial whose arm keeps its volumes', () => {
  it('takes the engine that has them, before any other', () => {
    expect(chooseEngine(wish('aged'), { ...full, idle: [plain, other, aged] })).toEqual({
      what: 'take',
      member: aged,
    });
  });

  it('waits for it while it is being cleaned, though another is idle or could be booted', () => {
    const cleaned = [aged];
    expect(chooseEngine(wish('aged'), { idle: [plain], cleaned, room: true })).toEqual({ what: 'wait' });
  });

  it('begins without on one that has none, where its own is at work or there is none', () => {
    expect(chooseEngine(wish('aged'), { ...full, idle: [another], cleaned: [other] })).toEqual({
      what: 'take',
      member: another,
    });
    expect(chooseEngine(wish('aged'), { idle: [other], cleaned: [], room: true })).toEqual({ what: 'boot' });
  });
});
