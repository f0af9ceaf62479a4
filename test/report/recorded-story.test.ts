import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { deployOf, ofKind } from '../../src/evidence/timeline.js';
import { explainTrial } from '../../src/report/story/story.js';
import { judge } from '../../src/verdict/judge.js';
import { trialSpec } from '../verdict/constructed-journal.js';
import { readJournal } from '../verdict/read-journal.js';

describe.each(['rolled-back-oom-kill', 'held-old-task-killed', 'rolled-back-with-outage'])('the story of the recorded trial %s', (name) => {
  const { lines } = readJournal(name);
  const { stack } = present(deployOf(lines, 'r1', 'base', 'begin'), 'deploy');
  const spec = trialSpec([], [{ run: 'r1', stack, domain: `${stack}.driftlab.test`, startAfterMs: 0 }]);
  const { moments } = explainTrial(spec, lines, judge(spec, lines));

  it('names as killed only tasks in whose container the kernel killed, though the others got the event too', () => {
    const victims = new Set(ofKind(lines, 'kernel-oom').map(({ containerId }) => containerId));
    const tasks = ofKind(lines, 'task').filter(({ containerId }) => containerId !== null && victims.has(containerId)).map(({ taskId }) => taskId.slice(0, 4));
    const told = moments.map(({ text }) => text).filter((text) => text.includes('kernel'));
    expect(told.length).toBeGreaterThan(0);
    for (const text of told) expect(tasks.some((task) => text.includes(task)), text).toBe(true);
  });

  it('says beside the head deploy which spec it put there', () => {
    const head = present(moments.find(({ text }) => text.startsWith('head deployed')), 'head deploy');
    const { stamp } = present(deployOf(lines, 'r1', 'upgrade', 'end'), 'deploy');
    expect(head.aside).toContain(`spec ${String(stamp)}`);
  });
});
