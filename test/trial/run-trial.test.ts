// A trial from engine to destroy, on doubles: what is on record and what is cleaned up, whatever fails on the
// way.
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/base/lab-error.js';
import { ofKind } from '../../src/evidence/timeline.js';
import { judge } from '../../src/verdict/judge.js';
import { settings } from '../statistics/made-campaign.js';
import { runDoubled, swift, type Ran, type Wishes } from './doubled-trial.js';

const endOf = ({ lines }: Ran): unknown =>
  lines.at(-1)?.kind === 'trial-end' ? ofKind(lines, 'trial-end')[0]?.end : 'no end';
const faultsOf = ({ lines }: Ran): readonly string[] =>
  ofKind(lines, 'fault').map(({ phase, code, message }) => `${phase} ${code}: ${message}`);
const cleanUp = ['collect', 'detach', 'destroy', 'release', 'close log'];

/** An upgrade's deploy that does this; the base goes well. */
const upgradeBy =
  (act: (signal: AbortSignal) => Promise<null>): NonNullable<Wishes['deploy']> =>
  ({ step }, signal) =>
    step === 'upgrade' ? act(signal) : Promise.resolve(null);

describe('a trial', () => {
  it('goes through its phases in order, each begun and ended on record, and cleans up', async () => {
    const ran = await runDoubled();
    expect(ran.notes).toEqual([
      'engine',
      'acquire',
      'attach',
      'tree',
      'load',
      'base',
      'deploy base of r1',
      'upgrade',
      'deploy upgrade of r1',
      'observe',
      'neighbours stop',
      ...cleanUp,
    ]);
    expect(ofKind(ran.lines, 'phase').map(({ phase, mark }) => `${mark} ${phase}`)).toEqual(
      ['engine', 'tree', 'load', 'base', 'upgrade', 'observe', 'collect', 'destroy'].flatMap((phase) => [
        `begin ${phase}`,
        `end ${phase}`,
      ]),
    );
    expect(ofKind(ran.lines, 'engine').map(({ moment }) => moment)).toEqual(['start', 'end']);
    expect([endOf(ran), faultsOf(ran)]).toEqual(['completed', []]);
    expect(ran.lines.map(({ seq }) => seq)).toEqual(ran.lines.map((_, index) => index + 1));
  });

  it('does not upgrade over a base whose deploy failed, nor over one that does not stand in time', async () => {
    const failed = await runDoubled({
      deploy: () => Promise.resolve({ exitCode: 1, stamp: null, failure: 'no such network' }),
    });
    const slow = await runDoubled({
      deploy: () => Promise.resolve({ exitCode: 0, stamp: null, failure: null }),
      settings: { observe: { ...swift, baseDeadlineMs: 1 } },
    });
    for (const ran of [failed, slow]) {
      expect(ran.notes).not.toContain('deploy upgrade of r1');
      expect([endOf(ran), faultsOf(ran)]).toEqual(['completed', []]);
    }
  });

  it('has on record how a deploy failed, and watches all the same', async () => {
    const ran = await runDoubled({
      deploy: ({ step }) =>
        Promise.resolve(
          step === 'base' ? null : { exitCode: 1, stamp: null, failure: 'update out of sequence' },
        ),
      settings: { observe: { ...swift, deadlineMs: 1 } },
    });
    expect(ran.notes).toContain('observe');
    expect(ofKind(ran.lines, 'deploy').at(-1)).toMatchObject({
      step: 'upgrade',
      mark: 'end',
      exitCode: 1,
      failure: 'update out of sequence',
    });
    expect(endOf(ran)).toBe('completed');
  });
});

