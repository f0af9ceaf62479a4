// Campaigns whose trials are doubles: promises that a test ends when it wants to. No engine, no evidence;
// what is tested is who runs when.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { LabError } from '../../src/base/lab-error.js';
import { runCampaign, type CampaignRequest } from '../../src/campaign/run-campaign.js';
import type { Plan } from '../../src/plan/plan.js';
import type { CampaignSummary } from '../../src/statistics/summary.js';
import type { Verdict } from '../../src/verdict/verdict.js';
import { makePlan, makeRun } from '../statistics/made-campaign.js';

interface Running {
  readonly id: string;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
}

/** A campaign on doubles, with a note of all that happened to them, in order. */
class Bench {
  readonly notes: string[] = [];
  readonly saved = new Map<string, Verdict>();
  readonly states: CampaignSummary['state'][] = [];
  readonly running = new Map<string, Running>();
  private readonly aborted = new Set<string>();
  private readonly waiting: (() => void)[] = [];
  judge = (id: string): Verdict | null =>
    verdictOf(this.plan, id, this.aborted.has(id) ? 'aborted' : 'completed');

  constructor(private readonly plan: Plan) {}

  /** Resolves once so many trials run. */
  async until(count: number): Promise<void> {
    while (this.running.size < count)
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
  }

  of(id: string): Running {
    return present(this.running.get(id), id);
  }

  start({
    jobs = 1,
    signal = new AbortController().signal,
    ...more
  }: Partial<CampaignRequest> & { readonly signal?: AbortSignal }): Promise<CampaignSummary> {
    return runCampaign(
      {
        plan: this.plan,
        jobs,
        budgetMs: null,
        finished: new Map(),
        lost: new Map(),
        onEvent: () => undefined,
        ...more,
        ports: {
          trials: {
            run: ({ spec: { id } }, until) => this.run(id, until),
            close: () => {
              this.notes.push('close');
              return Promise.resolve();
            },
          },
          openLog: () => ({
            append: () => undefined,
            console: () => undefined,
            conceal: () => undefined,
            close: () => undefined,
            lost: new AbortController().signal,
          }),
          setAside: () => undefined,
          judge: (id) => this.judge(id),
          saveVerdict: (verdict) => {
            this.saved.set(verdict.trial, verdict);
          },
          saveSummary: (_, state) => {
            this.states.push(state);
            return { state } as CampaignSummary;
          },
        },
      },
      signal,
    );
  }

  /** A trial that is told to end does so at once, as an aborted one. */
  private run(id: string, signal: AbortSignal): Promise<void> {
    this.notes.push(`begin ${id}`);
    return new Promise<void>((resolve, reject) => {
      const over = (settle: () => void): void => {
        if (this.running.delete(id)) settle();
      };
      this.running.set(id, {
        id,
        end: () => {
          over(resolve);
        },
        fail: (error) => {
          over(() => {
            reject(error);
          });
        },
      });
      signal.addEventListener(
        'abort',
        () => {
          over(() => {
            this.aborted.add(id);
            this.notes.push(`abort ${id}`);
            resolve();
          });
        },
        { once: true },
      );
      for (const go of this.waiting.splice(0)) go();
    });
  }
}

function verdictOf(plan: Plan, id: string, end: Verdict['end']): Verdict {
  const { arm } = present(
    plan.trials.find((trial) => trial.id === id),
    id,
  );
  return { format: 1, trial: id, arm, end, engine: null, runs: [makeRun('held')] };
}

describe('a campaign', () => {
  it(
    'runs its trials in the order of the plan, saves each verdict, and closes the engines before it ' +
      'says how it ended',
    async () => {
      const bench = new Bench(makePlan(['a'], 3));
      const done = bench.start({});
      for (const id of ['001', '002', '003']) {
        await bench.until(1);
        bench.of(id).end();
      }
      expect(await done).toEqual({ state: 'complete' });
      expect(bench.notes).toEqual(['begin 001', 'begin 002', 'begin 003', 'close']);
      expect([...bench.saved.keys()]).toEqual(['001', '002', '003']);
      expect([bench.states[0], bench.states.at(-1)]).toEqual(['running', 'complete']);
    },
  );

  it('runs as many at a time as it may, and no trial that has its verdict', async () => {
    const plan = makePlan(['a'], 4);
    const bench = new Bench(plan);
    const done = bench.start({ jobs: 2, finished: new Map([['001', verdictOf(plan, '001', 'completed')]]) });
    await bench.until(2);
    expect([...bench.running.keys()]).toEqual(['002', '003']);
    bench.of('003').end();
    await bench.until(2);
    expect([...bench.running.keys()]).toEqual(['002', '004']);
    for (const { end } of [...bench.running.values()]) end();
    expect(await done).toEqual({ state: 'complete' });
  });

  it('launches nothing once its time is spent, and is interrupted', async () => {
    const bench = new Bench(makePlan(['a'], 2));
    expect(await bench.start({ budgetMs: -1 })).toEqual({ state: 'interrupted' });
    expect(bench.notes).toEqual(['close']);
  });

  it('that is interrupted ends what runs, keeps what was finished, and gives what was aborted no verdict', async () => {
    const bench = new Bench(makePlan(['a'], 4));
    const user = new AbortController();
    const done = bench.start({ jobs: 2, signal: user.signal });
    await bench.until(2);
    bench.of('001').end();
    await bench.until(2);
    user.abort(new LabError('interrupted', 'by the user'));
    expect(await done).toEqual({ state: 'interrupted' });
    expect(bench.notes).toEqual(['begin 001', 'begin 002', 'begin 003', 'abort 002', 'abort 003', 'close']);
    expect([...bench.saved.keys()]).toEqual(['001']);
  });
});

describe('a trial that throws, which none should', () => {
  it('ends the trials beside it and lets none begin, and its error is thrown once the engines are closed', async () => {
    const bench = new Bench(makePlan(['a'], 5));
    const done = bench.start({ jobs: 2 });
    await bench.until(2);
    bench.of('002').fail(new Error('no space left on device'));
    await expect(done).rejects.toThrow('no space left on device');
    expect(bench.notes).toEqual(['begin 001', 'begin 002', 'abort 001', 'close']);
    expect([...bench.saved.keys()]).toEqual([]);
    expect(bench.states).toEqual(['running']);
  });

  it('keeps the verdicts of those that ended before', async () => {
    const bench = new Bench(makePlan(['a'], 3));
    const done = bench.start({});
    await bench.until(1);
    bench.of('001').end();
    await bench.until(1);
    bench.of('002').fail(new Error('a bug'));
    await expect(done).rejects.toThrow('a bug');
    expect([...bench.saved.keys()]).toEqual(['001']);
  });

  it('is no other than one whose evidence cannot be read back', async () => {
    const bench = new Bench(makePlan(['a'], 2));
    bench.judge = () => null;
    const done = bench.start({});
    await bench.until(1);
    bench.of('001').end();
    await expect(done).rejects.toThrow('evidence of trial 001');
    expect(bench.notes).toEqual(['begin 001', 'close']);
  });

  it('gives the first error where several throw', async () => {
    const bench = new Bench(makePlan(['a'], 2));
    const done = bench.start({ jobs: 2 });
    await bench.until(2);
    const other = bench.of('001');
    bench.of('002').fail(new Error('the first'));
    other.fail(new Error('the second'));
    await expect(done).rejects.toThrow('the first');
  });
});
