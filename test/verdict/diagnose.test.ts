// A diagnosis after the fact: from what engines really still had, and held against the verdicts of those who
// watched.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { beforeDestroy, ofKind } from '../../src/evidence/timeline.js';
import { diagnose, judgeUpgrade } from '../../src/verdict/index.js';
import { afterTheFact } from './after-the-fact.js';
import { contradictions } from './contradictions.js';
import { readJournal } from './read-journal.js';

const appIn = (name: string) => {
  const found = diagnose('shop', readJournal(name).lines).services.find(
    ({ service }) => service === 'shop_app',
  );
  if (found === undefined) throw new Error(`no shop_app in ${name}`);
  return found;
};
const saysOf = (statements: readonly { readonly says: string }[]): string =>
  statements.map(({ says }) => says).join('\n');

describe('a stack that nobody watched', () => {
  it(
    'was rolled back: that, the version that is gone, and the task are proved while the engine ' +
      'remembers it all',
    () => {
      const found = appIn('stock-rolled-back');
      expect(found).toMatchObject({
        lastUpdate: 'rolled-back',
        wrong: true,
        eventsReachBack: true,
        likely: [],
        cause: { kind: 'exit', exitCode: 6 },
      });
      expect(saysOf(found.proved)).toMatch(/rolled the last update back by itself/);
      expect(saysOf(found.proved)).toMatch(/it is now box:1 again; .* its tasks were of box:2/);
      expect(saysOf(found.proved)).toMatch(/because of task \w+… of box:2: it exited by itself with 6/);
    },
  );

  it('was rolled back, and the events of that time are gone: the exit is likely, no longer proved', () => {
    const found = appIn('stock-rolled-back');
    const gone = diagnose(
      'shop',
      readJournal('stock-rolled-back').lines.filter(
        ({ kind }) => kind !== 'container' && kind !== 'service-event',
      ),
    ).services[0];
    expect(found.likely).toEqual([]);
    expect(gone).toMatchObject({ lastUpdate: 'rolled-back', eventsReachBack: false });
    expect(saysOf(gone?.likely ?? [])).toMatch(/exited by itself with 6/);
    expect(saysOf(gone?.proved ?? [])).not.toMatch(/exited by itself/);
    expect(saysOf(gone?.unknown ?? [])).toMatch(/keeps the last 256/);
  });

  it("was rolled back by hand, which is not swarm's doing", () => {
    expect(appIn('stock-rolled-back-by-hand')).toMatchObject({
      lastUpdate: 'rolled-back-by-hand',
      cause: null,
    });
  });

  it('is paused half-way, with the task that swarm names', () => {
    const found = appIn('stock-paused');
    expect(found).toMatchObject({ lastUpdate: 'paused', wrong: true, cause: { kind: 'exit', exitCode: 6 } });
    expect(saysOf(found.proved)).toMatch(
      /does not run as it should: running 1 of box:1; asked for 1 of box:2/,
    );
  });

  it('lost its new task to the kernel, whose log still says so', () => {
    expect(appIn('stock-oom')).toMatchObject({ lastUpdate: 'rolled-back', cause: { kind: 'oom-kill' } });
  });

  it('without any task of the version that was rolled back: why is unknown, and nobody is blamed', () => {
    const lines = readJournal('stock-rolled-back').lines;
    const live = ofKind(lines, 'spec').find(({ service }) => service === 'shop_app');
    const forgotten = lines.filter(
      (line) =>
        (line.kind !== 'task' || line.taskHash === live?.spec.taskHash || line.service !== 'shop_app') &&
        line.kind !== 'container',
    );
    const [found] = diagnose('shop', forgotten).services;
    expect(found).toMatchObject({ lastUpdate: 'rolled-back', cause: null, likely: [] });
    expect(saysOf(found?.unknown ?? [])).toMatch(/swarm remembers no task of that version/);
  });

  it('whose task ended with 137 or 143 is not said to have ended by itself when the events are gone', () => {
    const lines = readJournal('stock-rolled-back').lines.filter(({ kind }) => kind !== 'container');
    for (const exitCode of [137, 143]) {
      const signalled = lines.map((line) =>
        line.kind === 'task' && line.exitCode === 6 ? { ...line, exitCode } : line,
      );
      const [found] = diagnose('shop', signalled).services;
      expect([found?.cause, found?.likely]).toEqual([null, []]);
    }
  });
});

it('a task that was killed on another node is not explained from here, and where to ask is said', () => {
  const lines = readJournal('stock-oom').lines.flatMap((line) => {
    if (line.kind === 'kernel-oom' || line.kind === 'container' || line.kind === 'container-inspect')
      return [];
    return [line.kind === 'task' && line.exitCode === 137 ? { ...line, nodeId: 'another1node' } : line];
  });
  const [found] = diagnose('shop', lines).services;
  expect(found).toMatchObject({ lastUpdate: 'rolled-back', cause: null, likely: [] });
  expect(saysOf(found?.unknown ?? [])).toMatch(/ran on another node \(another1…/);
});

describe('a diagnosis never contradicts the verdict of the trial,', () => {
  const names = readdirSync(new URL('../journals', import.meta.url)).flatMap((file) =>
    file.endsWith('.jsonl') && !file.startsWith('stock-') && !file.startsWith('concurrent')
      ? [file.slice(0, -'.jsonl'.length)]
      : [],
  );

  it.each(names)('%s', (name) => {
    const { lines } = readJournal(name);
    const adopted = ofKind(lines, 'adopted')[0];
    const stack = adopted?.stack ?? ofKind(lines, 'deploy')[0]?.stack ?? '';
    const service =
      adopted?.service ?? ofKind(lines, 'readback')[0]?.service.slice(stack.length + 1) ?? 'app';
    const verdict = judgeUpgrade({ stack, service }, lines);
    for (const seen of [beforeDestroy(lines), afterTheFact(lines)]) {
      expect(contradictions(diagnose(stack, seen), verdict, `${stack}_${service}`)).toEqual([]);
    }
  });
});

describe('a service that swarm does not start again, and whose last task ended with 0,', () => {
  const lines = readJournal('stock-rolled-back').lines.map((line) => {
    if (line.kind === 'spec')
      return { ...line, spec: { ...line.spec, restart: 'none' as const, healthcheck: false } };
    return line.kind === 'task' && line.exitCode === 6
      ? { ...line, state: 'complete', exitCode: 0, err: '' }
      : line;
  });
  const [base] = ofKind(lines, 'task').filter(({ image }) => image === 'box:1');
  const endedBefore = { taskId: 'earlier', state: 'complete', desired: 'shutdown', exitCode: 0 };

  it('is not wrong where it had ended so before, though swarm rolled it back', () => {
    if (base === undefined) throw new Error('the journal has no task of the base');
    const once = [...lines, { ...base, ...endedBefore, seq: (lines.at(-1)?.seq ?? 0) + 1 }];
    expect(diagnose('shop', once).services[0]).toMatchObject({ wrong: false, cause: null });
  });

  it('is gone where the version before it ran on', () => {
    expect(diagnose('shop', lines).services[0]).toMatchObject({
      wrong: true,
      cause: { kind: 'exit', victim: 'new' },
    });
  });
});
