import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastLines } from '../../src/sources/container-log.js';
import { daemonLineOf } from '../../src/sources/daemon-line.js';
import { stackEventOf } from '../../src/sources/event-line.js';
import { kernelRecordOf, oomJoiner } from '../../src/sources/kernel-lines.js';
import { judgeLabel } from '../../src/sources/naive-words.js';
import { specFactOf, type ServiceJson } from '../../src/sources/spec-view.js';
import { stableHash } from '../../src/sources/stable-hash.js';

const container = 'a'.repeat(64);

describe('events', () => {
  test('a service event keeps its states and its time to the nanosecond', () => {
    const line =
      '{"Type":"service","Action":"update","Actor":{"ID":"s1","Attributes":{"name":"immi-1_app","updatestate.new":"updating"}},"timeNano":1795401460312716608}\n';
    expect(stackEventOf(line, ['immi-1'])).toEqual({
      fact: {
        kind: 'service-event',
        service: 'immi-1_app',
        serviceId: 's1',
        action: 'update',
        stateOld: null,
        stateNew: 'updating',
      },
      engineAt: '2026-11-23T02:37:40.312716608Z',
    });
  });

  test.each([
    ['up to 28', '"status":"die","id":"c1","from":"app:1",'],
    ['29', ''],
  ])('a container event of engine %s names the container', (_, older) => {
    const line = `{${older}"Type":"container","Action":"die","Actor":{"ID":"c1","Attributes":{"com.docker.swarm.service.name":"immi-1_app","com.docker.swarm.task.id":"t1","exitCode":"7"}},"timeNano":1795401460312716608}`;
    expect(stackEventOf(line, ['immi-1'])?.fact).toMatchObject({
      action: 'die',
      containerId: 'c1',
      taskId: 't1',
      exitCode: 7,
    });
  });

  test('events of other stacks, of plain containers and of probes are none', () => {
    expect(
      stackEventOf(
        '{"Type":"service","Action":"update","Actor":{"ID":"s1","Attributes":{"name":"immi-10_app"}}}',
        ['immi-1'],
      ),
    ).toBeNull();
    expect(
      stackEventOf('{"Type":"container","Action":"die","Actor":{"ID":"c","Attributes":{"exitCode":"1"}}}', [
        'immi-1',
      ]),
    ).toBeNull();
    const probe =
      '{"Type":"container","Action":"exec_create: ' +
      'true","Actor":{"ID":"c","Attributes":{"com.docker.swarm.service.name":"immi-1_app"}}}';
    expect(stackEventOf(probe, ['immi-1'])).toBeNull();
  });

  test('health says which', () => {
    const line =
      '{"Type":"container","Action":"health_status: ' +
      'unhealthy","Actor":{"ID":"c","Attributes":{"com.docker.swarm.service.name":"immi-1_app"}}}';
    expect(stackEventOf(line, ['immi-1'])?.fact).toMatchObject({
      action: 'health',
      health: 'unhealthy',
      exitCode: null,
    });
  });
});

