import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.js';
import { smallest, vocabulary } from './sample.js';

/**
 * What is added to the smallest scenario, from line 4 on -> every problem as `line:column path: message
 * (hint)`.
 */
const added: readonly (readonly [what: string, lines: string, problems: readonly string[]])[] = [
  [
    'a misspelt key',
    'overlay: [a.yml]',
    [
      '4:1 overlay: "overlay" is not a key of a scenario (did you mean "overlays"? the keys here are ' +
        'scenario, question, engine, images, recipe, deployer, abra, abraDir, stop-at, checkouts, env, ' +
        'secrets, overlays, harness, state, base, head, load, neighbours, actions, checks, steps, stacks, service, judge, domain, observe, arms, factors, ' +
        'exclude, trials, count, expect)',
    ],
  ],
  [
    'a key that is like no other',
    'observe: { zzz: 1 }',
    ['4:12 observe.zzz: "zzz" is not a key of observe (the keys here are settle, deadline, base-deadline)'],
  ],
  ['a key given twice', 'env: { A: 1, A: 2 }', ['4:14 env.A: "A" is given twice (keep one of the two)']],
  [
    'an unknown deployer',
    'deployer: stak',
    ['4:11 deployer: "stak" is not a deployer (did you mean "stack"? the deployers are stack, abra)'],
  ],
  [
    'a deployer that is no word',
    'deployer: [stack]',
    ['4:11 deployer: a list is not a deployer (write it like stack)'],
  ],
  [
    'overlays that are no list',
    'overlays: stop-first.yml',
    [
      '4:11 overlays: "stop-first.yml" is not a list of compose files, or { only: … } (write it like ' +
        '[overlays/stop-first.yml])',
    ],
  ],
  [
    'overlays with an unknown key',
    'overlays: { just: [a.yml] }',
    ['4:13 overlays.just: "just" is not a key of the overlays (the keys here are only)'],
  ],
  [
    'overlays of which nothing is said',
    'overlays: {}',
    ['4:11 overlays: nothing is said of the overlays (write a list of compose files, or { only: [...] })'],
  ],
  [
    'an arm that seems to take the overlays away',
    'overlays: [a.yml]\narms: { one: { overlays: [] }, two: { overlays: { only: [] } } }',
    [
      "5:26 arms.one.overlays: an empty list leaves the scenario's overlays as they are, for " +
        'overlays add up (write { only: [] } to have none, or leave the key out)',
    ],
  ],
  [
    'a level that seems to take the overlays away',
    'overlays: [a.yml]\nfactors: { order: { one: { overlays: [] }, two: {} } }',
    [
      "5:38 factors.order.one.overlays: an empty list leaves the scenario's overlays as they are, " +
        'for overlays add up (write { only: [] } to have none, or leave the key out)',
    ],
  ],
  [
    'a judge of nothing known',
    'judge: { service: [app] }',
    [
      '4:10 judge.service: "service" is not a key of judge (did you mean "services"? the keys here ' +
        'are services, starved)',
    ],
  ],
  [
    'a judge of one service that is no list',
    'judge: { services: worker }',
    ['4:20 judge.services: "worker" is not a list of services, or all (write it like [app, worker])'],
  ],
  [
    'a judge of no service',
    'judge: { services: [] }',
    [
      '4:20 judge.services: the list is empty (name the service under test, or leave the key out and ' +
        'the whole stack counts)',
    ],
  ],
  [
    'a judged service named twice',
    'judge: { services: [app, app] }',
    ['4:26 judge.services[1]: the service "app" is named twice (keep one of the two)'],
  ],
  [
    'a judged service that is no name',
    'judge: { services: [app, "a b"] }',
    [
      '4:26 judge.services[1]: "a b" is not the name of a service, without the stack\'s name (write ' +
        'it like app)',
    ],
  ],
  [
    'a judge that leaves the service under test out',
    'service: web\njudge: { services: [worker] }',
    [
      '5:20 judge.services: judge.services does not name "web", the service under test (add it to ' +
        'the list, or name the service that is meant as service)',
    ],
  ],
  [
    'an arm whose service the judge leaves out',
    'judge: { services: [app] }\narms: { one: {}, two: { service: web } }',
    [
      '5:34 arms.two.service: judge.services does not name "web", the service under test (add it to ' +
        'the list, or name the service that is meant as service)',
    ],
  ],
  [
    'a key without a value',
    'service:',
    [
      "4:1 service: no value is given (write the name of a service, without the stack's name, like " +
        'app, or leave the key out)',
    ],
  ],
  [
    'a duration without unit',
    'observe: { settle: 5 }',
    [
      '4:20 observe.settle: "5" is not a duration with its unit, of at most 24h (write it like 2s, ' +
        '500ms or 1.5min)',
    ],
  ],
  [
    'a duration beyond every clock',
    'observe: { deadline: 1000h }',
    [
      '4:22 observe.deadline: "1000h" is not a duration with its unit, of at most 24h (write it like ' +
        '2s, 500ms or 1.5min)',
    ],
  ],
  [
    'a range with a dash',
    'load: [{ memory: 60-140MiB }]',
    [
      '4:18 load[0].memory: "60-140MiB" is not an amount of memory with its unit, or a range (write ' +
        'it like 96MiB or 60..140MiB)',
    ],
  ],
  [
    'a range that runs down',
    'load: [{ memory: 140..60MiB }]',
    ['4:18 load[0].memory: the range "140..60MiB" runs from high to low (put the smaller amount first)'],
  ],
  [
    'a duration where memory belongs',
    'load: [{ memory: 3s }]',
    [
      '4:18 load[0].memory: "3s" is not an amount of memory with its unit, or a range (write it like ' +
        '96MiB or 60..140MiB)',
    ],
  ],
  [
    'a band that is no percentage',
    'load: [{ memory: 1MiB, band: 0.05 }]',
    ['4:30 load[0].band: "0.05" is not a percentage above 0% and up to 100% (write it like 5%)'],
  ],
  [
    'an unknown injector',
    'load: [{ memroy: 1MiB }]',
    [
      '4:10 load[0].memroy: "memroy" is not a key of a load, nor an injector (did you mean "memory"? ' +
        'the keys here are memory, cpu, io, during, after, for, ramp, shape, every, band)',
    ],
  ],
  [
    'a load without injector',
    'load: [{ during: base }]',
    ['4:8 load[0]: this load names no injector (add one of memory, cpu, io)'],
  ],
  [
    'a load that is neither list nor none',
    'load: nothing',
    [
      '4:7 load: "nothing" is not a list of loads, or none (write it like [{ memory: 60..140MiB, ' +
        'during: upgrade }])',
    ],
  ],
  [
    'an unknown window',
    'load: [{ memory: 1MiB, during: upgrad }]',
    [
      '4:32 load[0].during: "upgrad" is not a part of a trial (did you mean "upgrade"? the parts are ' +
        'base, upgrade, monitor, rollback, whole)',
    ],
  ],
  [
    'a load beyond the envelope',
    'load: [{ memory: 60..500MiB }]',
    [
      '4:7 load: the load takes up to 500 MiB, but the engine has 448 MiB: 52 MiB too much (make the ' +
        'load smaller or the memory of the engine larger, and leave room for the app)',
    ],
  ],
  [
    'loads that are too much together',
    'load: [{ memory: 300MiB }, { memory: 200MiB, after: 2s }]',
    [
      '4:7 load: the load takes up to 300 MiB + 200 MiB = 500 MiB, but the engine has 448 MiB: 52 ' +
        'MiB too much (make the load smaller or the memory of the engine larger, and leave room for ' +
        'the app)',
    ],
  ],
  [
    'a load that is due after the end',
    'load: [{ memory: 1MiB, after: 2min }]',
    [
      '4:7 load: a load is due 2 min into its part of the trial, but trials end at the deadline, ' +
        'after 1 min (let the load begin sooner, or make deadline longer)',
    ],
  ],
  [
    'a settle time beyond the deadline',
    'observe: { settle: 90s }',
    [
      '4:20 observe.settle: settle (1 min 30 s) is not shorter than deadline (1 min), so no trial ' +
        'could ever settle (make settle shorter or deadline longer)',
    ],
  ],
  [
    'an image from nowhere',
    'images: [{ tag: a:1 }]',
    [
      '4:10 images[0]: the image "a:1" does not say where it comes from (give it exactly one of ' +
        'build, tar, host and absent)',
    ],
  ],
  [
    'an image from two places',
    'images: [{ tag: a:1, build: a, tar: b }]',
    [
      '4:10 images[0]: the image "a:1" comes from more than one place (give it exactly one of build, ' +
        'tar, host and absent)',
    ],
  ],
  [
    'an image that is not absent, from nowhere',
    'images: [{ tag: a:1, absent: false }]',
    [
      '4:10 images[0]: the image "a:1" does not say where it comes from (give it exactly one of ' +
        'build, tar, host and absent)',
    ],
  ],
  [
    'an absent image from somewhere',
    'images: [{ tag: a:1, absent: true, build: a }]',
    [
      '4:10 images[0]: the image "a:1" comes from more than one place (give it exactly one of build, ' +
        'tar, host and absent)',
    ],
  ],
  [
    'an image without tag',
    'images: [{ build: a }]',
    ['4:10 images[0].tag: the key "tag" is missing (write an image with its tag, like heavyweb:1)'],
  ],
  [
    'an image given twice',
    'images: [{ tag: a:1, build: a }, { tag: a:1, build: b }]',
    ['4:41 images[1].tag: the image "a:1" is given twice (keep one of the two)'],
  ],
  [
    'a name that is no variable',
    'env: { 1A: 2 }',
    ['4:8 env.1A: "1A" is not the name of an environment variable (write it like HEAP_MIB)'],
  ],
  ['a list as a variable', 'env: { A: [1] }', ['4:11 env.A: a list is not one value (write it like 120)']],
  [
    'an ABRA_DIR of the user',
    'abraDir: ~/.abra',
    [
      '4:10 abraDir: "~/.abra" cannot be the ABRA_DIR of a trial (write scratch, or leave the key ' +
        'out: each run then has a folder of its own, and yours is neither read nor written)',
    ],
  ],
  [
    'a stamp probe of what says no stamp, and one under load',
    'stop-at: stamp\ndeployer: stack\nload: [{ memory: 60MiB }]',
    [
      '4:10 stop-at: a stamp probe deploys by abra, not by stack (give it deployer: abra, or leave ' +
        'stop-at out)',
      '4:10 stop-at: a stamp probe is over before a load could do anything (leave load or stop-at out)',
    ],
  ],
  [
    'no trials',
    'trials: { each: 0 }',
    ['4:17 trials.each: "0" is not a whole number from 1 to 99999 (write it like 10)'],
  ],
  ['no arm in arms', 'arms: {}', ['4:7 arms: there is no arm in arms (name one, or leave the key out)']],
  [
    'an arm called all',
    'arms: { all: {} }',
    ['4:9 arms.all: "all" cannot be the name of an arm ("expect" uses it for every arm; choose another)'],
  ],
  [
    'an arm whose name is a number',
    'arms: { 1: {} }',
    [
      '4:9 arms.1: "1" is not a name for an arm: a letter, then letters, digits, ".", "_" and "-" ' +
        '(write it like stop-first)',
    ],
  ],
  [
    'an expectation of no arm',
    'arms: { stop-first: {} }\nexpect: { stop-frist: { drift: none } }',
    [
      '5:11 expect.stop-frist: there is no arm "stop-frist" to expect something of (did you mean ' +
        '"stop-first"? the arms are stop-first, all)',
    ],
  ],
  [
    'an expectation of nothing',
    'expect: { all: {} }',
    ['4:16 expect.all: this expectation expects nothing (add one, like drift: none)'],
  ],
  [
    'unknown verdict words',
    'expect: { only: { outcome: [held, rolledback], cause: oom, drift: no, victim: both } }',
    [
      '4:35 expect.only.outcome[1]: "rolledback" is not an outcome (did you mean "rolled-back"? the ' +
        'outcomes are held, rolled-back, paused)',
      '4:55 expect.only.cause: "oom" is not a cause (did you mean "oom-kill"? the causes are ' +
        'oom-kill, unhealthy)',
      '4:67 expect.only.drift: "no" is not an expectation of drift (did you mean "none"? the choices ' +
        'are none, some, all)',
      '4:79 expect.only.victim: "both" is not a victim (the choices are new, old)',
    ],
  ],
  [
    'settings of an arm, at the lines of the arm',
    'arms:\n  a: {}\n  b:\n    engine: { private: { memory: 448 } }\n    recipe: { head: 0.7.0+3.3.1 ' +
      '}\n  c:\n    load: [{ memory: 449MiB }]\n    recipe: { mirror: x }',
    [
      '7:34 arms.b.engine.private.memory: "448" is not an amount of memory with its unit (write it ' +
        'like 448MiB or 0.5GiB)',
      '8:21 arms.b.recipe.head: base and head are both "0.7.0+3.3.1", so nothing would be upgraded ' +
        '(give the ref under test as head)',
      '10:11 arms.c.load: the load takes up to 449 MiB, but the engine has 448 MiB: 1 MiB too much ' +
        '(make the load smaller or the memory of the engine larger, and leave room for the app)',
      '11:23 arms.c.recipe.mirror: the recipe has a fixture and a mirror (keep the fixture, or ' +
        'the mirror)',
    ],
  ],
  [
    'a conflict of the top once, however many arms share it',
    'load: [{ memory: 1GiB }]\narms: { a: , b: , c: { load: none } }',
    [
      '4:7 load: the load takes up to 1 GiB, but the engine has 448 MiB: 576 MiB too much (make the ' +
        'load smaller or the memory of the engine larger, and leave room for the app)',
    ],
  ],
  [
    "an engine's address with a password",
    'arms: { a: { engine: { existing: { ssh: "ssh://root:pw@h.test" } } } }',
    [
      '4:41 arms.a.engine.existing.ssh: the address holds a password, which would end up in the ' +
        'results (leave it out and let ssh use a key)',
    ],
  ],
  [
    'a repository with a token in its query',
    'arms: { a: { recipe: { mirror: "https://h.test/r.git?private_token=x" } } }',
    [
      '4:32 arms.a.recipe.mirror: the URL holds a password or token, which would end up in the ' +
        'results (leave it out and let a credential helper of git give it)',
    ],
  ],
  [
    'a search over nothing',
    'load: [{ memory: 1MiB }]\ntrials: { search: { load: memory } }',
    [
      '5:11 trials.search.over: the key "over" is missing (write an amount of memory with its unit, ' +
        'or a range, like 96MiB or 60..140MiB)',
    ],
  ],
  [
    'a search that says nothing',
    'trials: { search: {} }',
    [
      '4:11 trials.search.load: the key "load" is missing (write a load that can be searched, like memory)',
      '4:11 trials.search.over: the key "over" is missing (write an amount of memory with its unit, ' +
        'or a range, like 96MiB or 60..140MiB)',
    ],
  ],
  [
    'a search without a value',
    'trials: { search: }',
    [
      '4:11 trials.search: no value is given (write a map of keys to values, like { load: … }, or ' +
        'leave the key out)',
    ],
  ],
  [
    'two arms of which one has no name',
    'arms: { x: , y: }\ntrials: { until: { decided: { a: x } } }',
    ['5:20 trials.until.decided.b: the key "b" is missing (write the name of an arm, like start-first)'],
  ],
  [
    'rates of which one is missing',
    'arms: { x: , y: }\ntrials: { until: { decided: { a: x, b: y, rates: { b: 5% } } } }',
    [
      '5:43 trials.until.decided.rates.a: the key "a" is missing (write a percentage above 0% and up ' +
        'to 100%, like 5%)',
    ],
  ],
  [
    'an image without a tag among sound settings',
    'images: [{ build: x }]\nservice: web\njudge: { services: [app] }',
    [
      '4:10 images[0].tag: the key "tag" is missing (write an image with its tag, like heavyweb:1)',
      '6:20 judge.services: judge.services does not name "web", the service under test (add it to ' +
        'the list, or name the service that is meant as service)',
    ],
  ],
  [
    'levels that look the same',
    'load: [{ memory: 1MiB }]\ntrials: { search: { load: memory, over: 1..1.1MiB } }',
    [
      '5:11 trials.search.levels: 11 levels between 1 MiB and 1.1 MiB lie too close together to be ' +
        'told apart (take fewer levels, or a wider range)',
    ],
  ],
  [
    'more upgrades at once than an engine can take',
    'stacks: { concurrent: 99999 }',
    ['4:23 stacks.concurrent: "99999" is not a whole number from 1 to 100 (write it like 10)'],
  ],
  [
    'more overlays than are read',
    `overlays: [${Array.from({ length: 501 }, (_, file) => `${String(file)}.yml`).join(', ')}]`,
    ['4:11 overlays: the list has more than 500 items (take some out)'],
  ],
  [
    'more arms than can be run',
    `arms: {${Array.from({ length: 2001 }, (_, arm) => `a${String(arm)}:`).join(' , ')} }`,
    ['4:7 arms: there are more than 2000 entries here (take some out)'],
  ],
  [
    'what later versions may know',
    'nodes: 3',
    [expect.stringMatching(/^4:1 nodes: "nodes" is not a key of a scenario/) as string],
  ],
  [
    'a load that is to come and go without a period',
    'load: [{ memory: 1MiB, shape: sawtooth }]',
    ['4:8 load[0]: a load of shape sawtooth needs the length of its period (add every: 2s)'],
  ],
  [
    'a period that is too short to measure',
    'load: [{ memory: 1MiB, shape: bursts, every: 100ms }]',
    ['4:8 load[0]: a period of 100 ms is too short to measure what was reached (make every 500ms or longer)'],
  ],
  [
    'a period of a load that stays',
    'load: [{ memory: 1MiB, every: 1s }]',
    [
      '4:8 load[0]: every is the period of a sawtooth or of bursts, and this load is steady (add ' +
        'shape: sawtooth or shape: bursts, or leave every out)',
    ],
  ],
  [
    'a busy processor that is to grow',
    'load: [{ cpu: 100%, ramp: 1s }]',
    ['4:8 load[0]: a load of cpu does not grow (leave ramp out)'],
  ],
  [
    'a busy processor without a unit',
    'load: [{ cpu: 2 }]',
    [
      '4:15 load[0].cpu: "2" is not a share of one core in per cent, or a range (write it like 150% ' +
        '(one core and a half) or 50..150%)',
    ],
  ],
  [
    'writes that are no rate',
    'load: [{ io: 4MiB }]',
    [
      '4:14 load[0].io: "4MiB" is not an amount written per second, or a range (write it like 4MiB/s ' +
        'or 2..8MiB/s)',
    ],
  ],
  [
    'neighbours of a probe',
    'deployer: abra\nstop-at: stamp\nneighbours: [warm.yml]',
    [
      '5:10 stop-at: a stamp probe deploys nothing that neighbours could be beside (leave neighbours ' +
        'or stop-at out)',
    ],
  ],
  [
    'one run with a stack to share',
    'stacks: { concurrent: 1, share: stack }',
    ['4:9 stacks: one run alone has no stack to share (write solo, or let 2 or more run at once)'],
  ],
  [
    'a probe of a shared stack',
    'deployer: abra\nstop-at: stamp\nstacks: { concurrent: 3, share: stack }',
    [
      '5:10 stop-at: 3 runs share a stack, but a stamp probe deploys to none (leave stop-at out, or ' +
        'give stacks share: none)',
    ],
  ],
  [
    'runs that need not overlap',
    'stacks: { concurrent: 2, start-within: 2min }',
    [
      '4:9 stacks: runs may start 2 min apart, but each is watched for 1 min only, so that they need ' +
        'not overlap (make start-within shorter or deadline longer)',
    ],
  ],
  [
    'an unknown lock',
    'stacks: { concurrent: 2, share: stack, lock: maybe }',
    ['4:46 stacks.lock: "maybe" is not a lock (the choices are true, base-only, false)'],
  ],
];

