// `npm run mutants [-- ROOM … --files PART --minutes N --sample N --seed S --slow --afresh --report]`: plants
// small faults in the pure rooms, one at a time, sees whether a test notices, and writes docs/mutants.md.
// What was killed in a file that stands as it did is not tried again unless `--afresh` is said, so that a
// long run can be made in slices of some minutes. `--files`: only files with this in their names. `--sample`:
// so many of each room, each as likely as any other, drawn by the seed. `--slow`: also by tests that take long. `--report`: only the page.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
  appendFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { argumentsOf } from './arguments.mjs';
import { compilerRefuses } from './mutants/compiler.mjs';
import { mutate } from './mutants/mutate.mjs';
import { writeReport } from './mutants/report.mjs';
import { root, rooms } from './mutants/rooms.mjs';

const { values, names } = argumentsOf({
  usage: `Usage: npm run mutants -- [ROOM…] [--files PART] [--minutes N] [--sample N] [--seed N] [--slow] [--afresh] [--report]

Plants small faults in the pure rooms, one at a time, sees whether a test notices, and writes docs/mutants.md.
Rooms: ${Object.keys(rooms).join(', ')}; without one all.
  --files PART  only files with this in their names
  --minutes N   no new one after these (default: 600); what was killed is not tried again by the next run
  --sample N    so many of each room, drawn by the seed
  --seed N      of that draw (default: 1)
  --slow        also by tests that take long
  --afresh      also what was killed in a file that stands as it did
  --report      write the page alone
Exit codes: 0 it ran, 64 bad arguments.`,
  counts: { minutes: '600', sample: null },
  numbers: { seed: '1' },
  texts: ['files'],
  flags: ['slow', 'afresh', 'report'],
  names: Object.keys(rooms),
});
/** Tests that take longer than this are left out: what only they would notice counts as not noticed. */
const slowestMs = 3000;
const kept = join(root, 'node_modules', '.cache', 'driftlab-mutants');
mkdirSync(kept, { recursive: true });

const asked = names.length > 0 ? names : Object.keys(rooms);
if (!values.report) for (const room of asked) tryRoom(room);
writeReport({
  rooms: Object.keys(rooms).map((room) => ({ room, mutants: outcome(room) })),
  sample: values.sample === undefined ? null : { size: Number(values.sample), seed: values.seed },
});

function tryRoom(room) {
  const results = join(kept, `${room}.jsonl`);
  if (values.afresh) rmSync(results, { force: true });
  const before = read(results);
  const open = sampled(mutantsOf(room)).filter(
    ({ key, file }) =>
      file.includes(values.files ?? '') && !['killed', 'uncompilable'].includes(before.get(key)?.status),
  );
  console.log(`${room}: ${String(open.length)} mutants to try`);
  if (open.length === 0) return;
  warm(room, open, results);
  const after = read(results);
  const survivors = open.filter(({ key }) => ['survived', 'unreached'].includes(after.get(key)?.status));
  for (const mutant of compilerRefuses(survivors))
    appendFileSync(results, `${JSON.stringify({ key: mutant.key, status: 'uncompilable' })}\n`);
  for (const mutant of survivors) anew(room, mutant, results);
}

/** All mutants in one process that has loaded the tests once. */
function warm(room, open, results) {
  const baseline = join(kept, `${room}.baseline.json`);
  rmSync(baseline, { force: true });
  run({
    room,
    results,
    baseline,
    minutes: Number(values.minutes),
    slowestMs: values.slow ? 1e9 : slowestMs,
    mutants: open.map(({ id, key, unit, units }) => ({ id, key, unit, units })),
  });
  const { failed } = existsSync(baseline)
    ? JSON.parse(readFileSync(baseline, 'utf8'))
    : { failed: ['the run of the tests without a mutant'] };
  if (failed.length > 0) {
    console.error(`these tests fail without any mutant:\n${failed.join('\n')}`);
    process.exit(1);
  }
}

/** Tests that work something out while they are listed see a mutant only in a process that begins with it. */
function anew(room, { id, key }, results) {
  const { status, listed = [] } = read(results).get(key);
  if (status === 'uncompilable' || listed.length === 0) return;
  const code = run({ room, active: id, only: listed });
  if (code !== 0)
    appendFileSync(
      results,
      `${JSON.stringify({ key, status: 'killed', by: `a fresh run of ${listed.join(', ')}` })}\n`,
    );
}

function run(request) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--config', join(root, 'scripts', 'mutants', 'vitest.config.mjs')],
    {
      cwd: root,
      stdio: request.active === undefined ? 'inherit' : 'ignore',
      timeout: request.active === undefined ? undefined : 300_000,
      env: {
        ...process.env,
        DRIFTLAB_MUTANTS: request.mutants
          ? JSON.stringify({ ...request, mutants: undefined, list: asFile(request) })
          : JSON.stringify(request),
      },
    },
  );
  return status;
}

/** An environment variable has no room for thousands of mutants. */
function asFile({ room, mutants }) {
  const path = join(kept, `${room}.list.json`);
  writeFileSync(path, JSON.stringify(mutants));
  return path;
}

/**
 * A mutant is known by its file's contents, its place and what it says: a result holds while the file stands.
 */
function mutantsOf(room) {
  const folder = join(root, 'src', room);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .sort();
  let nextId = 1;
  const texts = new Map(
    paths.map((path) => [join('src', room, path), readFileSync(join(folder, path), 'utf8')]),
  );
  const all = [...texts].flatMap(([file, text]) => {
    const made = mutate(file, text, nextId);
    nextId = made.nextId;
    const sha = createHash('sha256').update(text).digest('hex').slice(0, 12);
    return made.mutants.map((mutant) => ({
      ...mutant,
      key: [file, sha, mutant.start, mutant.end, mutant.to].join('|'),
    }));
  });
  return all.map((mutant) =>
    mutant.unit === null ? { ...mutant, units: unitsThatSee(mutant.file, texts, all) } : mutant,
  );
}

/** Functions of the file and of those that import it, through however many others. */
function unitsThatSee(file, texts, all) {
  const files = new Set([file]);
  for (const seen of files) {
    const named = new RegExp(`from '[^']*/${seen.split('/').at(-1).replace('.ts', '')}\\.js'`);
    for (const [path, text] of texts) if (named.test(text)) files.add(path);
  }
  return [
    ...new Set(all.filter((other) => files.has(other.file) && other.unit !== null).map(({ unit }) => unit)),
  ];
}

function sampled(mutants) {
  if (values.sample === undefined) return mutants;
  const rank = ({ key }) => createHash('sha256').update(`${values.seed} ${key}`).digest('hex');
  return [...mutants]
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .slice(0, Number(values.sample))
    .sort((a, b) => a.id - b.id);
}

/** Key -> last result. */
function read(path) {
  if (!existsSync(path)) return new Map();
  return new Map(
    readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((row) => JSON.parse(row))
      .map((one) => [one.key, one]),
  );
}

function outcome(room) {
  const results = read(join(kept, `${room}.jsonl`));
  return sampled(mutantsOf(room)).map((mutant) => ({
    ...mutant,
    ...(results.get(mutant.key) ?? { status: 'not tried' }),
  }));
}
