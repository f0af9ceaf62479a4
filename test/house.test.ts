// The house's rules, held against the code as it stands, and shown to bite on planted violations.
import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { shapes } from '../src/evidence/shapes.js';
import { causeKinds, outcomes } from '../src/verdict/verdict.js';
import { kindsOfFacts, silentReaders } from './house/exhaustive.js';
import { strayNames, type Family } from './house/member-names.js';
import { actions } from '../src/actions/index.js';
import { checks } from '../src/checks/index.js';
import { deployers } from '../src/deployers/index.js';
import { injectors } from '../src/injectors/index.js';
import { clones } from '../src/recipe/clones/index.js';
import { formats } from '../src/report/formats/index.js';
import { engineKinds } from '../src/scenario/engines/index.js';
import { imageKinds } from '../src/scenario/image-kinds.js';
import { sources } from '../src/sources/index.js';
import { sweepFormats } from '../src/sweep/formats/index.js';
import { signatures } from '../src/sweep/signatures/index.js';
import { lostPlaces } from './house/own-places.js';
import { circles, columnsMax, deadFiles, violations, type Sources } from './house/rules.js';

const src = fileURLToPath(new URL('../src', import.meta.url));
const doors = [
  'index.ts',
  'doors/verdict.ts',
  'doors/evidence.ts',
  'cli/main.ts',
  'cli/vocabulary.ts',
  'page/main.ts',
  'page/live.ts',
  'engine/existing/guardian.ts',
];

const closed = { outcomes, causes: causeKinds, [kindsOfFacts]: Object.keys(shapes) };

const namesOf = (members: readonly { readonly name: string }[]): readonly string[] =>
  members.map(({ name }) => name);
/** The pool of each kind of engine says which kind it serves. */
const enginePools = ['engine/wanted.ts', 'engine/existing/pool.ts'];
const families: readonly Family[] = [
  { one: 'deployer', folder: 'deployers', names: Object.keys(deployers) },
  { one: 'injector', folder: 'injectors', names: Object.keys(injectors) },
  { one: 'clone', folder: 'recipe/clones', names: Object.keys(clones) },
  { one: 'action', folder: 'actions', names: Object.keys(actions) },
  { one: 'check', folder: 'checks', names: Object.keys(checks) },
  { one: 'source', folder: 'sources', names: namesOf(sources) },
  { one: 'signature', folder: 'sweep/signatures', names: namesOf(signatures) },
  {
    one: 'from',
    folder: 'engine/images',
    also: ['scenario/image-kinds.ts', 'base/load-image.ts'],
    names: namesOf(imageKinds),
  },
  { one: 'kind', folder: 'scenario/engines', also: enginePools, names: namesOf(engineKinds) },
  { one: 'format', folder: 'report/formats', names: namesOf(formats) },
  { one: 'format', folder: 'sweep/formats', names: namesOf(sweepFormats) },
];

function readSources(): Sources {
  const paths = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  return new Map(paths.map((path) => [path.split(sep).join('/'), readFileSync(join(src, path), 'utf8')]));
}

