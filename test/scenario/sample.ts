// A vocabulary of its own and the smallest whole scenario, for tests of the scenario and plan rooms.
import type { Vocabulary, Word } from '../../src/scenario/vocabulary.js';

const words = (...names: readonly string[]): readonly Word[] =>
  names.map((name) => ({ name, summary: `What ${name} means.` }));

export const vocabulary: Vocabulary = {
  deployers: words('stack', 'abra'),
  clones: words('mirror', 'base-deploy', 'copy'),
  injectors: [
    { name: 'none', summary: 'Nothing.', unit: 'bytes', band: 0.05, varies: false },
    { name: 'memory', summary: 'What memory means.', unit: 'bytes', band: 0.05, varies: true },
    { name: 'cpu', summary: 'What cpu means.', unit: 'millicores', band: 0.1, varies: false },
    { name: 'io', summary: 'What io means.', unit: 'bytes-per-second', band: 0.1, varies: false },
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
