// A vocabulary of its own and the smallest whole scenario, for tests of the scenario and plan rooms.
import type * as z from 'zod';
import type { Range } from '../../src/base/units.js';
import { beyondEnvelope } from '../../src/injectors/beyond-envelope.js';
import { byteRange, coreRange, rateRange, text } from '../../src/scenario/leaf.js';
import { cloneMember } from '../../src/scenario/clone-definition.js';
import { deployerMember, type Deploys } from '../../src/scenario/deployer-definition.js';
import { list } from '../../src/scenario/map-shape.js';
import { nameAlone } from '../../src/scenario/name-alone.js';
import { loadMember } from '../../src/scenario/load-definition.js';
import type { Vocabulary, Word } from '../../src/scenario/vocabulary.js';

const words = (...names: readonly string[]): readonly Word[] =>
  names.map((name) => ({ name, summary: `What ${name} means.` }));

const load = (name: string, options: z.ZodType<Range>) => ({
  name,
  summary: `What ${name} means.`,
  example: `{ ${name}: … }`,
  options,
  amount: (range: Range) => range,
});

const deployer = (name: string, more: Partial<Deploys>) => ({
  name,
  summary: `What ${name} means.`,
  example: name,
  options: nameAlone,
  timeoutMs: 120_000,
  ...more,
});

export const vocabulary: Vocabulary = {
  deployers: [
    deployerMember(deployer('stack', { readsCompose: true })),
    deployerMember(deployer('abra', { readsCompose: true, saysStamp: true })),
    deployerMember({
      ...deployer('command', { stampIsTold: true }),
      options: list(text({ what: 'a word', like: 'deploy' }, /^.*$/), { what: 'a list', like: '[deploy]' }),
      timeoutMs: 600_000,
    }),
  ],
  clones: ['mirror', 'base-deploy', 'copy'].map((name) =>
    cloneMember({ name, summary: `What ${name} means.`, example: name, fromCanonical: name !== 'mirror' }),
  ),
  injectors: [
    loadMember({
      ...load('memory', byteRange()),
      ...{ unit: 'bytes', band: 0.05, varies: true, searchable: true },
      conflicts: (_, arm) => beyondEnvelope(arm),
    }),
    loadMember({ ...load('cpu', coreRange()), ...{ unit: 'millicores', band: 0.1, varies: false } }),
    loadMember({ ...load('io', rateRange()), ...{ unit: 'bytes-per-second', band: 0.1, varies: false } }),
  ],
  actions: [],
  checks: [],
  outcomes: words('held', 'rolled-back', 'paused'),
  causes: words('oom-kill', 'unhealthy'),
};

export const smallest = `scenario: small
engine: { private: { memory: 448MiB } }
recipe: { name: discourse, fixture: fixtures/heavyweb, base: 0.7.0+3.3.1, head: 7ae7b0f76efb }
`;

export const whole = `scenario: discourse-upgrade
question: >
  Does the upgrade to head survive
  while the host is short of memory?
engine:
  private: { memory: 448MiB, fresh: true }
images:
  - { tag: heavyweb:1, build: images/heavyweb }
  - { tag: heavyweb:2, tar: heavyweb.tar }
  - { tag: "nginx:1.29", host: "nginx:1.29" }
recipe:
  name: discourse
  mirror: https://git.example.org/mirror/discourse.git
  upstream: ../upstream/discourse
  base: 0.7.0+3.3.1
  head: 7ae7b0f76efb
  pr: 12
  clone: base-deploy
deployer: abra
env: { HEAP_MIB: 120, RATIO: 1.10, DEBUG: yes, EMPTY: , HEX: 0x10 }
overlays: [overlays/monitor.yml]
load:
  - memory: 60..140MiB
    during: monitor
    after: 0..3s
    for: 2..4s
    ramp: 500ms
    band: 7.5%
service: web
judge: { services: [web, worker] }
domain: lab.test
observe: { settle: 1s, deadline: 1.5min, base-deadline: 30s }
arms:
  start-first: {}
  stop-first:
    overlays: [overlays/stop-first.yml]
    env: { HEAP_MIB: 130 }
    recipe: { pr: 13 }
    engine: { private: { fresh: false } }
    observe: { settle: 5s }
  idle:
    load: none
trials: { each: 3 }
expect:
  all: { cause: oom-kill, victim: new }
  stop-first: { drift: none, outcome: [held, paused] }
`;
