import { describe, expect, it } from 'vitest';
import { decodeJournal, encodeLine } from '../../src/evidence/codec.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import type { Fact } from '../../src/evidence/fact.js';
import { outagesIn, placeInWords, sawThroughout, unwatchedPlace } from '../../src/evidence/outages.js';

const attached: Timed = [100, { kind: 'source', source: 'kernel', state: 'attached' }];
const detached: Timed = [9000, { kind: 'source', source: 'kernel', state: 'detached' }];

type Timed = readonly [number, Fact];

function seen(...facts: readonly Timed[]): readonly Evidence[] {
  return facts.map(([atMs, fact], index) => ({ ...fact, seq: index + 1, atMs, wall: '', engineAt: null }));
}

function gap(atMs: number, mark: 'begin' | 'end', unseenMs = 0, source = 'kernel'): Timed {
  return [atMs, { kind: 'gap', source, mark, unseenMs, reason: 'overrun' }];
}

describe('an outage', () => {
  it('lasts from its last sight before the beginning was noticed to its end', () => {
    expect(outagesIn(seen(attached, gap(3000, 'begin', 800), gap(4000, 'end')))).toEqual([
      { source: 'kernel', fromMs: 2200, toMs: 4000, reason: 'overrun' },
    ]);
  });

  it('of one node ends when the source sees again on that node, and not on another', () => {
    const on = (node: string, lines: readonly Evidence[]): readonly Evidence[] =>
      lines.map((line) => ({ ...line, node }));
    const lines = [
      ...on('node1', seen(gap(1000, 'begin'))),
      ...on('node2', seen(gap(1500, 'begin'))),
      ...on('node1', seen(gap(2000, 'end'))),
    ];
    expect(outagesIn(lines)).toMatchObject([
      { node: 'node1', fromMs: 1000, toMs: 2000 },
      { node: 'node2', fromMs: 1500, toMs: Infinity },
    ]);
    expect(outagesIn(lines).map(placeInWords)).toEqual(['kernel on node1', 'kernel on node2']);
  });

  it('without an end lasts to the last, also when another source sees again', () => {
    expect(
      outagesIn(seen(gap(3000, 'begin'), gap(3000, 'begin', 0, 'events'), gap(4000, 'end', 0, 'events'))).map(
        ({ toMs }) => toMs,
      ),
    ).toEqual([Infinity, 4000]);
  });

  it('without a beginning has always been', () => {
    expect(
      outagesIn(seen(gap(1000, 'begin'), gap(2000, 'end'), gap(4000, 'end'))).map(({ fromMs, toMs }) => [
        fromMs,
        toMs,
      ]),
    ).toEqual([
      [1000, 2000],
      [-Infinity, 4000],
    ]);
  });

  it(
    'in an older journal, which says only that there was one, began up to ten seconds before and has ' +
      'no end',
    () => {
      const [line] = seen(gap(12_000, 'begin'));
      const { mark, unseenMs, ...older } = line as Evidence & {
        readonly mark: string;
        readonly unseenMs: number;
      };
      expect([mark, unseenMs]).toEqual(['begin', 0]);
      const { lines, problems } = decodeJournal(`${encodeLine(older as Evidence)}\n`);
      expect(problems).toEqual([]);
      expect(outagesIn(lines)).toEqual([
        { source: 'kernel', fromMs: 2000, toMs: Infinity, reason: 'overrun' },
      ]);
    },
  );
});

it('an outage ends with the first sight after it, and not with one before', () => {
  expect(
    outagesIn(
      seen(gap(1000, 'begin'), gap(2000, 'end'), gap(3000, 'begin'), gap(4000, 'end'), gap(5000, 'end')),
    ),
  ).toMatchObject([
    { fromMs: 1000, toMs: 2000 },
    { fromMs: 3000, toMs: 4000 },
    { fromMs: -Infinity, toMs: 5000 },
  ]);
});

describe('a source saw throughout', () => {
  it('when it was attached and detached at the very ends of the time', () => {
    const lines = seen([2000, attached[1]], [8000, detached[1]]);
    expect([
      sawThroughout(lines, 'kernel', 2000, 8000),
      sawThroughout(lines, 'kernel', 1999, 8000),
      sawThroughout(lines, 'kernel', 2000, 8001),
    ]).toEqual([true, false, false]);
  });

  it('when it was attached before, stayed so, and was blind only before or after', () => {
    const lines = seen(
      attached,
      gap(1500, 'begin', 300),
      gap(2000, 'end'),
      gap(8700, 'begin', 100),
      detached,
    );
    expect(sawThroughout(lines, 'kernel', 2000, 8600)).toBe(true);
  });

  it.each([
    [
      'an outage that began before and ended within',
      seen(attached, gap(1500, 'begin'), gap(2500, 'end'), detached),
    ],
    ['an outage that began before and never ended', seen(attached, gap(500, 'begin'), detached)],
    ['an outage that was noticed after and reaches back', seen(attached, gap(8500, 'begin', 600), detached)],
    ['being attached too late', seen([2100, attached[1]], detached)],
    ['never being attached', seen(detached)],
    ['being detached too early', seen(attached, [7999, detached[1]])],
  ])('not with %s', (_, lines) => {
    expect(sawThroughout(lines, 'kernel', 2000, 8000)).toBe(false);
  });

  it('whatever became of the others', () => {
    expect(sawThroughout(seen(attached, gap(3000, 'begin', 0, 'events')), 'kernel', 2000, 8000)).toBe(true);
  });
});

describe('a source that watches nodes', () => {
  const engine: Timed = [
    0,
    {
      kind: 'engine',
      moment: 'start',
      engine: 'e1',
      version: '28.5.2',
      programs: null,
      nodeId: 'n1',
      daemon: '1@1',
      envelopeBytes: null,
      cgroupVersion: 1,
      nodes: [
        { id: 'n1', name: 'node1', daemon: '1@1' },
        { id: 'n2', name: 'node2', daemon: '2@1' },
      ],
    },
  ];
  const on = (...nodes: readonly string[]): readonly Evidence[] => [
    ...seen(engine),
    ...nodes.flatMap((node) => seen(attached).map((line) => ({ ...line, node }))),
  ];

  it('saw only if it watched each of them', () => {
    expect(sawThroughout(on('node1', 'node2'), 'kernel', 200, 300)).toBe(true);
    expect(sawThroughout(on('node1'), 'kernel', 200, 300)).toBe(false);
    expect(unwatchedPlace(on('node1'), 'kernel')).toBe('kernel on node2');
    expect(unwatchedPlace(on(), 'kernel')).toBe('kernel');
  });

  it('watches everywhere where it watches what all nodes share', () => {
    expect(unwatchedPlace([...seen(engine), ...seen(attached)], 'kernel')).toBeNull();
  });
});
