import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { present } from '../../src/base/assert.js';
import { smallest, vocabulary, whole } from './sample.js';

const mib = 1024 ** 2;

describe('a scenario file that is right', () => {
  it('gets every default when it says as little as it may', () => {
    expect(scenarioOf(smallest)).toEqual({
      count: 'not-held',
      name: 'small',
      question: '',
      arms: [
        {
          name: 'only',
          factors: { arm: 'only' },
          settings: {
            engine: { kind: 'private', memoryBytes: 448 * mib, fresh: false, programs: null, socket: false },
            images: [],
            recipe: {
              name: 'discourse',
              fixture: 'fixtures/heavyweb',
              mirror: null,
              upstream: null,
              base: '0.7.0+3.3.1',
              head: '7ae7b0f76efb',
              pr: '0',
              clone: 'mirror',
            },
            pinned: null,
            deployer: 'stack',
            deployment: { timeoutMs: 120_000, options: null, stamp: 'chaos' },
            abra: null,
            stopAt: null,
            checkouts: 0,
            env: {},
            secrets: [],
            overlays: [],
            load: [],
            neighbours: [],
            actions: [],
            steps: null,
            stacks: { concurrent: 1, share: 'none', lock: 'none', startWithinMs: 0 },
            service: 'app',
            judged: null,
            judgeStarved: false,
            domainSuffix: 'driftlab.test',
            observe: { settleMs: 2000, deadlineMs: 60_000, baseDeadlineMs: 60_000 },
          },
        },
      ],
      loadPlaces: new Map(),
      trialsEach: 10,
      budgetMs: null,
      until: null,
      search: null,
      expect: [],
    });
  });

  it('is of one repository, or of a folder with its two versions', () => {
    const recipeOf = (recipe: string) =>
      present(
        scenarioOf(`scenario: s\nengine: { private: { memory: 1GiB } }\nrecipe: ${recipe}\n`).arms[0],
        'arm',
      ).settings.recipe;
    expect(recipeOf('{ name: x, mirror: m, base: a, head: b }')).toMatchObject({
      fixture: null,
      mirror: 'm',
      upstream: 'm',
    });
    expect(recipeOf('{ name: x, folder: ../shop }')).toEqual({
      name: 'x',
      fixture: '../shop',
      mirror: null,
      upstream: null,
      base: 'base',
      head: 'head',
      pr: '0',
      clone: 'mirror',
    });
  });

  it('says all that its arms share', () => {
    const { name, question, trialsEach, arms } = scenarioOf(whole);
    expect({ name, question, trialsEach }).toEqual({
      name: 'discourse-upgrade',
      question: 'Does the upgrade to head survive while the host is short of memory?',
      trialsEach: 3,
    });
    expect(arms.map((arm) => arm.name)).toEqual(['start-first', 'stop-first', 'idle']);
    expect(present(arms[0], 'arm').settings).toEqual({
      engine: { kind: 'private', memoryBytes: 448 * mib, fresh: true, programs: null, socket: false },
      images: [
        { tag: 'heavyweb:1', from: 'build', path: 'images/heavyweb' },
        { tag: 'heavyweb:2', from: 'tar', path: 'heavyweb.tar' },
        { tag: 'nginx:1.29', from: 'host', name: 'nginx:1.29' },
      ],
      recipe: {
        name: 'discourse',
        fixture: null,
        mirror: 'https://git.example.org/mirror/discourse.git',
        upstream: '../upstream/discourse',
        base: '0.7.0+3.3.1',
        head: '7ae7b0f76efb',
        pr: '12',
        clone: 'base-deploy',
      },
      pinned: null,
      deployer: 'abra',
      deployment: { timeoutMs: 120_000, options: null, stamp: 'chaos' },
      abra: null,
      stopAt: null,
      checkouts: 0,
      env: { HEAP_MIB: '120', RATIO: '1.10', DEBUG: 'yes', EMPTY: '', HEX: '0x10' },
      secrets: [],
      overlays: ['overlays/monitor.yml'],
      load: [
        {
          injector: 'memory',
          options: '60..140MiB',
          unit: 'bytes',
          amount: { low: 60 * mib, high: 140 * mib },
          during: 'monitor',
          after: { low: 0, high: 3000 },
          for: { low: 2000, high: 4000 },
          ramp: { low: 500, high: 500 },
          shape: 'steady',
          everyMs: null,
          band: 0.075,
        },
      ],
      neighbours: [],
      actions: [],
      steps: null,
      stacks: { concurrent: 1, share: 'none', lock: 'none', startWithinMs: 0 },
      service: 'web',
      judged: ['web', 'worker'],
      judgeStarved: false,
      domainSuffix: 'lab.test',
      observe: { settleMs: 1000, deadlineMs: 90_000, baseDeadlineMs: 30_000 },
    });
  });

  it('lets an arm add overlays, replace other lists and single values, and merges maps key by key', () => {
    const [shared, stopFirst, idle] = scenarioOf(whole).arms.map(({ settings }) => settings);
    expect(stopFirst).toEqual({
      ...shared,
      overlays: ['overlays/monitor.yml', 'overlays/stop-first.yml'],
      env: { ...shared?.env, HEAP_MIB: '130' },
      recipe: { ...shared?.recipe, pr: '13' },
      engine: { ...shared?.engine, fresh: false },
      observe: { ...shared?.observe, settleMs: 5000 },
    });
    expect(idle).toEqual({ ...shared, load: [] });
  });

  it('spells an expectation of all arms out, beside those of single arms', () => {
    const ofAll = { drift: null, outcome: null, cause: ['oom-kill'], victim: 'new' };
    expect(scenarioOf(whole).expect).toEqual([
      { arm: 'start-first', ...ofAll },
      { arm: 'stop-first', ...ofAll },
      { arm: 'idle', ...ofAll },
      { arm: 'stop-first', drift: 'none', outcome: ['held', 'paused'], cause: null, victim: null },
    ]);
  });

  it.each([
    '1e10',
    '0x1F',
    '007',
    '1.10',
    '12345678901234567890',
    'true',
    '7ae7b0f76efb',
    '+1',
    '.5',
    '2026-11-23',
    '1_000',
  ])('keeps the ref %s as written', (ref) => {
    const { base, head } = present(
      scenarioOf(smallest.replace('0.7.0+3.3.1', ref).replace('head: 7ae7b0f76efb', 'head: main')).arms[0],
      'arm',
    ).settings.recipe;
    expect([base, head]).toEqual([ref, 'main']);
  });

  it('takes "none", an empty list and nothing at all for no load', () => {
    for (const line of ['load: none', 'load: []', ''])
      expect(scenarioOf(`${smallest}${line}\n`).arms[0]?.settings.load).toEqual([]);
  });

  it('lets arms give what the top of the file leaves out', () => {
    const text =
      'scenario: small\nengine: { private: { memory: 1GiB } }\nrecipe: { name: x, fixture: f, base: ' +
      '"1" }\narms: { a: { recipe: { head: "2" } }, b: { recipe: { head: "3" } } }\n';
    expect(scenarioOf(text).arms.map(({ settings }) => settings.recipe.head)).toEqual(['2', '3']);
  });

  it('lets loads that are never on together take the envelope one after the other', () => {
    const twice =
      'load: [{ memory: 300MiB, for: 2s }, { memory: 300MiB, after: 3s }, { memory: 300MiB, during: ' +
      'base }]\n';
    expect(scenarioOf(smallest + twice).arms[0]?.settings.load).toHaveLength(3);
  });

  it(
    "keeps the scenario's overlays in every arm, each file once, unless an arm says that only its own " +
      'are meant',
    () => {
      const text =
        `${smallest}overlays: [lab.yml]\narms: { plain: {}, more: { overlays: [b.yml] }, again: { ` +
        'overlays: [b.yml, lab.yml] }, other: { overlays: { only: [b.yml] } }, none: { overlays: { only: ' +
        '[] } } }\n';
      expect(scenarioOf(text).arms.map(({ settings }) => settings.overlays)).toEqual([
        ['lab.yml'],
        ['lab.yml', 'b.yml'],
        ['lab.yml', 'b.yml'],
        ['b.yml'],
        [],
      ]);
    },
  );

  it('runs steps as a program or with its arguments, of an arm over those of the scenario', () => {
    const { arms } = scenarioOf(
      `${smallest}steps: { after-base: ./seed.sh, timeout: 5s }\n` +
        'arms: { a: {}, b: { steps: { after-head: [./probe.sh, -v] } } }\n',
    );
    expect(arms.map(({ settings: { steps } }) => steps)).toEqual([
      { afterBase: ['./seed.sh'], afterHead: null, timeoutMs: 5000 },
      { afterBase: ['./seed.sh'], afterHead: ['./probe.sh', '-v'], timeoutMs: 5000 },
    ]);
    expect(scenarioOf(smallest).arms[0]?.settings.steps).toBeNull();
    const wrong = parseScenario(
      `${smallest}steps: { after-base: ./seed.sh }\nstacks: { concurrent: 2 }\n`,
      vocabulary,
    );
    expect(JSON.stringify(wrong)).toContain('steps are run in trials of one run, not of 2');
    const late = parseScenario(`${smallest}steps: { after-base: ./seed.sh, timeout: 0s }\n`, vocabulary);
    expect(JSON.stringify(late)).toContain('a timeout of 0 leaves no time for a step');
  });

  it('takes names of images in all forms that docker takes, and no others', () => {
    const taken = (tag: string): boolean =>
      parseScenario(`${smallest}images: [{ tag: "${tag}", host: x }]\n`, vocabulary).ok;
    const legal = ['a', 'a:1.0-RC1', 'team/a_b:v1', 'r.Example.org:5000/t/a.b--c:V_1', 'localhost/a'];
    expect(legal.filter((tag) => !taken(tag))).toEqual([]);
    const wrong = ['A:1', 'a:', ':1', 'a//b', 'a/B:1', 'a:-1', 'a@sha256:12', 'a b', `a:${'t'.repeat(129)}`];
    expect(wrong.filter(taken)).toEqual([]);
  });

  it("gives services the engine's socket where that is asked for, in an arm too", () => {
    const { arms } = scenarioOf(`${smallest}arms: { off: {}, on: { engine: { socket: true } } }\n`);
    expect(arms.map(({ settings: { engine } }) => engine.socket)).toEqual([false, true]);
  });

  it('knows an image that is missing on purpose', () => {
    expect(
      scenarioOf(`${smallest}images: [{ tag: "heavyweb:404", absent: true }]\n`).arms[0]?.settings.images,
    ).toEqual([{ tag: 'heavyweb:404', from: 'absent' }]);
  });

  it('lets an arm count fewer services than the others, or the whole stack again', () => {
    const text =
      `${smallest}judge: { services: [app, worker] }\narms: { same: {}, alone: { judge: { services: ` +
      '[app] } }, whole: { judge: { services: all } }, empty: { judge: {} } }\n';
    expect(scenarioOf(text).arms.map(({ settings }) => settings.judged)).toEqual([
      ['app', 'worker'],
      ['app'],
      null,
      ['app', 'worker'],
    ]);
  });

  it('wants trials on a starved machine judged where it says so, the arm before the top', () => {
    const text =
      `${smallest}judge: { starved: true }\narms: { same: {}, strict: { judge: { starved: false } }, ` +
      'whole: { judge: { services: all } } }\n';
    expect(scenarioOf(text).arms.map(({ settings }) => settings.judgeStarved)).toEqual([true, false, true]);
    expect(
      scenarioOf(`${smallest}arms: { one: {} }\n`).arms.map(({ settings }) => settings.judgeStarved),
    ).toEqual([false]);
  });

  it(
    'puts an arm on an engine that exists already, whatever the top says, and merges what is said of ' +
      'the same kind',
    () => {
      const text =
        `${smallest}arms: { here: {}, there: { engine: { existing: { ssh: "root@swarm.example.org:2222" ` +
        '} } } }\n';
      expect(enginesOf(text)).toEqual([
        { kind: 'private', memoryBytes: 448 * mib, fresh: false, programs: null, socket: false },
        { kind: 'existing', by: 'ssh', at: 'root@swarm.example.org:2222', shared: false, socket: false },
      ]);
      const existing = smallest.replace(
        'private: { memory: 448MiB }',
        'existing: { socket: /run/docker.sock }',
      );
      expect(
        enginesOf(
          `${existing}arms: { alone: {}, beside: { engine: { existing: { shared: true } } }, here: { ` +
            'engine: { private: { memory: 1GiB } } } }\n',
        ),
      ).toEqual([
        { kind: 'existing', by: 'socket', at: '/run/docker.sock', shared: false, socket: false },
        { kind: 'existing', by: 'socket', at: '/run/docker.sock', shared: true, socket: false },
        { kind: 'private', memoryBytes: 1024 * mib, fresh: false, programs: null, socket: false },
      ]);
    },
  );
});

function scenarioOf(text: string): Scenario {
  const parsed = parseScenario(text, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenario;
}

function enginesOf(text: string): readonly unknown[] {
  return scenarioOf(text).arms.map(({ settings }) => settings.engine);
}
