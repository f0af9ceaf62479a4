// driftlab capture: a stack of a live swarm as a recipe and a scenario that run on private engines.
import type { Command } from 'commander';
import { captureNamed } from '../capture/capture-named.js';
import { jsonOption } from '../options.js';

interface CaptureOptions {
  readonly to: string;
  readonly base?: string;
  readonly engine?: string;
  readonly standIns?: boolean;
  readonly json?: boolean;
}

const help = `
It only reads, and creates nothing there. Base is the version before the last update, head the one after it; of an
update that swarm rolled back, head is what its tasks were made of. Secrets are never read, what lies in volumes is
never copied, and whatever cannot be carried over is said with its place.
Exit codes: 0 written · 64 no such stack, or the folder is there or has no place · 69 the engine cannot be read,
or the folder not be written

Examples:
  driftlab capture shop --to shop-captured
  driftlab capture shop --to shop-now --base shop-captured --engine ssh://root@node1
`;

export function addCapture(program: Command, onExit: (code: number) => void): void {
  program
    .command('capture')
    .description(
      'a stack of a live swarm as a recipe and a scenario that run on private engines; it only reads',
    )
    .argument('[stack]', 'the stack (default: the only one that is there)')
    .requiredOption('--to <folder>', 'the folder to write, which must not be there')
    .option('--base <folder>', 'an earlier capture of the stack, whose head becomes the base of this one')
    .option(
      '--engine <where>',
      'unix:///path/of/a.sock, ssh://user@host, or the name of a docker context (default: what ' +
        'docker would talk to)',
    )
    .option('--stand-ins', 'no images: a stand-in for each, with the memory and boot time that were measured')
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (stack: string | undefined, options: CaptureOptions) => {
      const { standIns = false, ...others } = options;
      onExit(await captureNamed({ ...others, stack, standIns }));
    });
}
