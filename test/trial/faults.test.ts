// Whose fault it was that a trial could not go on, and that a trial ends in order whatever throws in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LabError } from '../../src/base/lab-error.js';
import { ofKind } from '../../src/evidence/timeline.js';
import { faultOf } from '../../src/trial/fault.js';
import { runDoubled, type Ran, type Wishes } from './doubled-trial.js';

const faultsOf = ({ lines }: Ran): readonly string[] =>
  ofKind(lines, 'fault').map(({ phase, code, message }) => `${phase} ${code}: ${message}`);
const failingUpgrade =
  (error: Error): NonNullable<Wishes['deploy']> =>
  ({ step }) =>
    step === 'upgrade' ? Promise.reject(error) : Promise.resolve(null);
const system = (code: string, syscall: string): Error =>
  Object.assign(new Error(`${code}: ${syscall}`), { code, syscall });

describe("an error that is none of the lab's own", () => {
  it('is on record in the phase in which it was thrown, as what it is', async () => {
    expect(faultsOf(await runDoubled({ deploy: failingUpgrade(new TypeError('x is undefined')) }))).toEqual([
      'upgrade bug: x is undefined',
    ]);
    expect(faultsOf(await runDoubled({ deploy: failingUpgrade(system('ENOSPC', 'write')) }))).toEqual([
      'upgrade machine: ENOSPC: write',
    ]);
    expect(faultsOf(await runDoubled({ deploy: failingUpgrade(system('ECONNREFUSED', 'connect')) }))).toEqual(
      ['upgrade engine-lost: ECONNREFUSED: connect'],
    );
    expect(faultsOf(await runDoubled({ collect: () => Promise.reject(new Error('no logs')) }))).toEqual([
      'collect bug: no logs',
    ]);
    expect(
      faultsOf(await runDoubled({ ports: { attachSources: () => Promise.reject(new Error('no look')) } })),
    ).toEqual(['engine bug: no look']);
  });

  it("is no bug where the engine refuses a call, and none of the machine's where only its text looks so", () => {
    expect(faultOf(Object.assign(new Error('conflict'), { statusCode: 409 }), 'base').code).toBe(
      'engine-refused',
    );
    expect(faultOf(new Error('ENOSPC: no space left on device'), 'base').code).toBe('bug');
    expect(faultOf(new LabError('tree', 'no ref', { phase: 'preparing' }), 'base')).toMatchObject({
      code: 'tree',
      phase: 'base',
    });
  });
});

describe('a trial whose log is lost', () => {
  it('ends at once and in order: nothing more is deployed, sources are detached, the engine goes back', async () => {
    const log = new AbortController();
    const ran = await runDoubled({
      logLost: log.signal,
      deploy: ({ step }) => {
        if (step === 'base') log.abort(new LabError('results', 'no space is left on that disk'));
        return Promise.resolve(null);
      },
    });
    expect(ran.notes).not.toContain('deploy upgrade of r1');
    expect(ran.notes.slice(-5)).toEqual(['collect', 'detach', 'destroy', 'release', 'close log']);
  });
});

describe('an engine that is lost while there is something to collect', () => {
  it('is a fault on record, once', async () => {
    const lost = new AbortController();
    const collect = (): Promise<void> => {
      lost.abort(new LabError('engine-lost', 'its process ended'));
      return Promise.resolve();
    };
    expect(faultsOf(await runDoubled({ lost: lost.signal, collect }))).toEqual([
      'collect engine-lost: its process ended',
    ]);
    const before = new AbortController();
    const deploy = failingUpgrade(new LabError('deploy', 'no tool'));
    expect(
      faultsOf(await runDoubled({ lost: before.signal, collect: () => Promise.resolve(), deploy })),
    ).toEqual(['upgrade deploy: no tool']);
  }, 10_000);
});

describe('a trial whose sources went blind', () => {
  it('ends at once, with what there is to collect', async () => {
    const blind = new AbortController();
    const ran = await runDoubled({
      blind: blind.signal,
      deploy: ({ step }) => {
        if (step === 'upgrade') blind.abort(new LabError('evidence', 'source tasks lost sight'));
        return Promise.resolve(null);
      },
    });
    expect(faultsOf(ran)).toEqual(['upgrade evidence: source tasks lost sight']);
    expect(ran.notes).not.toContain('observe');
    expect(ran.notes.slice(-5)).toEqual(['collect', 'detach', 'destroy', 'release', 'close log']);
  });
});

describe('a trial without a temporary folder', () => {
  const before = process.env['TMPDIR'];
  afterEach(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });

  it("is invalid by the machine's fault, and does not reject", async () => {
    const folder = mkdtempSync(join(tmpdir(), 'driftlab-faults-'));
    process.env['TMPDIR'] = folder;
    rmSync(folder, { recursive: true });
    const ran = await runDoubled();
    expect(ran.notes).toEqual(['close log']);
    expect(faultsOf(ran)).toEqual([expect.stringMatching(/^engine machine: ENOENT/) as string]);
    expect(ran.lines.at(-1)).toMatchObject({ kind: 'trial-end', end: 'invalid' });
  });
});
