import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.js';
import { planTrials } from '../../src/plan/plan-trials.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { problemsOf as problemsWithMembers } from './problems-of.js';
import { smallest, vocabulary } from './sample.js';

const factorial = `${smallest}
factors:
  deployer: [stack, abra]
  clone: [mirror, copy]
  load:
    calm: { load: none }
    short: { load: [ { memory: 100MiB } ], overlays: [short.yml] }
  order:
    start-first: {}
    stop-first: { overlays: [stop-first.yml] }
exclude: [ { deployer: abra, order: stop-first } ]
expect: { "order=stop-first": { drift: none } }
`;

function scenarioOf(text: string): Scenario {
  const parsed = parseScenario(text, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenario;
}

function problemsOf(text: string): readonly string[] {
  const parsed = parseScenario(text, vocabulary);
  return parsed.ok
    ? []
    : parsed.problems.map(
        ({ path, message, hint }) => `${path}: ${message}${hint === null ? '' : ` (${hint})`}`,
      );
}

describe('factors', () => {
  it('make an arm of every combination that is not excluded', () => {
    const { arms } = scenarioOf(factorial);
    expect(arms).toHaveLength(12);
    expect(arms[0]?.name).toBe('stack+mirror+calm+start-first');
    expect(
      arms.filter(({ factors }) => factors['deployer'] === 'abra' && factors['order'] === 'stop-first'),
    ).toEqual([]);
  });

  it('put what a level says into the settings of its cells', () => {
    const { arms } = scenarioOf(factorial);
    for (const { factors, settings } of arms) {
      expect([settings.deployer, settings.recipe.clone, settings.load.length]).toEqual([
        factors['deployer'],
        factors['clone'],
        factors['load'] === 'calm' ? 0 : 1,
      ]);
    }
  });

  it('add up the overlays of several levels', () => {
    const cell = scenarioOf(factorial).arms.find(({ name }) => name === 'stack+copy+short+stop-first');
    expect(cell?.settings.overlays).toEqual(['short.yml', 'stop-first.yml']);
  });

  it('give what each level says of a map, whichever stands first', () => {
    const [cell] = scenarioOf(`${smallest}
factors:
  who: { app: { judge: { services: [app] }, steps: { after-base: ./seed.sh } } }
  when: { busy: { judge: { starved: true }, steps: { after-head: ./look.sh } } }
`).arms;
    expect(cell?.settings).toMatchObject({
      judged: ['app'],
      judgeStarved: true,
      steps: { afterBase: ['./seed.sh'], afterHead: ['./look.sh'] },
    });
  });

  it('give all that levels of two factors say of the engine, whichever stands first', () => {
    const labels = (node: string): string => `labels: { ${node}: { disk: ssd } }`;
    const factors = [
      '  who: { app: { engine: { socket: true } } }',
      `  where: { big: { engine: { private: { nodes: 2, ${labels('node1')} } } } }`,
      `  what: { new: { engine: { private: { ${labels('node2')} } } } }`,
    ];
    for (const lines of [factors, [...factors].reverse()])
      expect(scenarioOf(`${smallest}factors:\n${lines.join('\n')}\n`).arms[0]?.settings.engine).toMatchObject(
        {
          memoryBytes: 448 * 1024 ** 2,
          socket: true,
          nodes: 2,
          labels: { node1: { disk: 'ssd' }, node2: { disk: 'ssd' } },
        },
      );
  });

  it.each([
    ['ages of volumes', 'state: kept', 'state: { copy-of: data }', 'state is given here and by'],
    [
      'kinds of engine',
      'engine: { private: { fresh: true } }',
      'engine: { existing: { context: mine } }',
      'engine.existing is given here and engine.private by',
    ],
    [
      'ways to an engine',
      'engine: { existing: { context: mine } }',
      'engine: { existing: { ssh: root@host } }',
      'engine.existing.ssh is given here and engine.existing.context by',
    ],
    [
      'labels of one node',
      'engine: { private: { labels: { node1: { disk: ssd } } } }',
      'engine: { private: { labels: { node1: { disk: hdd } } } }',
      'engine.private.labels.node1.disk is given here and by',
    ],
    ['numbers of stacks', 'stacks: solo', 'stacks: { concurrent: 2 }', 'stacks is given here and by'],
  ])('refuse levels of which one would be lost: two %s', (_, one, other, said) => {
    const problems = problemsOf(
      `${smallest}factors:\n  who: { app: { ${one} } }\n  when: { busy: { ${other} } }\n`,
    );
    expect(problems.filter((problem) => problem.includes('not clear which one counts'))).toEqual([
      expect.stringContaining(`${said} the level app of who`),
    ]);
  });

  it('add up checks of several names, and refuse the same name twice', () => {
    const factors = (own: string): string =>
      `factors: { who: { app: { checks: { label: builtin } } }, when: { busy: { checks: { ${own} } } } }`;
    expect(problemsWithMembers(factors('other: { label: {} }'))).toEqual([]);
    expect(problemsWithMembers(factors('label: { label: {}, timeout: 9s }'))).toEqual([
      expect.stringMatching(/^factors\.when\.busy\.checks\.label: checks\.label is given here and by/),
    ]);
  });

  it('refuse two levels that say the same key of a map', () => {
    const problems = problemsOf(`${smallest}
factors:
  who: { app: { judge: { starved: false } } }
  when: { busy: { judge: { starved: true } } }
`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('judge.starved');
  });

  it("add their overlays to the scenario's, unless a level says that only its own are meant", () => {
    const levels =
      'factors: { one: { a: { overlays: [a.yml] }, b: {} }, two: { c: { overlays: [c.yml] }, d: { ' +
      'overlays: { only: [d.yml] } } } }';
    expect(
      scenarioOf(`${smallest}overlays: [lab.yml]\n${levels}\n`).arms.map(({ name, settings }) => [
        name,
        ...settings.overlays,
      ]),
    ).toEqual([
      ['a+c', 'lab.yml', 'a.yml', 'c.yml'],
      ['a+d', 'a.yml', 'd.yml'],
      ['b+c', 'lab.yml', 'c.yml'],
      ['b+d', 'd.yml'],
    ]);
  });

  it('are expected of by level', () => {
    const { expect: expected, arms } = scenarioOf(factorial);
    expect(expected.map(({ arm }) => arm)).toEqual(
      arms.filter(({ factors }) => factors['order'] === 'stop-first').map(({ name }) => name),
    );
  });

  it('are chosen from by level', () => {
    const plan = planTrials(scenarioOf(factorial), 1, {
      hash: (text) => text.length.toString(16).padStart(6, '0'),
      arms: ['deployer=stack,load=short'],
      each: 2,
    });
    expect(plan.arms.map(({ factors }) => [factors['deployer'], factors['load']])).toEqual(
      Array.from({ length: 4 }, () => ['stack', 'short']),
    );
    expect(plan.trials).toHaveLength(8);
  });

  it('make as many cells as their levels multiplied, each once', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sizes, (levels) => {
        const lines = levels.map(
          (count, factor) =>
            `  f${String(factor)}: { ` +
            `${Array.from({ length: count }, (_, level) => `l${String(level)}: {}`).join(', ')} }`,
        );
        const { arms } = scenarioOf(`${smallest}factors:\n${lines.join('\n')}\n`);
        expect(new Set(arms.map(({ name }) => name)).size).toBe(
          levels.reduce((product, count) => product * count, 1),
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe('factors that cannot be meant', () => {
  it.each([
    [
      'arms beside factors',
      'arms: { a: {} }\nfactors: { order: { x: {} } }',
      ['arms: the scenario has arms and factors (make the arms one more factor, with each arm as a level)'],
    ],
    [
      'a setting that two factors give',
      'factors: { one: { a: { env: { X: 1 } } }, two: { b: { env: { X: 2 } } } }',
      [
        'factors.two.b.env.X: env.X is given here and by the level a of one, so it is not clear ' +
          'which one counts (let one factor alone give it; only secrets, overlays, load, neighbours, ' +
          'actions and checks of several factors add up)',
      ],
    ],
    [
      'a list where the words do not say what changes',
      'factors: { order: [start-first, stop-first] }',
      [
        'factors.order: the levels of order are a list, so what they change is not said (write a map ' +
          'from levels to settings; lists are for deployer and clone)',
      ],
    ],
    [
      'an unknown word in a list',
      'factors: { clone: [mirror, mirrow] }',
      [
        'factors.clone[1]: "mirrow" is not a clone (did you mean "mirror"? they are mirror, ' +
          'base-deploy, copy)',
      ],
    ],
    [
      'a level given twice',
      'factors: { clone: [mirror, copy, mirror] }',
      ['factors.clone[2]: the level "mirror" is given twice (keep one of the two)'],
    ],
    [
      'an excluded factor that does not exist',
      'factors: { clone: [mirror] }\nexclude: [ { clones: mirror } ]',
      ['exclude[0].clones: there is no factor "clones" (did you mean "clone"? the factors are clone)'],
    ],
    [
      'an excluded level that does not exist',
      'factors: { clone: [mirror] }\nexclude: [ { clone: copy } ]',
      ['exclude[0].clone: clone has no level "copy" (its levels are mirror)'],
    ],
    [
      'nothing left',
      'factors: { clone: [mirror] }\nexclude: [ { clone: mirror } ]',
      ['exclude: all 1 cells are left out (leave fewer out)'],
    ],
    [
      'exclusions of nothing',
      'exclude: [ { clone: mirror } ]',
      ['exclude: there are no factors to leave cells out of (add factors, or take exclude out)'],
    ],
    [
      'an expectation of a level that does not exist',
      'factors: { clone: [mirror] }\nexpect: { clone=copy: { drift: none } }',
      ['expect.clone=copy: there is no arm "clone=copy" to expect something of (the arms are mirror, all)'],
    ],
    [
      'an expectation of a cell whose name is misspelt',
      'factors: { clone: [mirror, copy], order: { first: {}, last: {} } }\n' +
        'expect: { mirror+frist: { drift: none }, order=lost: { drift: none } }',
      [
        'expect.mirror+frist: there is no arm "mirror+frist" to expect something of (did you mean ' +
          '"mirror+first"? the arms are clone=mirror, order=first, order=last, clone=copy, all)',
        'expect.order=lost: there is no arm "order=lost" to expect something of (did you mean ' +
          '"order=last"? the arms are clone=mirror, order=first, order=last, clone=copy, all)',
      ],
    ],
  ])('are told: %s', (_, lines, problems) => {
    expect(problemsOf(`${smallest}${lines}\n`)).toEqual(problems);
  });

  it('are told when they are too many, with the product', () => {
    const lines = Array.from(
      { length: 5 },
      (_, factor) =>
        `  f${String(factor)}: { ` +
        `${Array.from({ length: 6 }, (__, level) => `l${String(level)}: {}`).join(', ')} }`,
    );
    expect(problemsOf(`${smallest}factors:\n${lines.join('\n')}\n`)).toEqual([
      'factors: the factors make 6 × 6 × 6 × 6 × 6 = 7776 cells, and at most 2000 can be run (take ' +
        'levels or factors out)',
    ]);
  });
});
