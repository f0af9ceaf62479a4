// driftlab sweep: what is latent in recipes, read from their files before anything boots.
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { parseRam } from '../../compose/amounts.js';
import { severities, sweepFormatFor, sweepFormats, worstFirst, type Severity } from '../../sweep/index.js';
import { exitCodes } from '../exit.js';
import { jsonOption, wholeNumber } from '../options.js';
import { packageVersion } from '../package-root.js';
import { sweepFolders } from '../sweep/sweep-folders.js';
import { openTerminal } from '../terminal/terminal.js';
import { writeOverlays } from '../sweep/write-overlays.js';

interface SweepOptions {
  readonly composeFile: readonly string[];
  readonly env: readonly string[];
  readonly base?: string;
  readonly nodes: number;
  readonly memory?: number;
  readonly severity: Severity;
  readonly format: string;
  readonly json?: boolean;
  readonly fix?: string;
}

export function addSweep(program: Command, onExit: (code: number) => void): void {
  program
    .command('sweep')
    .description('what is latent in recipes or stack folders: read from their files, nothing is booted')
    .argument('<dir...>', 'a recipe, or a folder of recipes')
    .addOption(
      new Option(
        '-c, --compose-file <file>',
        'compose files in place of those that the folder names, in their order',
      )
        .default([], '')
        .argParser(collected),
    )
    .addOption(
      new Option('--env <name=value>', 'a variable for the compose files')
        .default([], '')
        .argParser(collected),
    )
    .addOption(
      new Option(
        '--base <ref-or-dir>',
        "the version from which it is upgraded: a folder, or a commit of the recipe's repository",
      ),
    )
    .addOption(new Option('--nodes <n>', 'nodes of the swarm').default(1).argParser(wholeNumber(1)))
    .addOption(new Option('--memory <size>', 'memory of a node, for all tasks, such as 4GiB').argParser(size))
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
        'docker-stack.yml --nodes 3 --fix overlays\n',
    )
    .action(async (dirs: readonly string[], options: SweepOptions) => {
      onExit(await run(dirs, options));
    });
}

async function run(dirs: readonly string[], options: SweepOptions): Promise<number> {
  const swarm = { nodes: options.nodes, memoryBytes: options.memory ?? null };
  const all = await sweepFolders(dirs, {
    files: options.composeFile,
    env: variables(options.env),
    base: options.base ?? null,
    swarm,
  });
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
  if (swept.every(({ read }) => !read)) return exitCodes.badInput;
  return swept.some(({ findings }) => findings.length > 0) ? exitCodes.expectationNotMet : exitCodes.done;
}

function collected(one: string, before: readonly string[]): readonly string[] {
  return [...before, one];
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
