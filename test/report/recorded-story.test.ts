import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { deployOf, ofKind } from '../../src/evidence/timeline.js';
import { readJournal } from '../verdict/read-journal.js';
import { recordedSentences, shown, storyOf } from './told.js';

/** The order in which sentences must stand. */
function inOrder(sentences: readonly string[], ...starts: readonly RegExp[]): void {
  const places = starts.map((start) => sentences.findIndex((sentence) => start.test(sentence)));
  expect(places, sentences.join('\n')).not.toContain(-1);
  expect(
    [...places].sort((a, b) => a - b),
    sentences.join('\n'),
  ).toEqual(places);
}

describe.each(['rolled-back-oom-kill', 'held-old-task-killed', 'rolled-back-with-outage'])(
  'the story of the recorded trial %s',
  (name) => {
    const { lines } = readJournal(name);
    const { moments } = storyOf(lines);

    it(
      'names as killed only tasks in whose container the kernel killed, though the others got the ' +
        'event too',
      () => {
        const victims = new Set(ofKind(lines, 'kernel-oom').map(({ containerId }) => containerId));
        const tasks = ofKind(lines, 'task')
          .filter(({ containerId }) => containerId !== null && victims.has(containerId))
          .map(({ taskId }) => taskId.slice(0, 4));
        const told = moments.map(({ text }) => text).filter((text) => text.includes('kernel'));
        expect(told.length).toBeGreaterThan(0);
        for (const text of told)
          expect(
            tasks.some((task) => text.includes(task)),
            text,
          ).toBe(true);
      },
    );

    it('says beside the head deploy which spec it put there', () => {
      const head = present(
        moments.find(({ text }) => text.startsWith('head deployed')),
        'head deploy',
      );
      const { stamp } = present(deployOf(lines, 'r1', 'upgrade', 'end'), 'deploy');
      expect(head.aside).toContain(`spec ${String(stamp)}`);
    });
  },
);

describe('a recorded trial on several nodes', () => {
  it('says of each task on which node it is', () => {
    const told = recordedSentences('rolled-back-oom-kill-on-worker');
    inOrder(told, /^new task 5xxp… \(on node2\) killed by the kernel at 353/, /^swarm rolls back$/);
  });

  it('and of one that no node takes only its slot', () => {
    const told = recordedSentences('unsettled-no-node');
    expect(told).toContainEqual(expect.stringMatching(/^new task xn5k… \(slot 3\) waits: no node takes it/));
  });

  it('names no node where one is watched', () => {
    const lines = readJournal('rolled-back-oom-kill-on-worker').lines.map((line) => {
      if (line.kind !== 'engine') return line;
      return Object.fromEntries(Object.entries(line).filter(([key]) => key !== 'nodes')) as typeof line;
    });
    const told = storyOf(lines).moments.map(({ text }) => text);
    expect(told.join('\n')).not.toContain('node2');
  });
});

describe('a recorded rollback over an old task that is gone', () => {
  const told = recordedSentences('rolled-back-restored');

  it("goes from the death to swarm's act, with the app's last lines below the death", () => {
    inOrder(
      told,
      /^old task 3p81… stopped$/,
      /^new task 0q4n… running$/,
      /^new task 0q4n… failed: non-zero exit \(1\)$/,
      /^app: ends with 1$/,
      /^swarm rolls back$/,
      /^restored base task jwat… running$/,
    );
  });

  it('does not say that a task of the head still runs when it is dead', () => {
    expect(told.join('\n')).not.toContain('head task still running');
    expect(told).toContain('rollback_completed, restored base task running');
  });

  it('says what stands in the slot at the end, and why', () => {
    expect(told).toContain('slot 1 at the end: restored base runs, new died once: ends with 1');
  });
});

describe('a recorded rollback beside a service that goes on', () => {
  const told = recordedSentences('rolled-back-beside-db');

  it('tells of the other service with its moment, before the rollback is over', () => {
    inOrder(
      told,
      /^app: the schema is too old$/,
      /^swarm rolls back$/,
      /^db: swarm says the update completed$/,
      /^rollback_completed/,
    );
    expect(told).toContain('db at the end: new runs');
  });

  it('does not call it a failure when swarm had stopped the task and could not remove its network yet', () => {
    expect(told.filter((text) => text.includes('4o1i'))).toEqual([]);
    expect(told.join('\n')).not.toContain('removing network');
  });
});

describe('a recorded task that no node takes', () => {
  const told = recordedSentences('unsettled-host-port');

  it(
    "waits from the moment at which swarm says so, with swarm's reason, and is never called rejected " +
      'by the story',
    () => {
      inOrder(
        told,
        /^head deployed/,
        /^new task udaz… waits: no node takes it \(host-mode port already in use on 1 node\)$/,
        /^readback/,
      );
      expect(told).toContain(
        'slot 1 at the end: old runs, new waits: no node takes it (host-mode port already in use on 1 node)',
      );
    },
  );

  it('says of no other task that it waits, though swarm gives each a moment of pending', () => {
    expect(told.filter((text) => /^\S+ task .* waits/.test(text))).toHaveLength(1);
    expect(recordedSentences('held').filter((text) => text.includes('waits'))).toEqual([]);
  });
});