describe('the house', () => {
  it('keeps its import rules, its purity and its sizes', () => {
    expect(violations(readSources())).toEqual([]);
  });

  it('has no file that neither door reaches', () => {
    expect(deadFiles(readSources(), doors)).toEqual([]);
  });

  it('has no files that import each other in a ring', () => {
    expect(circles(readSources())).toEqual([]);
  });

  it('has no reader of outcomes, causes or facts that says nothing of a new one', () => {
    expect(silentReaders(readSources(), closed)).toEqual([]);
  });

  it('finds what stands beside a file also where the command is put together', () => {
    expect(lostPlaces(readSources())).toEqual([]);
  });

  it('names a member of a family in its own file alone', () => {
    expect(strayNames(readSources(), families)).toEqual([]);
  });

  it('has a row in docs/house.md for each room, and for each folder of cli/', () => {
    const page = readFileSync(new URL('../docs/house.md', import.meta.url), 'utf8');
    const foldersOf = (path: string): readonly string[] =>
      readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [entry.name] : [],
      );
    const told = [
      ...foldersOf(src).map((room) => `\`src/${room}/\``),
      ...foldersOf(join(src, 'cli')).map((folder) => `\`${folder}/\``),
    ];
    expect(told.filter((name) => !page.includes(name))).toEqual([]);
  });

  it('opens every file with a comment that says what it is for', () => {
    const silent = [...readSources()]
      .filter(([, text]) => !/^(#!.*\n)?\/\/ /.test(text))
      .map(([path]) => path);
    expect(silent).toEqual([]);
  });
});

describe('a planted violation is found:', () => {
  const planted = (path: string, text: string): readonly string[] => violations(new Map([[path, text]]));

  it('a pure room that reads the clock', () => {
    expect(planted('verdict/planted.ts', 'export const at = Date.now();')).toEqual([
      'verdict/planted.ts uses Date.now: verdict is pure',
    ]);
  });

  it('a pure room that imports a node module', () => {
    expect(planted('plan/planted.ts', "import { readFileSync } from 'node:fs';")).toEqual([
      'plan/planted.ts imports node:fs: plan is pure',
    ]);
  });

  it('a pure room that looks to its right', () => {
    expect(planted('evidence/planted.ts', "import { judge } from '../verdict/judge.js';")).toEqual([
      'evidence/planted.ts imports verdict/judge.ts: evidence may not see verdict',
    ]);
  });

  it('an edge that knows another edge', () => {
    expect(planted('sources/planted.ts', "import { bootEngine } from '../engine/index.js';")).toEqual([
      'sources/planted.ts imports engine/index.ts: sources may not see engine',
    ]);
  });

  it('an edge that knows more of the trial than its ports', () => {
    expect(planted('engine/planted.ts', "import { runTrial } from '../trial/run-trial.js';")).toEqual([
      'engine/planted.ts imports trial/run-trial.ts: an edge sees only trial/ports.ts of trial',
    ]);
  });

  it('a file that writes to the terminal past what makes text visible', () => {
    const past = 'goes through cli/terminal/terminal.ts';
    expect(planted('cli/planted.ts', 'process.stderr.write(message);')).toEqual([
      `cli/planted.ts uses process.stderr: what is said ${past}`,
    ]);
    expect(planted('engine/planted.ts', 'console.log(message);')).toEqual([
      `engine/planted.ts uses console.log(: what is said ${past}`,
    ]);
  });

  it('a function that grew too long', () => {
    expect(
      planted('store/planted.ts', `export function long(): void {\n${'  void 0;\n'.repeat(60)}}\n`),
    ).toEqual(['store/planted.ts:1 has a function of 62 lines; the most is 60']);
  });

  it('a line that goes past the margin, unless a text or a regular expression cannot be broken there', () => {
    const long = 'a'.repeat(columnsMax);
    expect(planted('store/planted.ts', `// ok\nexport const ${long} = 1;`)).toEqual([
      `store/planted.ts:2 goes past ${String(columnsMax)} columns`,
    ]);
    expect(planted('store/planted.ts', `// ${long}`)).toHaveLength(1);
    expect(planted('store/planted.ts', `export const text = '${long}';`)).toEqual([]);
    expect(planted('store/planted.ts', `export const found = /${long}/;`)).toEqual([]);
  });

  it.each([
    [
      "const stood = new Set(['held', 'no-op']);",
      'picks outcomes out by a list: make it a table over all of them',
    ],
    [
      "const quick = ['unhealthy', 'start-timeout'].includes(kind);",
      'picks causes out by a list: make it a table over all of them',
    ],
    [
      "const well = outcome === 'held' || (late && outcome !== 'no-op');",
      'compares with several outcomes: make it a table over all of them',
    ],
    [
      "switch (line.kind) { case 'task': break; default: count++; }",
      'has a default beside kinds of facts: name every one',
    ],
  ])('a reader of a closed union with a silent rest: %s', (text, wrong) => {
    const found = silentReaders(new Map([['verdict/planted.ts', text]]), closed);
    expect(found).toEqual([`verdict/planted.ts:1 ${wrong}`]);
  });

  it.each([
    "const held = outcome === 'held';",
    "const own = new Set(['held-back', 'no-op']);",
    "const odd = outcome === 'held' && cause === 'exit';",
    "const named = line.kind === 'spec' || line.kind === 'task';",
    "switch (state) { case 'completed': break; default: count++; }",
  ])('but not a question about one member, or about something else: %s', (text) => {
    expect(silentReaders(new Map([['verdict/planted.ts', text]]), closed)).toEqual([]);
  });

  it.each([
    ["if (line.deployer === 'command') again();", 'deployer command'],
    ["const limitMs = 'stack' === own.deployer ? 1 : 2;", 'deployer stack'],
    ["const common = { deployer: own === null ? 'somebody' : 'command' };", 'deployer command'],
    ["const deployer = own.deployer ?? 'stack';", 'deployer stack'],
    ["const { binary } = deployers['abra'];", 'deployer abra'],
    ["switch (load.injector) { case 'memory': grow(); }", 'injector memory'],
    ["const load = word(['memory'], 'a load', 'they');", 'injector memory'],
    ["const speaking = new Set(['abra']);", 'deployer abra'],
    ["option.default('terminal');", 'format terminal'],
    ["if (deed.action === 'scale') wait();", 'action scale'],
    ["const recipe = { clone: 'base-deploy' };", 'clone base-deploy'],
    ["if (line.check === 'guard') again();", 'check guard'],
    ["const seen = gap.source === 'events' || other;", 'source events'],
    ["if (image.from === 'tar') unpack(image);", 'from tar'],
    ["const image = { tag, from: 'absent' } as const;", 'from absent'],
    ["const own = arm.engine.kind === 'private';", 'kind private'],
    ["const engine = { kind: 'existing', by, at };", 'kind existing'],
    [
      "const empty = found.filter(({ signature }) => signature === 'label-only-head');",
      'signature label-only-head',
    ],
  ])("a member's name away from its own file: %s", (text, named) => {
    expect(strayNames(new Map([['cli/planted.ts', text]]), families)).toEqual([
      `cli/planted.ts:1 names the ${named}`,
    ]);
  });

  it.each([
    "const shared = share === 'stack';",
    "run('tar', ['-xOf', path]);",
    "const way = address.host === 'host';",
    "const path = ['engine', 'private', 'memory'];",
    "const word = secret ? 'private' : 'public';",
    "if (event.action === 'kill') ended();",
    "const mirror = readable('mirror', url);",
    "const over = new Set(['complete', 'failed', 'remove']);",
  ])('but not a word of everyday that stands for nothing of the kind: %s', (text) => {
    expect(strayNames(new Map([['cli/planted.ts', text]]), families)).toEqual([]);
  });

  it.each([
    ['engine/planted.ts', "new URL('existing/guardian.js', import.meta.url)", 1],
    ['cli/provenance/planted.ts', "new URL('../..', import.meta.url)", 1],
    ['cli/campaigns/planted.ts', 'new URL(`../../${room}`, import.meta.url)', 1],
    ['base/planted.ts', "new URL('../../images/load', import.meta.url)", 0],
    ['engine/planted.ts', "new URL('../engine/existing/guardian.js', import.meta.url)", 0],
  ])('a place beside itself that is elsewhere from dist/cli: %s, %s', (path, text, count) => {
    expect(lostPlaces(new Map([[path, text]]))).toHaveLength(count);
  });

  it('two files that import each other', () => {
    expect(
      circles(
        new Map([
          ['store/a.ts', "import './b.js';"],
          ['store/b.ts', "import './a.js';"],
        ]),
      ),
    ).toEqual(['store/a.ts -> store/b.ts -> store/a.ts']);
  });

  it('a file that nobody imports', () => {
    expect(
      deadFiles(
        new Map([
          ['index.ts', "export * from './a.js';"],
          ['a.ts', ''],
          ['b.ts', ''],
        ]),
        ['index.ts'],
      ),
    ).toEqual(['b.ts']);
  });
});
