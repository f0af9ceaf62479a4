// driftlab sweep: what is latent in recipes, read from their files before anything boots.
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { parseRam } from '../../compose/amounts.js';
import { LabError } from '../../base/lab-error.js';
import { severities, sweepFormatFor, sweepFormats, worstFirst, type Severity } from '../../sweep/index.js';
import { exitCodes } from '../exit.js';
import { collected, jsonOption, wholeNumber } from '../options.js';
import { packageVersion } from '../package-root.js';
import { interruptible } from '../interrupt.js';
import { sweepFolders, type SweptFolder } from '../sweep/sweep-folders.js';
import { openTerminal } from '../terminal/terminal.js';
import { writeOverlays } from '../sweep/write-overlays.js';

interface SweepOptions {
  readonly composeFile: readonly string[];
  readonly env: readonly string[];
  readonly base?: string;
  readonly nodes?: number;
  readonly memory?: number;
  readonly severity: Severity;
  readonly format: string;
  readonly json?: boolean;
  readonly fix?: string;
  /** `true` for the swarm that docker would talk to. */
  readonly engine?: string | true;
  readonly scenario?: string;
}

export function addSweep(program: Command, onExit: (code: number) => void): void {
  ofSwarm(program.command('sweep'))
    .description(
      'what is latent in recipes, stack folders or the stacks of a live swarm: only read, nothing is booted',
    )
    .argument('[dir...]', 'a recipe, or a folder of recipes')
    .addOption(
      new Option(
        '-c, --compose-file <file>',
        'a compose file in place of those that the folder names; several in their order',
      )
        .default([], 'those that it names')
        .argParser(collected),
    )
    .addOption(
      new Option('--env <name=value>', 'a variable for the compose files')
        .default([], 'none')
        .argParser(collected),
    )
    .addOption(
      new Option(
        '--base <ref-or-dir>',
        "the version from which it is upgraded: a folder, or a commit of the recipe's repository",
      ),
    )
    .addOption(
      new Option('--severity <level>', 'what is found from here on counts and is shown')
        .choices(severities)
        .default('low'),
    )
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(sweepFormats.map(({ name }) => name))
        .default(sweepFormatFor.terminal),
    )
    .addOption(
      new Option(
        '--fix <dir>',
        'write an overlay there for each recipe that settings can mend; recipes stay as they are',
      ),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing found · 1 something found · 64 nothing could be read\n\nExample:\n  ' +
        'driftlab sweep ~/.abra/recipes --severity medium\n  driftlab sweep ./my-stack -c ' +
        'docker-stack.yml --nodes 3 --fix overlays\n  driftlab sweep --engine\n  driftlab sweep ./shop ' +
        '--scenario shop.yml\n',
    )
    .action(async (dirs: readonly string[], options: SweepOptions) => {
      onExit(await run(dirs, options));
    });
}

/** What is said of the swarm, and of what is made of it. */
function ofSwarm(command: Command): Command {
  return command
    .addOption(
      new Option('--nodes <n>', 'nodes of the swarm (default: 1, or as many as a live one has)').argParser(
        wholeNumber(1),
      ),
    )
    .addOption(new Option('--memory <size>', 'memory of a node, for all tasks, such as 4GiB').argParser(size))
    .addOption(
      new Option(
        '--engine [where]',
        'the stacks of a live swarm in place of folders: unix:///path/of/a.sock, ssh://user@host, or a ' +
          'docker context (default: what docker would talk to)',
      ),
    )
    .addOption(
      new Option(
        '--scenario <file>',
        'write a scenario of the one recipe there: as it is, and with the overlay that --fix would write',
      ),
    );
}

async function run(dirs: readonly string[], options: SweepOptions): Promise<number> {
  refuseMixed(dirs, options);
  const all = await sweptOf(dirs, options);
  const swept = all.map(({ shown }) => ({
    ...shown,
    findings: worstFirst(shown.findings, options.severity),
  }));
  const terminal = openTerminal();
  const name = options.json === true ? sweepFormatFor.programs : options.format;
  const format = sweepFormats.find((one) => one.name === name);
  terminal.out(
    format?.render(swept, {
      width: terminal.width,
      paint: terminal.paint,
      version: packageVersion(),
      least: options.severity,
    }) ?? '',
  );
  if (options.fix !== undefined) {
    const written = writeOverlays(
      options.fix,
      all.map((one, index) => ({ ...one, findings: swept[index]?.findings ?? [] })),
    );
    for (const line of written) terminal.err(`${line}\n`);
  }
  if (options.scenario !== undefined) {
    const { nextCommands, writeScenario } = await import('../init/write-scenario.js');
    const request = { dir: dirs[0] ?? '.', base: options.base, head: undefined };
    const scenario = await writeScenario(request, { to: options.scenario, by: '--scenario' });
    const said = [...scenario.written.map((path) => `written: ${path}`), ...nextCommands(scenario)];
    terminal.err(said.map((line) => `${line}\n`).join(''));
  }
  if (swept.every(({ read }) => !read)) return exitCodes.badInput;
  return swept.some(({ findings }) => findings.length > 0) ? exitCodes.expectationNotMet : exitCodes.done;
}

async function sweptOf(
  dirs: readonly string[],
  { engine, nodes, memory, composeFile, env, base }: SweepOptions,
): Promise<readonly SweptFolder[]> {
  if (engine !== undefined) {
    const signal = interruptible(() => {
      openTerminal().err('\nstopping\n');
    });
    const { sweepLive } = await import('../sweep/sweep-live.js');
    return sweepLive(
      engine === true ? null : engine,
      { nodes: nodes ?? null, memoryBytes: memory ?? null },
      signal,
    );
  }
  return sweepFolders(dirs, {
    files: composeFile,
    env: variables(env),
    base: base ?? null,
    swarm: { nodes: nodes ?? 1, memoryBytes: memory ?? null },
  });
}

/** Throws `bad-input` for what cannot be had together. */
function refuseMixed(dirs: readonly string[], options: SweepOptions): void {
  const refuse = (message: string, hint: string): never => {
    throw new LabError('bad-input', message, { hint });
  };
  if (options.engine === undefined) {
    if (dirs.length === 0) refuse('no recipe is named', 'name a folder, or --engine for a live swarm');
    if (options.scenario !== undefined && (dirs.length > 1 || options.composeFile.length > 0))
      refuse(
        'a scenario is of one recipe, as its folder says it',
        'name one folder, and its compose files in its own COMPOSE_FILE',
      );
    return;
  }
  if (dirs.length > 0 || options.base !== undefined || options.composeFile.length > 0)
    refuse(
      'a live swarm has no folders, compose files or commits',
      'leave these out; a folder after --engine is taken for the engine, so name folders first',
    );
  if (options.scenario !== undefined)
    refuse('a live stack is no recipe yet', 'driftlab capture STACK --to FOLDER makes one, with a scenario');
}

function size(text: string): number {
  const bytes = parseRam(text);
  if (bytes === null || bytes === 0) throw new InvalidArgumentError('It takes a size such as 4GiB.');
  return bytes;
}

function variables(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, process.env[pair] ?? ''] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
