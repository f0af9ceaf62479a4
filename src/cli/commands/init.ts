// driftlab init: a first scenario for a recipe, from what its folder says; or for a stack of a live swarm.
import { Option, type Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { captureNamed } from '../capture/capture-named.js';
import { exitCodes } from '../exit.js';
import { baseOf, nextCommands, writeScenario, type WrittenScenario } from '../init/write-scenario.js';
import { collected, jsonOption } from '../options.js';
import { shellWord } from '../terminal/shell-word.js';
import { openTerminal } from '../terminal/terminal.js';

interface InitOptions {
  readonly to?: string;
  readonly base?: string;
  readonly head?: string;
  readonly stack?: string;
  readonly engine?: string;
  readonly compose: readonly string[];
  readonly standIns?: boolean;
  readonly json?: boolean;
}

const help = `
It only reads the recipe. Of a repository the newest tag is the base and what is checked out is the head; a
folder with a base.yml and a head.yml needs no repository. An overlay of what sweep would mend goes into
overlays/ beside the scenario, under the same name. Nothing that is there is written over. From here to the
gate, step by step: docs/first-scenario.md. With --stack it does what driftlab capture does: the stack of a
live swarm becomes a folder with recipe and scenario.

Examples:
  driftlab init ~/.abra/recipes/shop
  driftlab init ./shop -c docker-stack.yml -c docker-stack.mail.yml
  driftlab init ./shop --stand-ins
  driftlab init ./shop --base 1.4.0 --head next --to scenarios/shop.yml
  driftlab init --stack shop --engine ssh://root@node1
`;

export function addInit(program: Command, onExit: (code: number) => void): void {
  program
    .command('init')
    .description(
      'a first scenario for a recipe, a stack folder or a live stack, with comments, to go on from',
    )
    .argument('[recipe]', 'its folder (default: this one)')
    .option('--to <file>', 'where to write it (default: the name of the recipe or stack, here)')
    .option('--base <ref>', 'the version that is deployed first: a tag, branch or commit')
    .option('--head <ref>', 'the version under test')
    .option('--stack <name>', 'a stack of a live swarm in place of a recipe; --to is a folder then')
    .option('--stand-ins', 'a program in place of every image, where none can be had; a report says so')
    .option('--engine <where>', 'where that swarm answers (default: what docker would talk to)')
    .addOption(
      new Option('-c, --compose <file>', 'a compose file of the recipe; several in their order')
        .default([], 'those that it names itself')
        .argParser(collected),
    )
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (dir: string | undefined, options: InitOptions) => {
      onExit(options.stack === undefined ? await init(dir ?? '.', options) : await ofStack(dir, options));
    });
}

async function init(
  dir: string,
  { to, base, head, compose, standIns = false, engine, json }: InitOptions,
): Promise<number> {
  if (engine !== undefined)
    throw new LabError('bad-input', '--engine says where a stack is, and no stack is named', {
      hint: 'name it: --stack NAME',
    });
  const terminal = openTerminal();
  const written = await writeScenario({ dir, base, head, files: compose, standIns }, { to, by: '--to' });
  const { looked } = written;
  if (json === true)
    terminal.json({
      written: [...written.written, ...written.folders],
      base: baseOf(looked),
      changed: looked.changed,
    });
  else terminal.out(said(written));
  return exitCodes.done;
}

async function ofStack(
  dir: string | undefined,
  { stack = '', to, base, head, compose, standIns = false, engine, json }: InitOptions,
): Promise<number> {
  if (dir !== undefined || base !== undefined || head !== undefined)
    throw new LabError('bad-input', 'a live stack has no folder and no refs', {
      hint: 'leave the recipe, --base and --head out; driftlab capture takes an earlier capture as its base',
    });
  if (compose.length > 0)
    throw new LabError('bad-input', 'a live stack has no compose files: they are made from what runs', {
      hint: 'leave -c out',
    });
  return captureNamed({
    stack,
    to: to ?? `${stack}-captured`,
    standIns,
    ...(engine === undefined ? {} : { engine }),
    ...(json === undefined ? {} : { json }),
  });
}

/** What sweep has to be told to read the same files. */
function filesOf({ source, files }: WrittenScenario['looked']): string {
  const named = source.kind === 'folder' ? ['head.yml'] : files;
  return named.map((file) => ` -c ${shellWord(file)}`).join('');
}

function said(written: WrittenScenario): string {
  const { looked } = written;
  const { changed, findings } = looked;
  return [
    ...[...written.written, ...written.folders].map((path) => `written: ${path}`),
    `the upgrade is ${baseOf(looked)}`,
    ...(changed ? ['the worktree has changes that are not committed, and they are not part of it'] : []),
    ...(findings.length === 0
      ? []
      : [`what sweep says of it: driftlab sweep ${shellWord(looked.source.path)}${filesOf(looked)}`]),
    ...nextCommands(written),
    '',
  ].join('\n');
}