describe('a fault of the lab ends a trial as invalid and is on record with its phase:', () => {
  it('an engine that cannot be had', async () => {
    const ran = await runDoubled({
      ports: {
        pool: {
          acquire: () => Promise.reject(new LabError('engine-boot', 'dockerd did not come up')),
          release: () => {
            throw new Error('there is none');
          },
          close: () => Promise.resolve(),
        },
      },
    });
    expect([endOf(ran), faultsOf(ran)]).toEqual(['invalid', ['engine engine-boot: dockerd did not come up']]);
    expect(ran.notes).toEqual(['engine', 'close log']);
  });

  it('sources that do not attach: nothing is deployed, and the engine goes back', async () => {
    const ran = await runDoubled({
      ports: { attachSources: () => Promise.reject(new LabError('evidence', 'no answer to the first look')) },
    });
    expect([endOf(ran), faultsOf(ran)]).toEqual([
      'invalid',
      ['engine evidence: no answer to the first look'],
    ]);
    expect(ran.notes).toEqual(['engine', 'acquire', 'destroy', 'release', 'close log']);
  });

  it('a tree that cannot be made', async () => {
    const ran = await runDoubled({
      ports: { trees: { mirror: () => Promise.reject(new LabError('tree', 'no such ref')) } },
    });
    expect([endOf(ran), faultsOf(ran)]).toEqual(['invalid', ['tree tree: no such ref']]);
    expect(ran.notes.slice(-5)).toEqual(cleanUp);
  });

  it('a deployer that cannot be run', async () => {
    const ran = await runDoubled({
      deploy: upgradeBy(() => Promise.reject(new LabError('deploy', 'docker: not found'))),
    });
    expect([endOf(ran), faultsOf(ran)]).toEqual(['invalid', ['upgrade deploy: docker: not found']]);
    expect(ran.notes).not.toContain('observe');
    expect(ran.notes.slice(-6)).toEqual(['neighbours stop', ...cleanUp]);
  });

  it('an engine that is lost while the deployer works', async () => {
    const lost = new AbortController();
    const ran = await runDoubled({
      lost: lost.signal,
      deploy: upgradeBy(() => {
        lost.abort(new LabError('engine-lost', 'dockerd ended'));
        return new Promise(() => undefined);
      }),
    });
    expect([endOf(ran), faultsOf(ran)]).toEqual(['invalid', ['upgrade engine-lost: dockerd ended']]);
    expect(ran.notes.slice(-5)).toEqual(cleanUp);
  });
});

describe('an interruption', () => {
  it('ends a trial as aborted, with what there is collected', async () => {
    const user = new AbortController();
    const ran = await runDoubled({
      signal: user.signal,
      deploy: upgradeBy(() => {
        user.abort(new LabError('interrupted', 'by the user'));
        return new Promise(() => undefined);
      }),
    });
    expect([endOf(ran), faultsOf(ran)]).toEqual(['aborted', ['upgrade interrupted: by the user']]);
    expect(ran.notes.slice(-5)).toEqual(cleanUp);
  });
});

describe('what fails while cleaning up stands beside the first cause, never in its place:', () => {
  const broken = upgradeBy(() => Promise.reject(new LabError('deploy', 'docker: not found')));

  it('evidence that cannot be collected', async () => {
    const ran = await runDoubled({
      deploy: broken,
      collect: () => Promise.reject(new LabError('timeout', 'no logs')),
    });
    expect(faultsOf(ran)).toEqual(['upgrade deploy: docker: not found', 'collect timeout: no logs']);
    expect(ran.notes.slice(-5)).toEqual(cleanUp);
  });

  it('neighbours and loads that cannot be taken off', async () => {
    const ran = await runDoubled({
      deploy: broken,
      ports: {
        moveIn: () =>
          Promise.resolve({ stop: () => Promise.reject(new LabError('dose', 'a neighbour stays')) }),
      },
    });
    expect(faultsOf(ran)).toEqual([
      'upgrade deploy: docker: not found',
      expect.stringContaining('dose: a neighbour stays') as string,
    ]);
    expect(endOf(ran)).toBe('invalid');
  });

  it('sources that cannot be detached: the engine goes back all the same', async () => {
    const ran = await runDoubled({
      deploy: broken,
      detach: () => Promise.reject(new LabError('evidence', 'the stream hangs')),
    });
    expect(faultsOf(ran)).toEqual([
      'upgrade deploy: docker: not found',
      expect.stringContaining('evidence: the stream hangs') as string,
    ]);
    expect(ran.notes).toContain('release');
  });
});

it('evidence that could not be collected makes the trial inconclusive, though it ended', async () => {
  const ran = await runDoubled({ collect: () => Promise.reject(new LabError('timeout', 'no logs')) });
  expect([endOf(ran), faultsOf(ran)]).toEqual(['completed', ['collect timeout: no logs']]);
  const runs = [{ run: 'r1', stack: 'disc-000001', domain: 'd', startAfterMs: 0 }];
  expect(
    judge({ id: '001', arm: 'a', load: [], actions: [], runs, settings }, ran.lines).runs[0],
  ).toMatchObject({
    outcome: 'inconclusive',
    reason: 'the lab failed in phase collect: no logs',
  });
});
