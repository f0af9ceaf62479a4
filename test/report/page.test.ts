import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { html, jsonInScript } from '../../src/report/page/markup.js';
import { pageOf } from '../../src/report/page/page.js';
import { pairOf } from '../../src/report/page/featured-part.js';
import { dosedTrials, doseGroups } from '../../src/report/page/dose-groups.js';
import { tellingTrials } from '../../src/report/page/telling-trials.js';
import { thinned } from '../../src/report/timeline/thinned.js';
import { makeCause, makePlan, makeRun, rolledBack } from '../statistics/made-campaign.js';
import { madeModel, nasty } from './made-report.js';

const script = { text: 'void 0;', sha256: 'x' };
const plan = makePlan(['start-first', 'stop-first'], 3);
const held = makeRun('held');
const silent = makeRun('inconclusive', { reason: 'the memory load held 80 of 112 MiB' });
const { trials } = madeModel(plan, [held, held, silent, held, rolledBack, held]);
const first = present(trials[0], 'trial');
const all = new Set(trials.map(({ trial }) => trial));

describe('the template of the page', () => {
  it('escapes texts in elements and attributes, and shows marks that would turn the writing', () => {
    const text = '"><script>\u202E\u001B';
    expect(html`<a title="${text}">${text}</a>`.markup).toBe(
      '<a ' +
        'title="&quot;&gt;&lt;script&gt;\u2039U+202E\u203A\u241B">&quot;&gt;&lt;script&gt;\u2039U+202E\u203A\u241B</a>',
    );
  });

  it('keeps data inside of its script element, and gives it back as it was', () => {
    const data = { text: '</script><!-- \u2028\u202E & ' };
    const { markup } = jsonInScript(data);
    expect(markup).not.toMatch(/[<>&\u2028\u202E]/);
    expect(JSON.parse(markup)).toEqual(data);
  });
});

describe('the page', () => {
  it('has no element, address or mark of writing in it that a scenario, a log or a label brought', () => {
    const run = { ...rolledBack, reason: nasty, cause: makeCause({ detail: nasty }) };
    const page = pageOf(madeModel({ ...plan, scenario: nasty }, [run], { question: nasty }), {
      script,
      style: '',
      timelines: [],
    });
    expect(page).not.toMatch(/<img|[\u001B\u202E]/);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toMatch(/\b(src|href)="/);
  });

  it('says question and answer, each strip and rate, what showed nothing and why, and the next command', () => {
    const model = madeModel(plan, [rolledBack, held, silent, held, held, held]);
    const page = pageOf(model, { script, style: '', timelines: [] });
    for (const text of [
      'Does the upgrade survive?',
      '1 of 2',
      'trial 001, drifted: rolled-back',
      'held 80 of 112 MiB',
      'driftlab explain latest/001',
    ]) {
      expect(page).toContain(text);
    }
  });
});

describe('of many trials', () => {
  it(
    'the timelines of those that did not hold come first, then of those that showed nothing, then of ' +
      'their partners',
    () => {
      expect(tellingTrials(trials, 1)).toEqual(['005']);
      expect(tellingTrials(trials, 2)).toEqual(['003', '005']);
      expect(tellingTrials(trials, 3)).toEqual(['003', '005', '006']);
      expect(tellingTrials(trials, 9)).toHaveLength(6);
    },
  );

  it('the pair that is shown at once is one that drifted and one of its block that held', () => {
    expect(pairOf(trials, all)).toEqual(['005', '006']);
    expect(pairOf(trials, new Set(['001', '003']))).toEqual(['003', '001']);
    expect(
      pairOf(
        trials.filter(({ mark }) => mark === 'h'),
        all,
      ),
    ).toEqual(['001']);
    expect(pairOf(trials, new Set())).toEqual([]);
  });

  it(
    'rates against load are of levels where there are levels, of neighbours where there are enough, ' +
      'else none',
    () => {
      const dose = (target: number) => [
        { injector: 'memory', unit: 'bytes', target, achieved: target + 1, met: true } as const,
      ];
      const rows = (targets: readonly number[]) =>
        targets.map(
          (target, index) =>
            ({
              ...first,
              trial: String(index),
              mark: index % 2 === 0 ? 'd' : 'h',
              doses: dose(target),
            }) as const,
        );
      expect(
        doseGroups(dosedTrials(rows([1, 1, 1, 9, 9, 9]))).map(({ from, rate }) => [from, rate.n]),
      ).toEqual([
        [2, 3],
        [10, 3],
      ]);
      expect(
        doseGroups(dosedTrials(rows(Array.from({ length: 16 }, (_, index) => index)))).map(
          ({ rate }) => rate.n,
        ),
      ).toEqual([8, 8]);
      expect(doseGroups(dosedTrials(rows([1, 2, 3, 4])))).toEqual([]);
    },
  );

  it('a curve keeps its ends and its peak, however many samples it had', () => {
    const samples = Array.from(
      { length: 5000 },
      (_, index) => [index, index === 3333 ? 900 : index % 7] as const,
    );
    const kept = thinned(samples);
    expect(kept.length).toBeLessThan(200);
    expect(kept).toContainEqual([3333, 900]);
    expect([kept[0], kept.at(-1)]).toEqual([
      [0, 0],
      [4999, 4999 % 7],
    ]);
  });
});
