// A load on the network: what may be asked of it, and, on a real engine, that every container's port has the
// rule, also one that comes later, and none has it afterwards. How long packets wait is measured where the
// kernel has netem.
import { execFile } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadImage, loadImageTag } from '../../src/base/load-image.js';
import { vocabulary } from '../../src/cli/vocabulary.js';
import { bootEngine, lackOf, loadImages, type PrivateEngine } from '../../src/engine/index.js';
import type { LoadFact } from '../../src/evidence/fact.js';
import { netem, ruleOf } from '../../src/injectors/netem.js';
import { networkLoad } from '../../src/injectors/network-load.js';
import { tripOf, type Rule } from '../../src/injectors/port-rules.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { LoadRequest } from '../../src/trial/ports.js';
import { smallest } from '../scenario/sample.js';

const parsed = (...loads: readonly string[]) =>
  parseScenario(`${smallest}load: [${loads.join(', ')}]\n`, vocabulary);

it.each([
  [['{ netem: { delay: 5ms } }'], 'less than 10ms cannot be told from the network itself'],
  [['{ netem: { delay: 50ms, jitter: 60ms } }'], 'the delay would waver below nothing'],
  [['{ netem: { loss: 5% } }'], 'the key "delay" is missing'],
  [['{ netem: { delay: 50ms, loss: 0% } }'], '"0%" is not a percentage above 0% and up to 100%'],
  [
    ['{ netem: { delay: 50ms }, for: 5s }', '{ netem: { delay: 60ms }, after: 5s }'],
    'two netem loads may be on at the same time, and a network has one delay',
  ],
])('%s is refused, in words of its own', (loads, message) => {
  expect(parsed(...loads)).toMatchObject({
    ok: false,
    problems: expect.arrayContaining([expect.objectContaining({ message })]) as unknown,
  });
});

it('one after the other, and a jitter as long as the shortest delay, are taken', () => {
  expect(
    parsed('{ netem: { delay: 50..80ms, jitter: 50ms }, for: 5s }', '{ netem: { delay: 60ms }, after: 6s }'),
  ).toMatchObject({ ok: true });
});

it('the kernel is asked for the dose that was drawn, and for no loss where none is wanted', () => {
  const of = (options: unknown): readonly string[] => ruleOf({ options, target: 250 });
  expect(of({ delay: '200..300ms' })).toEqual(['netem', 'delay', '250ms', '0ms']);
  expect(of({ delay: '200..300ms', jitter: '20ms', loss: '2.5%' })).toEqual(
    'netem delay 250ms 20ms loss 2.5%'.split(' '),
  );
});

it('what the program tells of a trip is read, and nothing else is one', () => {
  expect(tripOf('trip 301250 58 2')).toEqual({ ms: 301.25, packets: 60, lost: 2 });
  expect(tripOf('full')).toBeNull();
  expect(tripOf('trip 3012')).toBeNull();
});

const run = promisify(execFile);
const isPossible = process.platform === 'linux' && process.getuid?.() === 0;
const lack = isPossible ? await lackOf('netem') : 'no engine';

