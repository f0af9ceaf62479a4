// Where an existing engine answers: a socket of this machine, or a machine that ssh reaches, named by itself
// or by a docker context.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { LabError } from '../../base/lab-error.js';
import { redact } from '../../base/secrets/index.js';
import type { ExistingEngineSettings } from '../../scenario/scenario.js';

export type Address = Pick<ExistingEngineSettings, 'by' | 'at'>;

export type Way =
  | { readonly by: 'socket'; readonly path: string }
  | {
      readonly by: 'ssh';
      /** `user@host` or `host`. */
      readonly host: string;
      readonly port: string | null;
    };

/**
 * The engine that the docker command would talk to: by DOCKER_HOST, else DOCKER_CONTEXT, else the context
 * that is in use.
 */
export async function currentAddress(): Promise<Address> {
  if (process.env['DOCKER_HOST']) return { by: 'context', at: 'default' };
  return { by: 'context', at: process.env['DOCKER_CONTEXT'] || (await contextInUse()) };
}

async function contextInUse(): Promise<string> {
  const text = await readFile(join(configFolder(), 'config.json'), 'utf8').catch(() => '{}');
  try {
    return (JSON.parse(text) as { readonly currentContext?: string }).currentContext || 'default';
  } catch (cause) {
    throw new LabError('bad-input', "docker's config.json is no JSON, so the context in use is unknown", {
      hint: 'name the engine: --engine unix:///var/run/docker.sock',
      cause,
    });
  }
}

/** As a person calls it. */
export function nameOf({ by, at }: Address): string {
  return by === 'socket'
    ? `the engine at ${at}`
    : by === 'context'
      ? `the engine of the docker context ${at}`
      : `the engine on ${at}`;
}

/**
 * Throws a `bad-input` LabError for a context that is not there, or whose address is of a kind that cannot be
 * used.
 */
export async function wayTo({ by, at }: Address): Promise<Way> {
  if (by === 'socket') return { by, path: at };
  return by === 'ssh' ? sshWay(at) : wayOf(await hostOfContext(at), at);
}

function sshWay(at: string): Way {
  const [, host = at, port] = /^(.+?)(?::(\d+))?$/.exec(at.replace(/^ssh:\/\//, '').replace(/\/$/, '')) ?? [];
  return { by: 'ssh', host, port: port ?? null };
}

function wayOf(host: string, context: string): Way {
  if (host.startsWith('unix://')) return { by: 'socket', path: host.slice('unix://'.length) };
  if (host.startsWith('ssh://')) return sshWay(host);
  throw new LabError(
    'bad-input',
    `the docker context ${context} leads to ${redact(host)}, which driftlab cannot use`,
    {
      hint: 'use a context with a unix:// or ssh:// address, or name the machine with ssh',
    },
  );
}

function configFolder(): string {
  return process.env['DOCKER_CONFIG'] || join(homedir(), '.docker');
}

interface ContextFile {
  readonly Endpoints?: { readonly docker?: { readonly Host?: string } };
}

/** Docker keeps a context in a folder named by the hash of its name; `default` has none. */
async function hostOfContext(name: string): Promise<string> {
  if (name === 'default') return process.env['DOCKER_HOST'] || 'unix:///var/run/docker.sock';
  const path = join(
    configFolder(),
    'contexts',
    'meta',
    createHash('sha256').update(name).digest('hex'),
    'meta.json',
  );
  try {
    const host = (JSON.parse(await readFile(path, 'utf8')) as ContextFile).Endpoints?.docker?.Host;
    if (host !== undefined) return host;
  } catch (cause) {
    throw new LabError('bad-input', `there is no docker context ${name}`, {
      hint: 'see `docker context ls`; contexts are looked for in DOCKER_CONFIG, else in ~/.docker',
      cause,
    });
  }
  throw new LabError('bad-input', `the docker context ${name} names no engine`, {
    hint: 'see `docker context inspect`',
  });
}