describe('a recorded slot that never runs and is tolerated', () => {
  const told = recordedSentences('failed-later-tolerated');

  it('names the slot, the setting that let the death pass, and the end of each slot', () => {
    inOrder(
      told,
      /^new task zkeq… \(slot 2\) failed/,
      /^swarm says the update completed though a new task had died \(max_failure_ratio: 0\.4\)$/,
      /^new task fn37… \(slot 2\) failed/,
    );
    expect(told.slice(-2)).toEqual([
      'slots 1 and 3 at the end: new runs',
      'slot 2 at the end: nothing runs, new crash-loops (3 deaths): exit code 9',
    ]);
  });

  it('says that the app wrote nothing once, and not below every death', () => {
    expect(told.filter((text) => text === 'app: ')).toHaveLength(1);
  });

  it('says nothing of tolerance where nobody died before', () => {
    expect(recordedSentences('failed-later-exit')).toContain('swarm says the update completed');
  });
});

describe('a recorded change of nothing but replicas', () => {
  const told = recordedSentences('replicas-only');

  it('calls the added tasks new, not restored ones of the base, and the one that stayed old', () => {
    expect(told.filter((text) => text.includes('restored'))).toEqual([]);
    expect(told).toContain('new task 0yhn… (slot 3) failed: non-zero exit (9)');
    expect(told).toContain('slot 1 at the end: old runs');
    expect(told).toContain(
      'slots 2 and 3 at the end: nothing runs, new died once: exit code 9; the next is starting',
    );
  });
});

describe('a recorded side service that rolled back', () => {
  const told = recordedSentences('held-worker-rolled-back');

  it('has one story for one death: the health check failed, whatever the exit code', () => {
    const death =
      'worker: new task 01kv… failed its health check 2.0 s before, so the engine stopped it: it ' +
      'ended with exit code 0';
    inOrder(
      told,
      new RegExp(`^${death}$`),
      /^probe: exit code 1, no output$/,
      /^app: asked to stop$/,
      /^worker: swarm rolls back$/,
      /^worker: rollback_completed/,
    );
    expect(told.filter((text) => text.includes('by itself'))).toEqual([]);
  });

  it('says how the side service ended, and nothing of the slots of the one that held', () => {
    expect(told).toContain('worker at the end: restored base runs, new died once: its health check failed');
    expect(told.filter((text) => text.startsWith('slot'))).toEqual([]);
  });
});

describe('a recorded deploy that the daemon refused', () => {
  it("is told in the daemon's words, not in the notice that the client prints first", () => {
    const moments = storyOf(readJournal('never-applied-config').lines).moments.map(({ text }) => text);
    expect(moments.join('\n')).not.toContain('--detach');
    expect(moments.find((text) => text.startsWith('head deploy failed'))).toContain(
      'desc = only updates to Labels are allowed',
    );
  });
});

describe('a recorded pause with nothing left running', () => {
  it('tells the refusals as such, and that nothing runs', () => {
    const told = recordedSentences('paused-bind-missing');
    inOrder(
      told,
      /^new task g8tu… rejected: invalid mount config/,
      /^old task j5nu… stopped$/,
      /^swarm pauses the update \(failure_action: pause\)$/,
    );
    expect(told.at(-1)).toMatch(
      /^down from \S+ s after the record began on \(5\.22 s above\), still down at the end$/,
    );
    expect(told.at(-2)).toBe(
      'slot 1 at the end: nothing runs, new is refused again and again (twice): invalid mount config ' +
        'for type "bind": bind source path does not exist: /srv/moved-away',
    );
  });
});

describe('words of the lab in a recorded story', () => {
  it('are explained once, and the guess of such a script only where it is quoted', () => {
    const { footnotes } = storyOf(readJournal('rolled-back-exit').lines);
    expect(footnotes).toEqual([
      'line, lines: of evidence.jsonl, the record of the trial',
      'naive check: what a script would have said that waits for health and then compares the ' +
        'version label; "re-checkout failed" is its guess that the wrong version was checked out',
    ]);
    expect(storyOf(readJournal('held').lines).footnotes.join()).not.toContain('re-checkout');
  });
});

it.each(['failed-later-tolerated', 'rolled-back-beside-db', 'never-applied-config'])(
  'the story of %s fits a terminal of 80 columns',
  (name) => {
    expect(
      shown(storyOf(readJournal(name).lines), 80)
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
  },
);

describe('a recorded rollback of a head that is never healthy, over a base that ignores SIGTERM', () => {
  const story = storyOf(readJournal('rolled-back-grace-over').lines);
  const told = recordedSentences('rolled-back-grace-over');

  it(
    'tells of the grace period that was over, and of the slot that stood empty when swarm called the ' +
      'rollback complete',
    () => {
      expect(told).toContain(
        'old task 0llu… (slot 1) stopped by SIGKILL: it still ran 2.1 s after signal 15 ' +
          '(stop_grace_period: 2 s)',
      );
      expect(told).toContain('rollback_completed, old task still running in 1 of 2 slots');
    },
  );

  it('repeats what the health check said without its colours, and cuts what is longer than the terminal', () => {
    expect(told).toContain('probe: exit code 3, connection refused on port 3000');
    expect(
      shown(story)
        .split('\n')
        .filter((line) => line.length > 100),
    ).toEqual([]);
    expect(shown(story)).not.toContain(String.fromCharCode(27));
  });

  it('says nothing of a grace period where the process ended in time', () => {
    expect(recordedSentences('rolled-back-restored')).toContain('old task 3p81… stopped');
  });
});