describe('the kernel log', () => {
  const choice =
    `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,mems_allowed=0,oom_memcg=/lab,task_memcg=/lab/${container},task=a ` +
    'b,pid=77,uid=0';
  const kill =
    'Memory cgroup out of memory: Killed process 77 (a b) total-vm:9kB, anon-rss:100kB, ' +
    'file-rss:20kB, shmem-rss:3kB, UID:0';
  const record = (text: string, atUs = 5): { atUs: number; text: string } => ({ text, atUs });

  test("both lines of a kill become one fact with the victim's container and memory", () => {
    const joiner = oomJoiner((memcg) => memcg.startsWith('/lab/'));
    expect(joiner.take(record(choice))).toBeNull();
    expect(joiner.take(record(kill, 6))).toEqual({
      atUs: 6,
      fact: {
        kind: 'kernel-oom',
        containerId: container,
        process: 'a b',
        pid: 77,
        rssBytes: 123 * 1024,
        line: choice,
      },
    });
  });

  test('kills of another envelope are not ours', () => {
    const joiner = oomJoiner((memcg) => memcg.startsWith('/other/'));
    joiner.take(record(choice));
    expect(joiner.take(record(kill))).toBeNull();
    expect(joiner.overdue()).toEqual([]);
  });

  test('a kill whose second line never comes is told at the second call', () => {
    const joiner = oomJoiner(() => true);
    joiner.take(record(choice));
    expect(joiner.overdue()).toEqual([]);
    expect(joiner.overdue().map(({ fact }) => fact.rssBytes)).toEqual([null]);
    expect(joiner.overdue()).toEqual([]);
  });

  test('a record is split into time and text, without its properties', () => {
    expect(kernelRecordOf('6,1234,1399826087,-;hello, world\n SUBSYSTEM=x\n')).toEqual({
      atUs: 1_399_826_087,
      text: 'hello, world',
    });
    expect(kernelRecordOf('nonsense')).toBeNull();
  });
});

describe('the daemon log', () => {
  test('a write to a service keeps its version and nothing of what else the client put into the call', () => {
    const line =
      'time="2026-11-23T02:38:10.008384713Z" level=debug msg="Calling POST ' +
      '/v1.41/services/o9q/update?version=17&TaskTemplate=%7BTOKEN%3Dhunter22%7D"';
    expect(daemonLineOf(line)).toEqual({
      engineAt: '2026-11-23T02:38:10.008384713Z',
      fact: {
        kind: 'daemon-log',
        about: 'service-write',
        serviceId: 'o9q',
        taskId: null,
        containerId: null,
        version: 17,
        line:
          'time="2026-11-23T02:38:10.008384713Z" level=debug msg="Calling POST ' +
          '/v1.41/services/o9q/update?version=17"',
      },
    });
  });

  test('a posted spec never passes, whatever it says', () => {
    expect(
      daemonLineOf('time="t" level=debug msg="form data: {\\"Cmd\\":\\"starting rollback of service x\\"}"'),
    ).toBeNull();
  });

  test.each([
    ['starting rollback of service abc', 'rollback', 'abc', null],
    ['pausing update of service abc', 'pause', 'abc', null],
    ['update of service abc complete', 'complete', 'abc', null],
    ['state for task t1 updated to RUNNING', 'task', null, 't1'],
    ['Starting up', 'daemon-start', null, null],
  ])('%s', (message, about, serviceId, taskId) => {
    expect(daemonLineOf(`time="t" level=debug msg="${message}" module=node`)?.fact).toMatchObject({
      about,
      serviceId,
      taskId,
    });
  });

  test('a shim that is gone names its container', () => {
    expect(
      daemonLineOf('time="t" level=info msg="shim disconnected" id=c1 namespace=moby')?.fact,
    ).toMatchObject({ about: 'shim-gone', containerId: 'c1', serviceId: null, taskId: null });
    expect(
      daemonLineOf('time="t" level=warning msg="cleaning up after shim disconnected" id=c1 namespace=moby'),
    ).toBeNull();
  });

  test('a fatal task error names task and service', () => {
    const line =
      'time="t" level=error msg="fatal task error" error="task: non-zero exit (137)" service.id=s1 ' +
      'task.id=t1';
    expect(daemonLineOf(line)?.fact).toMatchObject({ about: 'task', serviceId: 's1', taskId: 't1' });
  });
});

