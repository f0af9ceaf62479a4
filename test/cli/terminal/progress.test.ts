import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CampaignEvent } from '../../../src/campaign/run-campaign.js';
import { present } from '../../../src/base/assert.js';
import { showProgress, type Progress, type ShowProgress } from '../../../src/cli/terminal/progress.js';
import type { Terminal } from '../../../src/cli/terminal/terminal.js';
import { plainPaint } from '../../../src/report/paint.js';
import { makePlan, makeRun, makeVerdicts, rolledBack } from '../../statistics/made-campaign.js';

const plan = makePlan(['start-first', 'stop-first'], 2);
const verdicts = makeVerdicts(plan, [rolledBack, makeRun('held'), rolledBack, makeRun('held')]);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Shown extends Progress {
  readonly lines: string[];
  readonly tell: (kind: CampaignEvent['kind'], index: number) => void;
}

function shown(interactive: boolean, more: Partial<ShowProgress> = {}): Shown {
  const lines: string[] = [];
  const terminal: Terminal = {
    out: (text) => void lines.push(text.trimEnd()),
    err: (text) => void lines.push(`err ${text.trimEnd()}`),
    json: () => undefined,
    redrawn: () => ({ draw: (text) => void lines.splice(0, lines.length, text), clear: () => undefined }),
    interactive,
    paint: plainPaint,
    width: 120,
  };
  const progress = showProgress({
    plan,
    jobs: 1,
    budgetMs: null,
    finished: new Map(),
    question: '',
    json: false,
    terminal,
    paces: new Map(),
    ...more,
  });
  const tell = (kind: CampaignEvent['kind'], index: number): void => {
    const trial = present(plan.trials[index], 'trial');
    const verdict = present(verdicts.get(trial.id), 'verdict');
    progress.onEvent({ kind, trial, verdict, phase: 'observe' });
  };
  return { ...progress, lines, tell };
}

describe('progress where there is no terminal', () => {
  it('says after a minute of silence that it lives, and what runs; a line in between puts it off', () => {
    const { lines, tell, end } = shown(false);
    tell('begin', 0);
    vi.advanceTimersByTime(59_000);
    expect(lines).toHaveLength(1);
    tell('end', 0);
    tell('begin', 1);
    tell('phase', 1);
    vi.advanceTimersByTime(59_000);
    expect(lines).toHaveLength(2);
    vi.advanceTimersByTime(1000);
    expect(lines.at(-1)).toBe(
      '1/4  … start-first 1 of 1 drifted, over 2.5 % so far · now stop-first 002: observe 1 min · 1 min 58 s left',
    );
    vi.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(4);
    end();
    vi.advanceTimersByTime(600_000);
    expect(lines).toHaveLength(4);
  });

  it('tells the time left from the trials that ended, not from the estimate before', () => {
    const { lines, tell, end } = shown(false);
    expect(lines[0]).toMatch(/ · about 47 s if all goes as the recipe has it$/);
    tell('begin', 0);
    vi.advanceTimersByTime(40_000);
    tell('end', 0);
    end();
    expect(lines.at(-1)).toMatch(/\(40 s\) · 2 min left$/);
  });

  it('says nothing of the recipe any more once it has taken longer, or trials have ended', () => {
    const { lines, tell, end } = shown(true);
    tell('begin', 0);
    vi.advanceTimersByTime(1000);
    expect(lines.join()).toContain('about 47 s if all goes as the recipe has it');
    vi.advanceTimersByTime(60_000);
    expect(lines.join()).not.toContain('if all goes as the recipe has it');
    for (const index of [0, 1, 2]) {
      tell('begin', index);
      vi.advanceTimersByTime(10_000);
      tell('end', index);
    }
    tell('begin', 3);
    vi.advanceTimersByTime(100_000);
    expect(lines.join()).not.toContain('if all goes');
    expect(lines.join()).not.toContain(' left');
    end();
  });

  it('says all of it on standard error where standard output is a document', () => {
    const { lines, end } = shown(false, { json: true });
    vi.advanceTimersByTime(60_000);
    end();
    expect(lines).toEqual(['err 0/4  … nothing runs · 1 min so far']);
  });

  it('counts a trial once that was lost, or is made again when a campaign is resumed', () => {
    const { lines, tell, end } = shown(false, { finished: new Map([...verdicts].slice(0, 1)) });
    for (const kind of ['begin', 'lost', 'begin', 'end'] as const) tell(kind, 0);
    end();
    expect(lines.map((line) => line.slice(0, 3))).toEqual(['dis', '0/4', '1/4']);
  });
});

describe('progress on a terminal', () => {
  it('has arms, strips, rates so far, and corrects how long it takes in all', () => {
    const { lines, tell, end } = shown(true);
    vi.advanceTimersByTime(250);
    expect(lines.join('')).toContain('about 47 s if all goes as the recipe has it');
    tell('begin', 0);
    vi.advanceTimersByTime(40_000);
    tell('end', 0);
    tell('begin', 1);
    vi.advanceTimersByTime(10_000);
    end();
    expect(lines.join('')).toMatch(/ · 2 min 4\d s in all\n/);
    expect(lines.join('')).toMatch(/start-first {2}✗ {2}1 of 1 drifted {3}over .* % so far\n/);
    expect(lines.join('')).toMatch(/stop-first 002: engine 10 s +1 min 5\d s left/);
  });
});