describe('a scenario file with', () => {
  it.each(added)('%s is told so', (_, lines, problems) => {
    expect(problemsOf(`${smallest}${lines}\n`)).toEqual(problems);
  });
});

/** Whole texts. */
const texts: readonly (readonly [what: string, text: string, problems: readonly string[]])[] = [
  ['is empty', '# nothing yet\n', ['1:1 : the file says nothing (begin with "scenario: a-name")']],
  [
    'is a list',
    '- scenario: x\n',
    ['1:1 : a list is not a map of keys to values (write it like { scenario: … })'],
  ],
  [
    'only has a name',
    'scenario: x\n',
    [
      '1:1 engine.private.memory: engine.private.memory is missing (add it, like engine: { private: ' +
        '{ memory: 448MiB } })',
      '1:1 recipe.name: recipe.name is missing (add it, like name: discourse)',
      '1:1 recipe.base: recipe.base is missing (add it, like base: 0.7.0+3.3.1, the version that ' +
        'is deployed first)',
      '1:1 recipe.head: recipe.head is missing (add it, like head: 7ae7b0f76efb, the ref under test)',
      '1:1 recipe.mirror: the recipe does not say where it comes from (give it a mirror (a ' +
        'repository), or a folder with a base.yml and a head.yml)',
    ],
  ],
  [
    'has no name',
    smallest.replace('scenario: small\n', ''),
    ['1:1 scenario: the scenario has no name (add one, like scenario: discourse-upgrade)'],
  ],
  [
    'has a name that can be no folder',
    smallest.replace('small', 'a/b'),
    [
      '1:11 scenario: "a/b" is not a name of letters, digits, ".", "_" and "-" (write it like ' +
        'discourse-upgrade)',
    ],
  ],
  [
    'lacks a part of the recipe',
    smallest.replace('base: 0.7.0+3.3.1, ', ''),
    [
      '3:1 recipe.base: recipe.base is missing (add it, like base: 0.7.0+3.3.1, the version that ' +
        'is deployed first)',
    ],
  ],
  [
    'lacks it in one arm only',
    `${smallest.replace(', head: 7ae7b0f76efb', '')}arms: { a: { recipe: { head: x } }, b: { ` +
      'deployer: abra } }\n',
    [
      '4:37 arms.b.recipe.head: recipe.head is missing in the arm "b" (add it, like head: ' +
        '7ae7b0f76efb, the ref under test)',
    ],
  ],
  [
    'misspells it',
    smallest.replace('base:', 'bse:'),
    [
      '3:56 recipe.bse: "bse" is not a key of the recipe (did you mean "base"? the keys here are ' +
        'name, mirror, upstream, folder, files, fixture, base, head, then, pr, clone)',
    ],
  ],
  [
    'upgrades to the base',
    smallest.replace('7ae7b0f76efb', '0.7.0+3.3.1'),
    [
      '3:81 recipe.head: base and head are both "0.7.0+3.3.1", so nothing would be upgraded (give ' +
        'the ref under test as head)',
    ],
  ],
  [
    'gives a ref that git would take for an option',
    smallest.replace('7ae7b0f76efb', '--upload-pack=x'),
    [
      '3:81 recipe.head: "--upload-pack=x" is not a git ref: one word that does not begin with "-" ' +
        '(write it like 7ae7b0f76efb)',
    ],
  ],
  [
    'gives an upstream alone',
    smallest.replace('fixture: fixtures/heavyweb', 'upstream: m'),
    [
      '3:38 recipe.upstream: the recipe has an upstream but no mirror (write mirror for it: one ' +
        'repository is both, where no upstream is named)',
    ],
  ],
  [
    'gives a fixture and an upstream',
    smallest.replace('fixture: fixtures/heavyweb', 'fixture: f, upstream: m'),
    [
      '3:50 recipe.upstream: the recipe has a fixture and an upstream (keep the fixture, or mirror and ' +
        'upstream)',
    ],
  ],
  [
    'gives a folder and a mirror',
    smallest.replace('fixture: fixtures/heavyweb', 'folder: f, mirror: m'),
    ['3:36 recipe.folder: the recipe has a folder and a mirror (keep the folder, or the mirror)'],
  ],
  [
    'holds a token',
    smallest.replace(
      'fixture: fixtures/heavyweb',
      'mirror: https://t0ken@example.org/x, upstream: ssh://git@example.org/x',
    ),
    [
      '3:36 recipe.mirror: the URL holds a password or token, which would end up in the results ' +
        '(leave it out and let a credential helper of git give it)',
    ],
  ],
  [
    'names an unknown clone kind',
    smallest.replace('head:', 'clone: miror, head:'),
    [
      '3:82 recipe.clone: "miror" is not a clone kind (did you mean "mirror"? the clone kinds are ' +
        'mirror, base-deploy, copy)',
    ],
  ],
  [
    'gives an existing engine an envelope',
    smallest.replace('private:', 'existing:'),
    [
      '2:21 engine.existing: engine.existing is missing (add it, like engine: { existing: { context: ' +
        'my-server } }, or socket or ssh)',
      '2:23 engine.existing.memory: "memory" is not a key of the existing engine (the keys here are ' +
        'socket, context, ssh, shared)',
    ],
  ],
  [
    'has more managers than nodes',
    smallest.replace('memory: 448MiB', 'memory: 448MiB, nodes: 2, managers: 3'),
    [
      '2:58 engine.private.managers: 3 of 2 nodes cannot be managers (write as many nodes, or fewer managers)',
    ],
  ],
  [
    'has labels for a node that there is not',
    smallest.replace('memory: 448MiB', 'memory: 448MiB, labels: { node2: { disk: ssd } }'),
    ['2:46 engine.private.labels: there is no node "node2" to have labels (the nodes are node1)'],
  ],
  [
    'has a load on several nodes',
    `${smallest.replace('memory: 448MiB', 'memory: 448MiB, nodes: 2')}neighbours: [stacks/warm.yml]\n`,
    ['4:13 neighbours: neighbours are measured on engines of one node only (leave neighbours or nodes out)'],
  ],
  [
    'names an existing engine twice',
    smallest.replace('private: { memory: 448MiB }', 'existing: { context: mine, ssh: root@example.org }'),
    ['2:21 engine.existing: the engine is named in more than one way (keep one of socket, context and ssh)'],
  ],
  [
    'wants both kinds of engine',
    smallest.replace('private:', 'existing: { context: mine }, private:'),
    ['2:9 engine: the engine is private and existing (keep one of the two)'],
  ],
  [
    'has neighbours on an existing engine',
    `${smallest.replace('private: { memory: 448MiB }', 'existing: { context: mine }')}neighbours: ` +
      '[stacks/warm.yml]\n',
    [
      '4:13 neighbours: neighbours stand on private engines only (on an existing engine deploy them ' +
        'yourself, and write shared: true)',
    ],
  ],
  [
    'has checkouts beside whole upgrades',
    `${smallest}checkouts: 2\n`,
    [
      '4:12 checkouts: checkouts in the tree go on beside stamp probes only (add stop-at: stamp, or ' +
        'leave checkouts out)',
    ],
  ],
  [
    'probes stamps on an existing engine',
    `${smallest.replace('private: { memory: 448MiB }', 'existing: { context: mine }')}deployer: ` +
      'abra\nstop-at: stamp\n',
    ['5:10 stop-at: a stamp probe needs no existing engine: it deploys to none (give it a private engine)'],
  ],
  [
    'is indented with tabs',
    'engine:\n\tprivate: {}\n',
    [expect.stringMatching(/^2:1 : YAML cannot be indented with tabs \(use spaces\)$/) as string],
  ],
  [
    'has a colon in a text',
    'question: now: what?\n',
    ['1:11 : this is not YAML: a second ": " on the same line (put quotes around a text that holds a colon)'],
  ],
  [
    'is two files in one',
    `${smallest}---\n${smallest}`,
    ['4:1 : the file holds more than one YAML document (give each scenario a file of its own)'],
  ],
  ['leaves a quote open', 'scenario: "x\n', ['2:1 : this is not YAML: Missing closing "quote (null)']],
  [
    'uses tags',
    'scenario: !name x\n',
    ['1:11 : tags ("!…") have no meaning in a scenario (leave the tag out, or put quotes around the text)'],
  ],
  [
    'uses aliases',
    'scenario: &x y\nquestion: *x\n',
    ['2:11 question: aliases ("*…") have no meaning in a scenario (write the value out)'],
  ],
  ['has a map for a key', '{ a: 1 }: 2\n', ['1:1 : this cannot be a key (keys are plain words)']],
  [
    'hides the prototype',
    '__proto__: { scenario: x }\n',
    ['1:1 : this cannot be a key (keys are plain words)'],
  ],
  [
    'is nested without end',
    '['.repeat(100_000),
    [
      expect.stringMatching(
        /^1:\d+ : this is nested deeper than any scenario \(look for brackets that are never closed\)$/,
      ) as string,
    ],
  ],
];