describe('hashes and views', () => {
  test('the hash does not know the order of keys, nor empty parts', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries([...Object.entries(value)].reverse());
        expect(stableHash({ ...turned, absent: null, none: [], nothing: {} })).toBe(stableHash(value));
      }),
    );
  });

  test("an update config that says nothing has the engine's defaults", () => {
    const service: ServiceJson = {
      ID: 's',
      Version: { Index: 1 },
      UpdatedAt: '',
      Spec: { Name: 'x_app', TaskTemplate: {} },
    };
    expect(specFactOf({ stack: 'x' }, service, 'poll').spec.updateConfig).toEqual({
      order: 'stop-first',
      failureAction: 'pause',
      monitorMs: 5000,
      parallelism: 1,
      delayMs: 0,
      maxFailureRatio: 0,
    });
  });

  test(
    'a rollback config and a grace period have defaults of their own, and nanoseconds become ' +
      'milliseconds',
    () => {
      const service = (spec: object): ServiceJson => ({
        ID: 's',
        Version: { Index: 1 },
        UpdatedAt: '',
        Spec: { Name: 'x_app', TaskTemplate: {}, ...spec },
      });
      const bare = specFactOf(
        { stack: 'x' },
        service({ UpdateConfig: { Order: 'start-first', Monitor: 1e9 } }),
        'poll',
      ).spec;
      expect([bare.rollbackConfig.order, bare.rollbackConfig.monitorMs, bare.stopGraceMs]).toEqual([
        'stop-first',
        5000,
        10_000,
      ]);
      const set = {
        TaskTemplate: { ContainerSpec: { StopGracePeriod: 2e9 } },
        RollbackConfig: { Order: 'start-first', Monitor: 2e9 },
      };
      const told = specFactOf({ stack: 'x' }, service(set), 'poll').spec;
      expect([told.rollbackConfig.order, told.rollbackConfig.monitorMs, told.stopGraceMs]).toEqual([
        'start-first',
        2000,
        2000,
      ]);
    },
  );

  test('labels, replicas and update settings make no slot dirty; an environment does', () => {
    const view = (spec: object): string =>
      specFactOf(
        { stack: 'x' },
        {
          ID: 's',
          Version: { Index: 1 },
          UpdatedAt: '',
          Spec: { Name: 'x_app', TaskTemplate: { ContainerSpec: { Image: 'a' } }, ...spec },
        },
        'poll',
      ).spec.templateHash;
    expect(
      view({ Labels: { a: 'b' }, UpdateConfig: { Monitor: 1 }, Mode: { Replicated: { Replicas: 3 } } }),
    ).toBe(view({}));
    expect(view({ TaskTemplate: { ContainerSpec: { Image: 'a', Env: ['A=1'] } } })).not.toBe(view({}));
  });

  test('a framed log is read in the order it was written', () => {
    const frame = (stream: number, text: string): Buffer => {
      const head = Buffer.alloc(8);
      head[0] = stream;
      head.writeUInt32BE(Buffer.byteLength(text), 4);
      return Buffer.concat([head, Buffer.from(text)]);
    };
    const untimed = (...texts: readonly string[]): unknown => texts.map((text) => ({ at: null, text }));
    expect(lastLines(Buffer.concat([frame(1, 'one\ntwo\n'), frame(2, 'three\n')]), 2)).toEqual(
      untimed('two', 'three'),
    );
    expect(lastLines(Buffer.from('plain text\r\nof a terminal\r\n'), 5)).toEqual(
      untimed('plain text', 'of a terminal'),
    );
  });

  test('a log with times has each line with its own, and none for what is empty', () => {
    const [first, second] = ['2026-11-28T17:00:01.5Z', '2026-11-28T17:00:02.123456789Z'];
    expect(lastLines(Buffer.from(`${first} one two\n${first} \n${second} 2026-01-01 three\n`), 5)).toEqual([
      { at: first, text: 'one two' },
      { at: second, text: '2026-01-01 three' },
    ]);
  });

  test('the naive word blames the checkout, and does not mind a dirty tree', () => {
    expect(judgeLabel('7ae7b0f7+U', '7ae7b0f7').pass).toBe(true);
    expect(judgeLabel('eb96de94+U', '7ae7b0f7+U')).toEqual({
      pass: false,
      message: "chaos commit 'eb96de94+U', not the intended '7ae7b0f7' (re-checkout failed)",
    });
  });
});