describe.skipIf(!isPossible)('on a real engine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dl-netem-'));
  const signal = AbortSignal.timeout(100_000);
  let engine: PrivateEngine;

  beforeAll(async () => {
    engine = await bootEngine({ memoryBytes: 200 * 1024 ** 2, stateDir: folder, signal });
    await loadImages(engine, [loadImage], { baseDir: folder, cacheDir: folder }, signal);
    await engine.docker.createNetwork({ Name: 'net', Driver: 'overlay', Attachable: true });
    await attached();
  });
  afterAll(async () => {
    await engine.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  async function attached(): Promise<void> {
    const container = await engine.docker.createContainer({
      Image: loadImageTag,
      Cmd: ['bash', '-c', 'exec 3<> <(:); read -r -u 3'],
      HostConfig: { NetworkMode: 'net' },
    });
    await container.start();
  }

  /** One line for each port of a container: the kind of its queue. */
  async function queues(): Promise<readonly string[]> {
    const namespaces = engine.nodes[0].networkNamespaces ?? '';
    const lines = await Promise.all(
      readdirSync(namespaces)
        .filter((name) => name.startsWith('1-'))
        .map(async (name) => {
          const bridge = join(namespaces, name);
          const script = `ip -o link show type veth | sed 's/^[0-9]*: //; s/@.*//' |
          while read -r port; do tc qdisc show dev "$port" | cut -d' ' -f2; done`;
          return (await run('nsenter', [`--net=${bridge}`, 'sh', '-c', script])).stdout.trim().split('\n');
        }),
    );
    return lines.flat();
  }

  interface On {
    readonly facts: readonly LoadFact[];
    readonly samples: (count: number) => Promise<void>;
    readonly request: LoadRequest;
  }

  function loadOf(options: unknown, target: number, forMs: number | null): On {
    const facts: LoadFact[] = [];
    const said = new EventEmitter();
    return {
      facts,
      samples: async (count) => {
        const seen = (): number => facts.filter(({ event }) => event === 'sample').length;
        for (const until = seen() + count; seen() < until;) await once(said, 'said', { signal });
      },
      request: {
        engine,
        trial: '001',
        index: 0,
        lifetimeMs: 60_000,
        emit: (fact) => {
          if (fact.kind === 'load') facts.push(fact);
          said.emit('said');
          return { ...fact, seq: facts.length, atMs: 0, wall: '', engineAt: null };
        },
        load: {
          injector: 'netem',
          options,
          unit: 'milliseconds',
          target,
          during: 'whole',
          afterMs: 0,
          forMs,
          rampMs: 0,
          shape: { kind: 'steady' },
          band: 0.25,
        },
      },
    };
  }

  it('every port of a container has the rule while it is on, also of one that comes, and none afterwards', async () => {
    const rule: Rule = ['pfifo', 'limit', '1000'];
    const before = await queues();
    const { facts, samples, request } = loadOf({ delay: '10ms' }, 10, null);
    const load = networkLoad(request, rule);
    await load.begin();
    await samples(2);
    expect(await queues()).toEqual(before.map(() => 'pfifo'));
    await attached();
    await samples(3);
    expect(await queues()).toEqual([...before.map(() => 'pfifo'), 'pfifo']);
    await load.stop();
    expect(await queues()).toEqual([...before, before[0]]);
    expect(facts.map(({ event }) => event).filter((event) => event !== 'sample')).toEqual([
      'planned',
      'started',
      'full',
      'ended',
    ]);
    expect(Math.max(...facts.flatMap(({ achieved }) => achieved ?? []))).toBeLessThan(100);
  });

  it('a rule that the kernel does not take is told in its words, and nothing is left', async () => {
    const { facts, request } = loadOf({ delay: '10ms' }, 10, null);
    const load = networkLoad(request, ['no-such-rule']);
    await expect(load.begin()).rejects.toMatchObject({ code: 'dose' });
    await load.stop();
    expect(facts.at(-1)).toMatchObject({
      event: 'ended',
      note: expect.stringMatching(/^it could not start: .*no-such-rule|qdisc kind/) as string,
    });
    expect(await queues()).not.toContain('no-such-rule');
  });

  it.skipIf(lack !== null)('packets wait as long as they are to, and the load ends by itself', async () => {
    const { facts, samples, request } = loadOf({ delay: '200ms', jitter: '20ms' }, 200, 10_000);
    const load = await netem.prepare(request, signal);
    await load.begin();
    await samples(5);
    await load.stop();
    const trips = facts.flatMap(({ event, achieved }) => (event === 'sample' ? (achieved ?? []) : []));
    const median = trips.toSorted((a, b) => a - b)[Math.floor(trips.length / 2)] ?? 0;
    expect(Math.abs(median - 200)).toBeLessThan(0.25 * 200);
  });
});
