import { describe, expect, it } from 'vitest';
import { ofKind } from '../../src/evidence/timeline.js';
import type { OwnStepRequest } from '../../src/trial/ports.js';
import { runDoubled, type Ran } from './doubled-trial.js';

const steps = { afterBase: ['./seed.sh'], afterHead: ['./probe.sh', '-v'], timeoutMs: 1000 };

async function ran(
  codes: Readonly<Record<string, number>>,
  asked = steps,
): Promise<Ran & { readonly at: readonly string[] }> {
  const at: string[] = [];
  const ran = await runDoubled({
    settings: { steps: asked },
    ports: {
      runOwnStep: ({ moment, words }: OwnStepRequest) => {
        at.push(`${moment} ${words.join(' ')}`);
        return Promise.resolve({ exitCode: codes[moment] ?? 0, output: ['said', `rows: ${moment}`] });
      },
    },
  });
  return { ...ran, at };
}

describe('commands of the author between phases', () => {
  it('are run when the base stands and when the upgrade was watched, and are on record', async () => {
    const trial = await ran({});
    expect(trial.at).toEqual(['after-base ./seed.sh', 'after-head ./probe.sh -v']);
    const kinds = trial.lines.map((line) =>
      line.kind === 'own-step' || line.kind === 'deploy' ? `${line.kind} ${line.mark}` : line.kind,
    );
    const seeded = kinds.indexOf('own-step end');
    expect(seeded).toBeLessThan(kinds.lastIndexOf('deploy begin'));
    expect(kinds.lastIndexOf('own-step begin')).toBeGreaterThan(kinds.lastIndexOf('deploy end'));
    expect(ofKind(trial.lines, 'own-step').at(-1)).toMatchObject({
      moment: 'after-head',
      command: './probe.sh -v',
      exitCode: 0,
      output: ['said', 'rows: after-head'],
    });
  });

  it('are told while they run, and then the phase that goes on', async () => {
    const parts = (notes: readonly string[]): readonly string[] =>
      notes.filter((note) => ['base', 'after-base', 'upgrade', 'observe', 'after-head'].includes(note));
    expect(parts((await ran({})).notes)).toEqual([
      'base',
      'after-base',
      'base',
      'upgrade',
      'observe',
      'after-head',
      'observe',
    ]);
    const none = await ran({}, { ...steps, afterBase: null } as never);
    expect(parts(none.notes)).not.toContain('after-base');
  });

  it('that seed and fail leave no upgrade', async () => {
    const trial = await ran({ 'after-base': 3 });
    expect(trial.at).toEqual(['after-base ./seed.sh']);
    expect(trial.notes).not.toContain('upgrade');
    expect(ofKind(trial.lines, 'fault')).toEqual([]);
  });
});
