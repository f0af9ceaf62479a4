// `--engine` and `--shared`: the scenario's trials on an engine that exists already.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { conflictsWithEngine } from '../../scenario/checks.js';
import { asShared, existingAt, withPrograms } from '../../scenario/engines/index.js';
import type { ExistingEngineSettings, Scenario, Settings } from '../../scenario/scenario.js';
import { vocabulary } from '../vocabulary.js';

export interface EngineOptions {
  /** A socket, a docker context, or ssh://user@host. */
  readonly engine?: string;
  readonly shared?: boolean;
  /** Folder with the programs of private engines, relative to where the command is run. */
  readonly programs?: string;
}

export function withEngineOptions(command: Command): Command {
  return command
    .option(
      '--engine <where>',
      'an engine that exists already instead of a private one: unix:///path/of/a.sock, ' +
        'ssh://user@host, or the name of a docker context',
    )
    .option(
      '--shared',
      'run there although services of others are there; they are left alone, but they feel the load',
    )
    .option(
      '--programs <folder>',
      'make private engines of the dockerd, containerd, runc and docker command in this folder',
    );
}

/** The scenario with every arm on that engine; throws `bad-input` for what only private engines can do. */
export function onEngine(scenario: Scenario, { engine, shared, programs }: EngineOptions): Scenario {
  if (programs !== undefined) return ofPrograms(scenario, programs, engine);
  if (engine === undefined && shared !== true) return scenario;
  const arms = scenario.arms.map((arm) => ({
    ...arm,
    settings: settingsOn(arm.settings, engine, shared === true),
  }));
  if (engine !== undefined) requireMeant(arms, engine);
  return { ...scenario, arms };
}

function ofPrograms(scenario: Scenario, folder: string, where: string | undefined): Scenario {
  const arms = scenario.arms.map(({ settings, ...arm }) => {
    const engine = where === undefined ? withPrograms(settings.engine, resolve(folder)) : null;
    if (engine !== null) return { ...arm, settings: { ...settings, engine } };
    throw new LabError('bad-input', '--programs is for private engines, and an existing one has its own', {
      hint: 'leave --programs out, or run on a private engine',
    });
  });
  return { ...scenario, arms };
}

function settingsOn(settings: Settings, where: string | undefined, shared: boolean): Settings {
  if (where === undefined) {
    const engine = asShared(settings.engine);
    if (engine !== null) return { ...settings, engine };
    throw new LabError(
      'bad-input',
      '--shared is for an existing engine, and the scenario has a private one',
      { hint: 'name the engine too: --engine ssh://user@host' },
    );
  }
  return {
    ...settings,
    engine: existingAt(addressOf(where), { shared, socket: settings.engine.socket }),
  };
}

/** Throws `bad-input` with all that the arms want and no engine can give that exists already. */
function requireMeant(arms: Scenario['arms'], where: string): void {
  const found = arms.flatMap(({ settings }) => conflictsWithEngine(settings, vocabulary));
  const messages = [...new Set(found.map(({ message }) => message))];
  if (messages.length > 0)
    throw new LabError(
      'bad-input',
      `--engine ${where} does not go with the scenario: ${messages.join('; ')}`,
      {
        hint: 'leave --engine out, or what it does not go with',
      },
    );
}

/** Where `--engine` says that an engine answers. Throws `bad-input` for an address of another kind. */
export function addressOf(where: string): Pick<ExistingEngineSettings, 'by' | 'at'> {
  if (where.startsWith('unix://')) return { by: 'socket', at: where.slice('unix://'.length) };
  if (where.startsWith('/')) return { by: 'socket', at: where };
  if (where.startsWith('ssh://')) return { by: 'ssh', at: where.slice('ssh://'.length) };
  if (!where.includes('://')) return { by: 'context', at: where };
  throw new LabError('bad-input', `--engine ${where} is of a kind that driftlab cannot use`, {
    hint: 'it takes unix:///path/of/a.sock, ssh://user@host, or the name of a docker context',
  });
}
