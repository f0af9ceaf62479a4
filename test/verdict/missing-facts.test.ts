// Facts that never arrived: taken out of recorded journals and the rest numbered anew, so that nothing but
// the other facts can tell.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeJournal } from '../../src/evidence/codec.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { ofKind } from '../../src/evidence/timeline.js';
import { missingFact } from '../../src/verdict/missing-facts.js';

const recorded = (name: string): readonly Evidence[] =>
  decodeJournal(readFileSync(new URL(`../journals/${name}.jsonl`, import.meta.url), 'utf8')).lines;
const names = [
  'held',
  'rolled-back-exit',
  'rolled-back-oom-kill',
  'paused-exit',
  'failed-later-exit',
  'rolled-back-beside-db',
  'rolled-back-restored',
  'replicas-only',
  'no-op',
  'unsettled-host-port',
  'held-old-task-killed',
];

/** What is found once the lines for which `gone` holds never came. */
function found(lines: readonly Evidence[], gone: (line: Evidence) => boolean = () => false): string | null {
  const [begin] = ofKind(lines, 'deploy');
  const end = lines.findIndex((line) => line.kind === 'phase' && line.phase === 'destroy');
  const seen = lines
    .slice(0, end === -1 ? undefined : end)
    .filter((line) => !gone(line))
    .map((line, index) => ({ ...line, seq: index + 1 }));
  const endMs =
    ofKind(lines, 'phase').find(({ phase, mark }) => phase === 'observe' && mark === 'end')?.atMs ??
    lines.at(-1)?.atMs ??
    0;
  return missingFact({ lines: seen, run: { run: begin?.run ?? '', stack: begin?.stack ?? '' }, endMs });
}

describe('a journal from which nothing is missing', () => {
  it.each(names)('is not said to lack anything: %s', (name) => {
    expect(found(recorded(name))).toBeNull();
  });
});

describe('a fact that never arrived is missed by another that came:', () => {
  const held = recorded('held');

  it('the last state of an update, of which an event told', () => {
    expect(ofKind(held, 'service-event').at(-1)?.stateNew).toBe('completed');
    expect(found(held, (line) => line.kind === 'spec' && line.update?.state === 'completed')).toMatch(
      /an event told that the update of \S+_app was completed, and no look showed it/,
    );
    expect(
      found(
        recorded('rolled-back-exit'),
        (line) => line.kind === 'spec' && line.update?.state === 'rollback_completed',
      ),
    ).toContain('was rollback_completed, and no look showed it');
  });

  it('a task whose container is on record, that it ran, and that it ended', () => {
    const [old] = ofKind(held, 'task');
    const ofTask = (line: Evidence): boolean => line.kind === 'task' && line.taskId === old?.taskId;
    expect(found(held, ofTask)).toContain(
      `a container of task ${old?.taskId ?? ''} is on record, and the task is not`,
    );
    const head = ofKind(held, 'task').find(({ taskId }) => taskId !== old?.taskId)?.taskId ?? '';
    expect(
      found(held, (line) => line.kind === 'task' && line.taskId === head && line.state === 'running'),
    ).toMatch(/and that the task ran is not on record/);
    expect(
      found(recorded('rolled-back-exit'), (line) => line.kind === 'task' && line.state === 'failed'),
    ).toMatch(/died, and the end of that task is not on record|has the end of task/);
  });

  it(
    'the specs of a service that events, tasks or containers name, and the base of one that the head ' +
      'changed',
    () => {
      const beside = recorded('rolled-back-beside-db');
      const other = ofKind(beside, 'spec').find(({ service }) => !service.endsWith('_app'))?.service ?? '';
      expect(found(beside, (line) => line.kind === 'spec' && line.service === other)).toBe(
        `service ${other} was there, and none of its specs is on record`,
      );
      expect(found(held, (line) => line.kind === 'spec' && line.update === null)).toMatch(
        /the spec of \S+_app from before the upgrade is not on record/,
      );
    },
  );

  it('the end of a deploy', () => {
    expect(
      found(held, (line) => line.kind === 'deploy' && line.step === 'upgrade' && line.mark === 'end'),
    ).toBe("the end of the upgrade's deploy is not on record");
  });
});

describe('what is no contradiction:', () => {
  const held = recorded('held');

  it('a state that came too close to the end of observation to be looked at', () => {
    const event = ofKind(held, 'service-event').at(-1);
    const early = held.map((line) =>
      line.kind === 'phase' && line.phase === 'observe' && line.mark === 'end'
        ? { ...line, atMs: (event?.atMs ?? 0) + 100 }
        : line,
    );
    expect(found(early, (line) => line.kind === 'spec' && line.update?.state === 'completed')).toBeNull();
  });

  it('a state that no look could catch, because another went over it', () => {
    const inserted = held.flatMap((line): readonly Evidence[] =>
      line.kind === 'spec' && line.update?.state === 'completed'
        ? [{ ...line, kind: 'service-event', action: 'update', stateOld: null, stateNew: 'paused' }, line]
        : [line],
    );
    expect(
      found(inserted.filter((line) => line.kind !== 'service-event' || line.stateNew !== 'completed')),
    ).toBeNull();
  });

  it('containers, and events, that never came: looks alone decide', () => {
    for (const kind of ['container', 'service-event', 'daemon-log'] as const)
      expect(found(held, (line) => line.kind === kind)).toBeNull();
  });
});
