// The package's doors, taken as another program takes them: by the package's name, from what was built.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dl-doors-'));

beforeAll(() => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules', 'driftlab'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a program prints that is a file of its own in another folder. */
async function printed(program: string): Promise<unknown> {
  writeFileSync(join(folder, 'program.mjs'), program);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--trace-uncaught', join(folder, 'program.mjs')],
    { cwd: folder },
  );
  return JSON.parse(stdout);
}

const journal = join(root, 'test', 'journals', 'watched-rolled-back-again.jsonl');

describe('an installed driftlab', () => {
  it('judges an upgrade through driftlab/verdict', async () => {
    const verdict = await printed(`
      import { readFileSync } from 'node:fs';
      import { decodeJournal, judgeUpgrade } from 'driftlab/verdict';
      const { lines, problems } = decodeJournal(readFileSync(${JSON.stringify(journal)}, 'utf8'));
      console.log(JSON.stringify(judgeUpgrade({ stack: 'shop', service: 'app' }, lines, problems)));
    `);
    expect(verdict).toMatchObject({ outcome: 'rolled-back', cause: { kind: 'exit', exitCode: 6 } });
  });

  it('loads no client of an engine for that', async () => {
    const hooks = `export async function load(url, context, next) {
      if (/node_modules\\/(dockerode|zx|simple-git)\\//.test(url)) throw new Error('loaded ' + url);
      return next(url, context);
    }`;
    writeFileSync(join(folder, 'hooks.mjs'), hooks);
    const guarded = (door: string): string => `
      import { register } from 'node:module';
      register('./hooks.mjs', import.meta.url);
      console.log(JSON.stringify(await import('${door}').then(() => 'loaded', (error) => error.message)));
    `;
    expect(await printed(guarded('driftlab/verdict'))).toBe('loaded');
    // nor does the door to an engine, before one is asked for; that the guard sees what is loaded, the last shows
    expect(await printed(guarded('driftlab/evidence'))).toBe('loaded');
    expect(await printed(guarded(join(root, 'node_modules', 'dockerode', 'lib', 'docker.js')))).toMatch(
      /^loaded .*dockerode/,
    );
  });

  it('records an upgrade through driftlab/evidence, and runs whole watches and trials through driftlab', async () => {
    const doors = (await printed(`
      const functionsOf = async (door) => Object.entries(await import(door)).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])).sort();
      console.log(JSON.stringify([await functionsOf('driftlab/evidence'), await functionsOf('driftlab')]));
    `)) as readonly (readonly string[])[];
    expect(doors[0]).toEqual([
      'attachSources',
      'currentAddress',
      'decodeJournal',
      'encodeLine',
      'lookOn',
      'openJournal',
      'recordUpgrade',
    ]);
    expect(doors[1]).toEqual(
      expect.arrayContaining([
        'bootEngine',
        'judge',
        'parseScenario',
        'planTrials',
        'runTrial',
        'summarise',
        'watchUpgrade',
      ]),
    );
  });
});
