// driftlab engine up|ls|down: a throw-away swarm for a person.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { parseBytes } from '../../base/units.js';
import { LabError } from '../../base/lab-error.js';
import {
  bootEngine,
  defaultStateDir,
  downEngine,
  listEngines,
  type ListedEngine,
} from '../../engine/index.js';
import { checkNodes, nodesMax, nodesOf, sizeInWords } from '../../scenario/engine-nodes.js';
import type { Engine } from '../../trial/engine-port.js';
import { exitCodes } from '../exit.js';
import { interruptible } from '../interrupt.js';
import { jsonOption, wholeNumber } from '../options.js';
import { openTerminal } from '../terminal/terminal.js';

const upHelp = `
It reaches no registry. An image comes from the engine of this machine, or from an archive:
  docker -H unix:///var/run/docker.sock save shop:1 | docker load
  docker load < shop.tar

Example:
  eval "$(driftlab engine up --memory 1GiB)"; docker service ls
  driftlab engine up --nodes 3 --managers 1     # each node has that memory and a socket of its own
`;

export function addEngine(program: Command, onExit: (code: number) => void): void {
  const engine = program.command('engine').description('a throw-away swarm for a person');
  engine
    .command('up')
    .description('boot a swarm that stays until it is taken down; prints how to reach it')
    .option('--memory <amount>', 'memory that all containers of a node share', '448MiB')
    .option('--nodes <n>', 'how many nodes the swarm has', wholeNumber(1), 1)
    .option('--managers <n>', 'how many of them manage it, the first ones', wholeNumber(1), 1)
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
  readonly nodes: number;
  readonly managers: number;
  readonly programs?: string;
  readonly json?: boolean;
}

async function up({ memory, nodes, managers, programs, json = false }: UpOptions): Promise<void> {
  const memoryBytes = parseBytes(memory);
  if (memoryBytes === null)
    throw new LabError('bad-input', `--memory ${memory} is no amount of memory`, {
      hint: 'write it as 448MiB or 2GiB',
    });
  requireNodes({ nodes, managers });
  const signal = interruptible(() => undefined);
  const engine = await bootEngine({
    memoryBytes,
    nodes: nodesOf({ nodes, managers }),
    stateDir: defaultStateDir(),
    programs: programs === undefined ? null : resolve(programs),
    signal,
    keep: true,
  });
  const terminal = openTerminal();
  const dockerHost = `unix://${engine.socketPath}`;
  if (json) {
    const sockets = engine.nodes.map(({ name, socketPath }) => ({
      name,
      dockerHost: `unix://${socketPath}`,
    }));
    terminal.json({ id: engine.id, dockerHost, version: engine.version, memoryBytes, nodes: sockets });
    return;
  }
  terminal.out(`export DOCKER_HOST=${dockerHost}\n`);
  terminal.err(
    `engine ${engine.id} is up: Docker ${engine.version}, ${sizeInWords({ memoryBytes, nodes, managers })} ` +
      `for all its containers\n${others(engine)}it reaches no registry: docker load brings an image ` +
      '(driftlab engine up --help)\n' +
      `take it down with: driftlab engine down ${engine.id}\n`,
  );
}

function requireNodes(wanted: { readonly nodes: number; readonly managers: number }): void {
  if (wanted.nodes > nodesMax)
    throw new LabError('bad-input', `--nodes ${String(wanted.nodes)} is more than ${String(nodesMax)}`, {
      hint: `a swarm of the lab's own has ${String(nodesMax)} nodes at the most`,
    });
  const [conflict] = checkNodes(wanted, { load: [], neighbours: [] });
  if (conflict !== undefined) throw new LabError('bad-input', conflict.message, { hint: conflict.hint });
}

/** How the nodes are reached that the swarm is not asked through; nothing where there are none. */
function others({ nodes: [, ...nodes] }: Pick<Engine, 'nodes'>): string {
  return nodes.map(({ name, socketPath }) => `${name} is at unix://${socketPath}\n`).join('');
}

function list(json: boolean): void {
  const { out, json: print } = openTerminal();
  const engines = listEngines(defaultStateDir());
  if (json) print(engines);
  else if (engines.length === 0) out('no engine of driftlab is up\n');
  else
    for (const engine of engines)
      out(
        `${engine.id}  ${sizeInWords({ ...engine, nodes: engine.nodes.length })}  ${stateInWords(engine)}  ` +
          `unix://${engine.nodes[0]?.socketPath ?? ''}\n`,
      );
}

function stateInWords({ keep, running }: ListedEngine): string {
  if (!running) return 'left behind; `driftlab clean` removes it';
  return keep ? 'kept' : 'of a running campaign';
}
