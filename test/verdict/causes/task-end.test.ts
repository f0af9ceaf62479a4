// Why one task ended, on journals of a few lines about it: each clause with a near miss beside it.
import { describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.js';
import type { EvidenceOf } from '../../../src/evidence/evidence.js';
import { tasksOf } from '../../../src/evidence/timeline.js';
import { causeOfFirstDeath, causeOfWaiting } from '../../../src/verdict/causes/culprit.js';
import { causeOfTask } from '../../../src/verdict/causes/task-end.js';
import { storyOf } from '../../../src/verdict/story.js';
import type { Cause } from '../../../src/verdict/verdict.js';
import { app, B, H, journal, stack, trialSpec, view, type Journal } from '../constructed-journal.js';

type Patch = Partial<EvidenceOf<'task'>>;

const mebibyte = 1024 ** 2;

/** The cause of task `t1` as the head's. */
function causeOf(story: (j: Journal) => Journal, victim: 'new' | 'old' = 'new'): Cause {
  const { lines } = story(journal().begin().at(4000).spec(H, B).at(5000).task('t1', 'starting'));
  const task = present(
    tasksOf(lines, app).find(({ taskId }) => taskId === 't1'),
    'task',
  );
  return causeOfTask(lines, task, victim);
}

const failed = (code: number | null, more: Patch = {}): Patch => ({
  exitCode: code,
  message: 'started',
  err: code === null ? '' : `task: non-zero exit (${String(code)})`,
  ...more,
});
const ends = (j: Journal, code: number, more: Patch = {}): Journal =>
  j.at(6000).container('t1', 'die', { exitCode: code }).task('t1', 'failed', failed(code, more));
const kernel = (j: Journal, more: Partial<EvidenceOf<'kernel-oom'>> = {}): Journal =>
  j.at(5900).fact({
    kind: 'kernel-oom',
    containerId: 'c-t1',
    process: 'node',
    pid: 77,
    rssBytes: 261.4 * mebibyte,
    line: 'oom_memcg=/lab,task_memcg=/lab/c-t1',
    ...more,
  });
const ofOther = (j: Journal): Journal => kernel(j, { containerId: 'c-x' });

describe('a kill for want of memory', () => {
  const words = 'the kernel killed node at 261 MiB: out of memory';

  it.each([
    ['is named by the kernel', (j: Journal) => ends(kernel(j), 137), 'oom-kill', words],
    [
      'is told without a size where the kernel gave none',
      (j: Journal) => ends(kernel(j, { rssBytes: null }), 137),
      'oom-kill',
      'the kernel killed node: out of memory',
    ],
    [
      'is by its own limit where that is the group that ran out',
      (j: Journal) => ends(kernel(j, { line: 'oom_memcg=/lab/c-t1,task_memcg=/lab/c-t1' }), 137),
      'oom-kill',
      "the kernel killed node at 261 MiB: the container's own memory limit was reached",
    ],
    [
      'is not where it ended with another code: then its child was killed',
      (j: Journal) => ends(kernel(j), 1),
      'exit',
      'it exited by itself with 1, after the kernel had killed its child node at 261 MiB: out of memory',
    ],
    [
      'of a child is told without a size, too',
      (j: Journal) => ends(kernel(j, { rssBytes: null }), 1),
      'exit',
      'it exited by itself with 1, after the kernel had killed its child node: out of memory',
    ],
    ['is none where the kernel named another', (j: Journal) => ends(ofOther(j), 137), 'unknown', null],
    [
      'is none where the kernel named no container',
      (j: Journal) => ends(kernel(j, { containerId: null }), 137),
      'unknown',
      null,
    ],
    [
      'is none without a word of anybody',
      (j: Journal) => ends(j, 137),
      'unknown',
      'the task ended with 137, which a kill for memory and any other SIGKILL have in common, and nothing on ' +
        'record tells which',
    ],
  ] as const)('%s', (_, story, kind, detail) => {
    const cause = causeOf(story);
    expect([cause.kind, detail === null ? null : cause.detail]).toEqual([kind, detail]);
  });

  const flag = "killed out of memory, by the engine's own flag; the kernel's log was not there to confirm it";
  const inspect = (j: Journal, oomKilled: boolean): Journal =>
    j.at(6100).fact({
      kind: 'container-inspect',
      containerId: 'c-t1',
      service: app,
      taskId: 't1',
      running: false,
      oomKilled,
      exitCode: 137,
      startedAt: '',
      finishedAt: '',
      health: null,
      probes: [],
    });

  it.each([
    ['by an event', (j: Journal) => ends(j.container('t1', 'oom'), 137), flag],
    ['by a look at the container', (j: Journal) => inspect(ends(j, 137), true), flag],
    ['not by a look that denies it', (j: Journal) => inspect(ends(j, 137), false), null],
    [
      'not where the kernel spoke of others',
      (j: Journal) => ends(ofOther(j).container('t1', 'oom'), 137),
      null,
    ],
    [
      'where its log had a gap, though it spoke of others',
      (j: Journal) =>
        ends(
          ofOther(j)
            .fact({ kind: 'gap', source: 'kernel', mark: 'begin', unseenMs: 0, reason: 'x' })
            .container('t1', 'oom'),
          137,
        ),
      flag,
    ],
    [
      'not of a container that was not seen to die',
      (j: Journal) => j.container('t1', 'oom').at(6000).task('t1', 'failed', failed(137)),
      null,
    ],
    [
      'not of one that was asked to end',
      (j: Journal) => ends(j.container('t1', 'kill', { signal: '15' }).container('t1', 'oom'), 137),
      null,
    ],
  ] as const)("is taken from the engine's flag: %s", (_, story, detail) => {
    const cause = causeOf(story);
    expect(cause.kind === 'oom-kill' ? cause.detail : null).toBe(detail);
  });

  const asked = (signal: string | null, engineMs: number | null, kernelMs: number | null): Cause =>
    causeOf((j) => {
      const kill = { ...killFact, signal };
      const named = {
        kind: 'kernel-oom',
        containerId: 'c-t1',
        process: 'node',
        pid: 7,
        rssBytes: null,
        line: '',
      } as const;
      const put = (ms: number | null, fact: typeof kill | typeof named): void => {
        if (ms === null) j.at(5500).fact(fact);
        else j.at(ms).engineFact(fact);
      };
      put(engineMs, kill);
      put(kernelMs, named);
      return ends(j, 137);
    });
  const killFact = {
    kind: 'container',
    action: 'kill',
    containerId: 'c-t1',
    service: app,
    taskId: 't1',
    health: null,
    exitCode: null,
  } as const;

  it.each([
    ['15', 5500, 5600, false],
    ['15', 5600, 5500, true],
    ['15', 5500, 5500, true],
    ['9', 5600, 5500, true],
    ['15', null, 5500, true],
    ['9', null, 5500, false],
    ['KILL', null, 5500, false],
    ['SIGKILL', 5500, null, false],
    [null, null, 5500, true],
  ])(
    'is one only where nobody asked first: signal %s at %s, the kernel at %s',
    (signal, killMs, kernelMs, isOom) => {
      expect(asked(signal, killMs, kernelMs).kind === 'oom-kill').toBe(isOom);
    },
  );
});

describe('an exit', () => {
  it.each([
    ['failed', 3, 'it exited by itself with 3'],
    ['complete', 0, 'it exited by itself with 0'],
  ] as const)('by itself, of a task that is %s', (state, code, detail) => {
    expect(
      causeOf((j) => j.at(6000).container('t1', 'die', { exitCode: code }).task('t1', state, failed(code))),
    ).toMatchObject({
      kind: 'exit',
      detail,
      exitCode: code,
      task: 't1',
      container: 'c-t1',
      victim: 'new',
      because: null,
      atMs: 6000,
      evidence: [9, 10],
    });
  });

  it('is not said of a task in another state, nor without a code', () => {
    for (const state of ['shutdown', 'orphaned', 'rejected'])
      expect(causeOf((j) => j.at(6000).task('t1', state, failed(3, { err: '' }))).kind).not.toBe('exit');
    expect(
      causeOf((j) => j.at(6000).task('t1', 'failed', failed(null, { message: 'started' }))),
    ).toMatchObject({
      kind: 'unknown',
      detail: 'the task is failed, and nothing on record tells why',
      exitCode: null,
    });
  });

  it('is placed at the end of the container, or else at that of the task, or where it was last seen', () => {
    const at = (story: (j: Journal) => Journal): number | null => causeOf(story).atMs;
    expect(at((j) => ends(j.at(5500).container('t1', 'die', { exitCode: 3 }), 3))).toBe(5500);
    expect(
      at((j) => j.at(6000).task('t1', 'failed', failed(3)).at(7000).task('t1', 'failed', failed(3))),
    ).toBe(6000);
    expect(at((j) => j.at(7000).task('t1', 'starting'))).toBe(7000);
  });

  it('takes the code of the container before that of the task', () => {
    const story =
      (die: number | null) =>
      (j: Journal): Journal =>
        (die === null ? j : j.container('t1', 'die', { exitCode: die })).task('t1', 'failed', failed(4));
    expect([causeOf(story(3)).exitCode, causeOf(story(null)).exitCode]).toEqual([3, 4]);
  });

  it("with 255 is one only where the engine's log, which would tell of a lost container, was watched", () => {
    expect(causeOf((j) => ends(j, 255)).kind).toBe('exit');
    const blind = (j: Journal): Journal =>
      j.fact({ kind: 'gap', source: 'daemon-log', mark: 'begin', unseenMs: 0, reason: 'x' });
    expect(causeOf((j) => ends(blind(j), 255))).toMatchObject({
      kind: 'unknown',
      detail: expect.stringContaining(
        'it ended with 255: by itself, or because the engine lost it',
      ) as string,
    });
    expect(causeOf((j) => ends(blind(j), 254)).kind).toBe('exit');
  });

  const beside = (
    order: 'start-first' | 'stop-first',
    words: readonly string[],
    old: Patch | null = {},
  ): Cause => {
    const head = view('H', { updateConfig: { ...H.updateConfig, order } });
    let j = journal().begin().at(1000).spec(B, null);
    if (old !== null) j = j.task('b1', 'running', old);
    j = j.at(4000).spec(head, B).at(5000).task('t1', 'starting');
    j = ends(j, 1).at(6500).fact({ kind: 'task-log', taskId: 't1', lines: words, failure: null });
    const task = present(
      tasksOf(j.lines, app).find(({ taskId }) => taskId === 't1'),
      'task',
    );
    return causeOfTask(j.lines, task, 'new');
  };
  const taken = ['starting', '  data folder is in use  ', 'bye'];

  it.each([
    ['beside the old task', 'start-first', taken, {}, true],
    ['by its last words alone', 'start-first', ['all is well'], {}, false],
    ['not where the old one goes first', 'stop-first', taken, {}, false],
    ['not without an old one', 'start-first', taken, null, false],
    ['not beside one in another slot', 'start-first', taken, { slot: 2 }, false],
    ['not beside one that swarm wants gone', 'start-first', taken, { desired: 'shutdown' }, false],
    ['not beside one of the same spec', 'start-first', taken, { taskHash: H.taskHash }, false],
  ] as const)('over something that is taken is swarm’s: %s', (_, order, words, old, held) => {
    const cause = beside(order, words, old);
    expect(cause.because).toBe(held ? 'held-by-old-task' : null);
    expect(cause.detail.includes('(data folder is in use)'.slice(1, -1))).toBe(held);
    expect(cause.evidence.length).toBe(held ? 3 : 2);
  });

  it.each([
    'the port is in use',
    'already running as 77',
    'Error: listen EADDRINUSE :::80',
    'resource temporarily unavailable',
    'database is locked',
    'lock is held by another',
    'could not acquire the write lock',
    'removing stale lockfile',
    'another instance runs',
  ])('says that something is taken by words such as: %s', (line) => {
    expect(beside('start-first', [line]).because).toBe('held-by-old-task');
  });

  it.each(['the port is free', 'unlocked', 'blockchain', 'another day', 'inuse'])(
    'says nothing of the kind by words such as: %s',
    (line) => {
      expect(beside('start-first', [line]).because).toBeNull();
    },
  );
});

describe('a health check that failed', () => {
  it.each([
    [
      'by the word of the task',
      (j: Journal) => j.at(6000).task('t1', 'failed', failed(1, { err: 'unhealthy container' })),
      true,
    ],
    [
      'by an event before it was stopped',
      (j: Journal) =>
        ends(
          j.container('t1', 'health', { health: 'unhealthy' }).container('t1', 'kill', { signal: '15' }),
          143,
        ),
      true,
    ],
    [
      'not by an event after it was stopped',
      (j: Journal) =>
        ends(
          j.container('t1', 'kill', { signal: '15' }).container('t1', 'health', { health: 'unhealthy' }),
          143,
        ),
      false,
    ],
    [
      'not by an event before the last good one',
      (j: Journal) =>
        ends(
          j
            .container('t1', 'health', { health: 'unhealthy' })
            .container('t1', 'health', { health: 'healthy' }),
          1,
        ),
      false,
    ],
    [
      'not after its end',
      (j: Journal) => ends(j, 1).container('t1', 'health', { health: 'unhealthy' }),
      false,
    ],
    [
      'of a task that is about to be stopped for it',
      (j: Journal) => j.container('t1', 'health', { health: 'unhealthy' }),
      true,
    ],
    [
      'not of one that runs on well',
      (j: Journal) => j.container('t1', 'health', { health: 'healthy' }),
      false,
    ],
    [
      'though a probe went well before swarm stopped it',
      (j: Journal) =>
        ends(
          j
            .container('t1', 'health', { health: 'unhealthy' })
            .container('t1', 'health', { health: 'healthy' })
            .container('t1', 'kill', { signal: '15' }),
          0,
        ),
      true,
    ],
    [
      'not where a client stopped what was well again',
      (j: Journal) =>
        ends(
          j
            .container('t1', 'health', { health: 'unhealthy' })
            .container('t1', 'health', { health: 'healthy' })
            .call(0, { about: 'container-kill', containerId: 'c-t1', serviceId: null })
            .container('t1', 'kill', { signal: '15' }),
          0,
        ),
      false,
    ],
  ] as const)('is known: %s', (_, story, isUnhealthy) => {
    expect(causeOf(story).kind === 'unhealthy').toBe(isUnhealthy);
  });
});

describe('a kill through the engine', () => {
  const killed = (j: Journal, containerId: string | null = 'c-t1', state = 'failed'): Journal => {
    if (containerId !== null) j.call(0, { about: 'container-kill', containerId, serviceId: null });
    j.container('t1', 'kill', { signal: '15' });
    return j.at(6000).container('t1', 'die', { exitCode: 143 }).task('t1', state, failed(143));
  };
  const words = 'it was killed through the engine (signal 15) and ended with 143';

  it('is foreign by the call of a client about this container, its id or the beginning of it', () => {
    for (const id of ['c-t1', 'c-t', 'c'])
      expect(causeOf((j) => killed(j, id))).toMatchObject({
        kind: 'foreign-write',
        detail: `${words}: another client asked for it`,
      });
    expect(causeOf((j) => killed(j, 'c-t1', 'complete')).kind).toBe('foreign-write');
  });

  it('is nobody’s where the log, watched throughout, has no such call', () => {
    const detail = `${words}, and the engine's log has no call of a client that asked for it`;
    for (const id of [null, 'c-t2', 'c-t11'])
      expect(causeOf((j) => killed(j, id))).toMatchObject({ kind: 'unknown', detail });
    const shim = { about: 'shim-gone', containerId: 'c-t1', serviceId: null } as const;
    expect(causeOf((j) => killed(j.call(0, shim), null))).toMatchObject({ kind: 'unknown', detail });
  });

  it('is foreign where the log was not watched, and no kill of a task that swarm stopped', () => {
    expect(
      causeOf((j) =>
        killed(
          j.fact({ kind: 'gap', source: 'daemon-log', mark: 'begin', unseenMs: 0, reason: 'x' }).at(5100),
          null,
        ),
      ).kind,
    ).toBe('foreign-write');
    expect(causeOf((j) => killed(j, 'c-t1', 'shutdown')).kind).not.toBe('foreign-write');
  });

  it('cites the call, the kill and the end, and is placed at the end of the container', () => {
    const cause = causeOf((j) => killed(j));
    expect(cause).toMatchObject({ atMs: 6000, evidence: [9, 10, 11, 12] });
    expect(
      causeOf((j) => j.container('t1', 'kill', { signal: null }).at(6000).task('t1', 'failed', failed(null)))
        .detail,
    ).toContain('(signal unknown) and ended with no exit code');
  });
});

describe('a task that never ran', () => {
  const refused = (err: string, more: Patch = {}, state = 'failed'): Cause =>
    causeOf((j) => j.at(6000).task('t1', state, { err, message: 'starting', exitCode: null, ...more }));

  it.each([
    ['rejected', 'No such image', 'rejected', null],
    ['failed', 'starting container failed: x', 'rejected', null],
    ['failed', 'port is already allocated', 'rejected', 'held-outside-swarm'],
    ['failed', 'listen: address already in use', 'rejected', 'held-outside-swarm'],
    ['failed', '', 'unknown', null],
    ['failed', 'task: non-zero exit (2)', 'unknown', null],
    ['rejected', 'write /var/lib/docker/volumes/x/_data: no space left on device', 'unknown', null],
    ['failed', 'write /var/lib/docker/volumes/x/_data: no space left on device', 'unknown', null],
    ['rejected', 'no space left in the lorry', 'rejected', null],
  ] as const)('is %s by the engine: %s', (state, err, kind, because) => {
    expect(refused(err, {}, state)).toMatchObject({ kind, because });
  });

  it('is not one that ran, or whose container died', () => {
    const err = 'starting container failed: x';
    expect(refused(err, { message: 'started' }).kind).toBe('unknown');
    expect(
      causeOf((j) =>
        j
          .at(6000)
          .container('t1', 'die', { exitCode: null })
          .task('t1', 'failed', { err, message: 'starting', exitCode: null }),
      ).kind,
    ).toBe('unknown');
  });

  const waits = (state: string, err = ''): Cause => causeOf((j) => j.task('t1', state, { err }));

  it.each([
    ['starting', '', 'start-timeout', 'it was still starting when observation ended'],
    ['starting', 'odd', 'start-timeout', 'it was still starting when observation ended: odd'],
    ['pending', '', 'start-timeout', 'it still waited for a node when observation ended'],
    [
      'pending',
      'no suitable node (x)',
      'start-timeout',
      'no node takes it, so it waits: no suitable node (x)',
    ],
    [
      'preparing',
      'manifest unknown',
      'image-pull',
      'its image could not be pulled, and the engine goes on trying: manifest unknown',
    ],
    [
      'preparing',
      'creating a volume',
      'start-timeout',
      'it was still preparing when observation ended: creating a volume',
    ],
    [
      'starting',
      'manifest unknown',
      'start-timeout',
      'it was still starting when observation ended: manifest unknown',
    ],
    ['running', '', 'unknown', 'the task is running, and nothing on record tells why'],
  ] as const)('waits in state %s with "%s"', (state, err, kind, detail) => {
    expect(waits(state, err)).toMatchObject({ kind, detail });
  });

  it('waits for what the old task beside it has', () => {
    const old = (err: string, order: 'start-first' | 'stop-first'): Cause => {
      const head = view('H', { updateConfig: { ...H.updateConfig, order } });
      const { lines } = journal()
        .begin()
        .at(1000)
        .spec(B, null)
        .task('b1', 'running')
        .at(4000)
        .spec(head, B)
        .at(5000)
        .task('t1', 'pending', { err });
      return causeOfTask(lines, present(tasksOf(lines, app)[1], 'task'), 'new');
    };
    for (const err of ['port already in use', 'insufficient resources', 'max replicas per node limit exceed'])
      expect(old(`no suitable node (${err})`, 'start-first').because).toBe('held-by-old-task');
    expect(old('no suitable node (insufficient resources)', 'stop-first').because).toBeNull();
    expect(old('no suitable node (scheduling constraints)', 'start-first').because).toBeNull();
    expect(old('insufficient resources', 'start-first').because).toBeNull();
  });
});

describe('of a story', () => {
  const run = present(trialSpec().runs[0], 'run');
  const told = (j: Journal): ReturnType<typeof storyOf> => storyOf(j.lines, run, `${stack}_app`, true);
  const upgraded = (): Journal => journal().base().upgrade().updating().at(5000);

  it.each([
    ['that swarm wants and that does not run', (j: Journal) => j.task('h1', 'pending'), 'h1'],
    ['not one that runs', (j: Journal) => j.task('h1', 'running'), null],
    ['not one that is to go', (j: Journal) => j.task('h1', 'pending', { desired: 'shutdown' }), null],
    ['not one that is gone', (j: Journal) => j.task('h1', 'pending', { exists: false }), null],
    ['not one that ended', (j: Journal) => j.task('h1', 'failed'), null],
    ['also one that swarm keeps ready', (j: Journal) => j.task('h1', 'ready', { desired: 'ready' }), 'h1'],
    [
      'not one of the base',
      (j: Journal) => j.task('b2', 'pending', { taskHash: B.taskHash, stamp: B.stamp }),
      null,
    ],
    ['the first of two', (j: Journal) => j.task('h1', 'pending').task('h2', 'pending', { slot: 2 }), 'h1'],
  ] as const)('the head task that waits is one %s', (_, story, task) => {
    const cause = causeOfWaiting(told(story(upgraded())));
    expect(cause?.task ?? null).toBe(task);
    if (task !== null) expect(cause).toMatchObject({ kind: 'start-timeout', victim: 'new' });
  });

  it('the first death is that of the head task that ended first, before swarm acted where that is given', () => {
    const story = told(
      upgraded()
        .task('h1', 'running')
        .task('h2', 'running', { slot: 2 })
        .at(6000)
        .task('h2', 'failed', failed(4, { slot: 2 }))
        .at(7000)
        .task('h1', 'failed', failed(3))
        .at(8000)
        .spec(B, null, { state: 'rollback_started' }),
    );
    const action = (updatedAt: string, seq = 99) => ({ ...present(story.live, 'live'), updatedAt, seq });
    const at = (ms: string): string => `2026-06-11T00:00:${ms}Z`;
    expect(causeOfFirstDeath(story)).toMatchObject({ task: 'h2', exitCode: 4 });
    expect(causeOfFirstDeath(story, action(at('08.000')))?.task).toBe('h2');
    expect(causeOfFirstDeath(story, action(at('06.000')))?.task).toBe('h2');
    expect(causeOfFirstDeath(story, action(at('05.999')))).toBeNull();
    const died = present(story.headTasks.find(({ taskId }) => taskId === 'h2')?.ended, 'end').seq;
    expect(causeOfFirstDeath(story, action('unreadable', died + 1))?.task).toBe('h2');
    expect(causeOfFirstDeath(story, action('unreadable', died))).toBeNull();
    expect(causeOfFirstDeath(story, action(at('08.000'), 1))?.evidence[0]).toBe(1);
    expect(causeOfFirstDeath(told(upgraded()))).toBeNull();
  });
});
