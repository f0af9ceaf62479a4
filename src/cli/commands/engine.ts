// driftlab engine up|ls|down: a throw-away swarm for a person.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatBytes, parseBytes } from '../../base/units.js';
import { LabError } from '../../base/lab-error.js';
import {
  bootEngine,
  defaultStateDir,
  downEngine,
  listEngines,
  type ListedEngine,
} from '../../engine/index.js';
import { exitCodes } from '../exit.js';
import { interruptible } from '../interrupt.js';
import { jsonOption } from '../options.js';
import { openTerminal } from '../terminal/terminal.js';

const upHelp = `
It reaches no registry. An image comes from the engine of this machine, or from an archive:
  docker -H unix:///var/run/docker.sock save shop:1 | docker load
  docker load < shop.tar

Example:
  eval "$(driftlab engine up --memory 1GiB)"; docker service ls
`;

export function addEngine(program: Command, onExit: (code: number) => void): void {
  const engine = program.command('engine').description('a throw-away swarm for a person');
  engine
    .command('up')
    .description('boot a swarm that stays until it is taken down; prints how to reach it')
    .option('--memory <amount>', 'memory that all its containers share', '448MiB')
    .option('--programs <folder>', 'make it of the dockerd, containerd and runc in this folder')
    .addOption(jsonOption())
    .addHelpText('after', upHelp)
    .action(async (options: UpOptions) => {
      await up(options);
      onExit(exitCodes.done);
    });
  engine
    .command('ls')
    .description('the engines of driftlab on this machine')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab engine ls\n')
    .action((options: { readonly json?: boolean }) => {
      list(options.json === true);
      onExit(exitCodes.done);
    });
  engine
    .command('down')
    .description('take an engine down and remove all it left')
    .argument('<id>', 'its id, as `engine ls` shows it')
    .addHelpText('after', '\nExample:\n  driftlab engine down 4f2a\n')
    .action(async (id: string) => {
      await downEngine(defaultStateDir(), id);
      openTerminal().out(`engine ${id} is down\n`);
      onExit(exitCodes.done);
    });
}

interface UpOptions {
  readonly memory: string;
  readonly programs?: string;
  readonly json?: boolean;
}

async function up({ memory, programs, json = false }: UpOptions): Promise<void> {
  const memoryBytes = parseBytes(memory);
  if (memoryBytes === null)
    throw new LabError('bad-input', `--memory ${memory} is no amount of memory`, {
      hint: 'write it as 448MiB or 2GiB',
    });
  const signal = interruptible(() => undefined);
  const engine = await bootEngine({
    memoryBytes,
    stateDir: defaultStateDir(),
    programs: programs === undefined ? null : resolve(programs),
    signal,
    keep: true,
  });
  const terminal = openTerminal();
  const dockerHost = `unix://${engine.socketPath}`;
  if (json) {
    terminal.json({ id: engine.id, dockerHost, version: engine.version, memoryBytes });
    return;
  }
  terminal.out(`export DOCKER_HOST=${dockerHost}\n`);
  terminal.err(
    `engine ${engine.id} is up: Docker ${engine.version}, ${formatBytes(memoryBytes)} for all its ` +
      'containers\nit reaches no registry: docker load brings an image (driftlab engine up --help)\n' +
      `take it down with: driftlab engine down ${engine.id}\n`,
  );
}

function list(json: boolean): void {
  const { out, json: print } = openTerminal();
  const engines = listEngines(defaultStateDir());
  if (json) print(engines);
  else if (engines.length === 0) out('no engine of driftlab is up\n');
  else
    for (const engine of engines)
      out(
        `${engine.id}  ${formatBytes(engine.memoryBytes)}  ${stateInWords(engine)}  ` +
          `unix://${engine.nodes[0]?.socketPath ?? ''}\n`,
      );
}

function stateInWords({ keep, running }: ListedEngine): string {
  if (!running) return 'left behind; `driftlab clean` removes it';
  return keep ? 'kept' : 'of a running campaign';
}
