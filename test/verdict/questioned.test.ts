// When observation of a run ended, of which everything else about sight depends.
import { expect, it } from 'vitest';
import { blindAtTheEnd } from '../../src/verdict/sight.js';
import { endOf } from '../../src/verdict/questioned.js';
import { journal, type Journal } from './constructed-journal.js';

const phases = ['observe', 'runs'] as const;
const ends = (j: Journal): number => endOf(j.lines, 'r1', phases);

it('a run ends by its own word, where it is one of several, whatever phase ended before', () => {
  const j = journal().at(1000).fact({ kind: 'run', run: 'r2', mark: 'end' });
  j.at(2000).fact({ kind: 'run', run: 'r1', mark: 'begin' }).at(3000).phase('runs', 'end');
  j.at(4000)
    .fact({ kind: 'run', run: 'r1', mark: 'end' })
    .at(5000)
    .fact({ kind: 'run', run: 'r1', mark: 'end' });
  expect(ends(j)).toBe(4000);
});

it.each(phases)('or with the phase: %s', (phase) => {
  const j = journal().at(500).phase(phase, 'begin').at(600).phase('base', 'end').at(700).phase(phase, 'end');
  expect(ends(j)).toBe(700);
});

it('and has not ended where neither is on record', () => {
  expect(ends(journal().at(1).phase('observe', 'begin').phase('base', 'end'))).toBe(Infinity);
});

it.each(phases)('blindness counts from the end of the phase %s on', (phase) => {
  const blind = (mark: 'begin' | 'end'): Parameters<Journal['fact']>[0] => ({
    kind: 'gap',
    source: 'lab',
    mark,
    unseenMs: 0,
    reason: 'it stood still',
  });
  const j = (fromMs: number): Journal =>
    journal()
      .at(fromMs)
      .fact(blind('begin'))
      .at(fromMs + 100)
      .fact(blind('end'));
  const before = j(1000).at(2000).phase(phase, 'end').at(9000).phase('collect', 'end');
  expect(blindAtTheEnd(before.lines, 'r1')).toBeNull();
  const after = journal()
    .at(2000)
    .phase(phase, 'end')
    .at(3000)
    .fact(blind('begin'))
    .at(3400)
    .fact(blind('end'));
  expect(blindAtTheEnd(after.lines, 'r1')).toBe(
    'source lab lost sight from 3.0 s on, until 3.4 s: it stood still',
  );
});
