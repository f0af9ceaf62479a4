import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pause } from '../../src/base/deadline.js';
import { loadImage } from '../../src/base/load-image.js';
import { bootEngine, loadImages, type PrivateEngine } from '../../src/engine/index.js';
import type { LoadFact } from '../../src/evidence/fact.js';
import { moveIn } from '../../src/injectors/index.js';
import type { NeighbourRequest } from '../../src/trial/ports.js';

const folder = mkdtempSync(join(tmpdir(), 'dl-neighbours-'));
const signal = AbortSignal.timeout(60_000);
let engine: PrivateEngine | undefined;

beforeAll(async () => {
  engine = await bootEngine({ memoryBytes: 200 * 1024 ** 2, stateDir: folder, signal });
  await loadImages(engine, [loadImage], { baseDir: folder, cacheDir: folder }, signal);
});

afterAll(async () => {
  await engine?.destroy();
  rmSync(folder, { recursive: true, force: true });
});

test('a neighbour is there with all its tasks, and a task that dies and comes back is on record', async () => {
  const { request, facts, until } = neighbourOf('warm.yml', 'while :; do read -rt 1 -u 9; done 9<> <(:)', 2);
  const moved = await moveIn(request, signal);
  expect(facts.map(({ event, target, achieved }) => [event, target, achieved])).toEqual([
    ['planned', 2, null],
    ['started', 2, null],
    ['full', 2, 2],
  ]);
  const [victim] =
    (await engine?.docker.listContainers({
      filters: { label: ['com.docker.stack.namespace=neighbour1-warm'] },
    })) ?? [];
  await engine?.docker.getContainer(victim?.Id ?? '').kill();
  await until(({ event, achieved }) => event === 'sample' && achieved === 1);
  await until(({ event, achieved }) => event === 'sample' && achieved === 2);
  await moved.stop();
  expect(facts.at(-1)?.event).toBe('ended');
});

test('a neighbour that does not come up is named, with the way out', async () => {
  const { request } = neighbourOf('cold.yml', ':', 1, 'nobody/has:1');
  await expect(moveIn({ ...request, deadlineMs: 2000 }, signal)).rejects.toThrow(
    /the neighbour cold\.yml does not run/,
  );
});

test('replicas that are no number are refused before anything is deployed', async () => {
  writeFileSync(
    join(folder, 'many.yml'),
    'version: "3.8"\nservices:\n  app:\n    image: driftlab/load:1\n    deploy: { replicas: "${MANY}" }\n',
  );
  const { request, facts } = neighbourOf('other.yml', ':', 1);
  await expect(moveIn({ ...request, neighbours: ['many.yml'] }, signal)).rejects.toThrow(
    /replicas: "\$\{MANY\}", which is not a number/,
  );
  expect(facts).toEqual([]);
});

test('where one of two does not come up, the other is watched no longer', async () => {
  const { request } = neighbourOf('well.yml', 'while :; do read -rt 1 -u 9; done 9<> <(:)', 1);
  neighbourOf('ill.yml', ':', 1, 'nobody/has:1');
  const told: LoadFact[] = [];
  const emit: NeighbourRequest['emit'] = (fact) => {
    told.push(fact as LoadFact);
    return { ...fact, seq: told.length, atMs: 0, wall: '', engineAt: null };
  };
  await expect(
    moveIn({ ...request, neighbours: ['well.yml', 'ill.yml'], deadlineMs: 4000, emit }, signal),
  ).rejects.toThrow(/ill\.yml/);
  expect(told.filter(({ index }) => index === 0).at(-1)?.event).toBe('ended');
});

test("a compose file that docker refuses is told in docker's words", async () => {
  writeFileSync(
    join(folder, 'wrong.yml'),
    'version: "3.8"\nservices:\n  app:\n    image: driftlab/load:1\n    colour: red\n',
  );
  const { request } = neighbourOf('other.yml', ':', 1);
  await expect(moveIn({ ...request, neighbours: ['wrong.yml'] }, signal)).rejects.toThrow(/colour/);
});

interface Watched {
  readonly request: NeighbourRequest;
  readonly facts: readonly LoadFact[];
  readonly until: (is: (fact: LoadFact) => boolean) => Promise<void>;
}

function neighbourOf(file: string, script: string, replicas: number, image = 'driftlab/load:1'): Watched {
  const facts: LoadFact[] = [];
  writeFileSync(
    join(folder, file),
    JSON.stringify({
      version: '3.8',
      services: {
        app: {
          image,
          command: ['/bin/bash', '-c', script],
          deploy: { replicas, restart_policy: { delay: '100ms' } },
        },
      },
    }),
  );
  return {
    facts,
    request: {
      engine: engine as PrivateEngine,
      neighbours: [file],
      firstIndex: 0,
      env: {},
      deadlineMs: 20_000,
      scenarioDir: folder,
      scratchDir: folder,
      console: () => undefined,
      emit: (fact) => {
        facts.push(fact as LoadFact);
        return { ...fact, seq: facts.length, atMs: 0, wall: '', engineAt: null };
      },
    },
    until: async (is) => {
      while (!facts.some(is)) await pause(10, signal);
    },
  };
}