describe('a scenario file that', () => {
  it.each(texts)('%s is told so', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('is wrong in many ways is told all of them, in the order of the text', () => {
    const text = `scenario: a b
recpie: { name: x }
engine: { private: { memory: 448, fresh: maybe } }
recipe: { name: x, base: 1e10, head: 1e10, fixture: f, clone: cpoy }
deployer: stak
load: [{ memory: 1MiB, after: 5 }]
arms: { a: { load: [{ memory: 1TiB }] } }
expect: { b: { drift: none } }
`;
    expect(problemsOf(text).map((problem) => problem.split(':', 3).slice(0, 2).join(':'))).toEqual([
      '1:11 scenario',
      '2:1 recpie',
      '3:30 engine.private.memory',
      '3:42 engine.private.fresh',
      '4:38 recipe.head',
      '4:63 recipe.clone',
      '5:11 deployer',
      '6:31 load[0].after',
      '7:31 arms.a.load[0].memory',
      '8:11 expect.b',
    ]);
  });
});

it('every place is that of the thing that is wrong', () => {
  const text = smallest
    .replace('0.7.0+3.3.1', '"-x"')
    .replace('448MiB', '448')
    .concat('expect: { only: { outcome: [held, rolledback], couse: x } }\n');
  const parsed = parseScenario(text, vocabulary);
  const lines = text.split('\n');
  expect(
    parsed.ok
      ? []
      : parsed.problems.map(({ line, column }) => lines[line - 1]?.slice(column - 1).replace(/[ ,\]].*/, '')),
  ).toEqual(['448', '"-x"', 'rolledback', 'couse:']);
});

function problemsOf(text: string): readonly string[] {
  const parsed = parseScenario(text, vocabulary);
  if (parsed.ok) throw new Error('it was taken for right');
  return parsed.problems.map(
    ({ line, column, path, message, hint }) =>
      `${String(line)}:${String(column)} ${path}: ${message} (${String(hint)})`,
  );
}
