// The quick ones of the faults, planted in real trials: the lab must not take the engine's failure for the
// app's. `npm run faults` plants all.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withoutEngine } from '../cli/driftlab.js';
import { cellsNamed, runCells, wrongIn, type Cell } from './all-cells.js';
import type { Happened } from './run-cell.js';

const out = mkdtempSync(join(tmpdir(), 'dl-q-'));
const quick = [
  'kill containerd@upgrade',
  'freeze dockerd@base',
  'kill containerd-shim@observe',
  'socket gone@upgrade',
];

afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

describe.skipIf(withoutEngine)('a fault of the engine, planted in a trial', () => {
  it.concurrent.each(quick)("%s is told as the engine's, in time", async (name) => {
    const [result] = await runCells({
      cells: cellsNamed([name]),
      jobs: 1,
      out: join(out, name.replaceAll(/\W/g, '')),
      rerun: false,
      onEnd: () => undefined,
    });
    expect(result?.wrong, JSON.stringify(result?.happened, null, 2)).toEqual([]);
  });
});

describe('a cell', () => {
  const [cell] = cellsNamed(['kill containerd@upgrade']) as [Cell];
  const happened: Happened = {
    trouble: null,
    seconds: 2,
    code: 0,
    stderr: '',
    left: [],
    last: null,
    first: {
      outcome: 'inconclusive',
      component: 'lab',
      reason: 'engine e1 is lost: its containerd (process 7) ended',
    },
  };
  const wrong = (change: Partial<Happened>): readonly string[] =>
    wrongIn(cell, { ...happened, ...change }, true);
  const told = (outcome: string, reason = 'so'): Happened['first'] => ({ outcome, component: 'app', reason });

  it(
    'is right where the trial is inconclusive for the reason that was planted, in time, and nothing is ' +
      'left',
    () => {
      expect(wrong({})).toEqual([]);
    },
  );

  it('is wrong where the fault was not seen, blamed on another, told with another reason, or not planted', () => {
    expect(wrong({ first: told('held') })).toEqual(['held: so']);
    expect(wrong({ first: told('rolled-back') })).toEqual(['rolled-back, app: so']);
    expect(wrong({ first: told('inconclusive') })).toEqual(['another reason: so']);
    expect(wrong({ trouble: 'no such process' })).toEqual(['not planted: no such process']);
    expect(wrong({ first: null, stderr: 'oh' })).toEqual([
      'no verdict, and the command does not say why: oh',
    ]);
  });

  it('is wrong where it took too long, ended with a bug, or left something behind', () => {
    expect(wrong({ seconds: 99 })).toEqual(['took 99 s, more than 10 s']);
    expect(wrong({ code: 70, stderr: 'this is a bug in driftlab' })).toEqual([
      'exit code 70',
      'called a bug, or a stack was shown',
    ]);
    expect(wrong({ left: ['ab12'] })).toEqual(['left behind: engine ab12']);
  });

  it('may hold where the fault came too late to matter', () => {
    const [late] = cellsNamed(['kill containerd@collect']) as [Cell];
    expect(wrongIn(late, { ...happened, first: told('held') }, true)).toEqual([]);
  });
});
