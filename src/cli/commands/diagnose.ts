// driftlab diagnose: what can still be said of the last update of a stack, when nobody watched it.
import type { Command } from 'commander';
import { diagnoseStack } from '../../doors/diagnose-stack.js';
import { formatDiagnosis } from '../../report/index.js';
import type { Diagnosis } from '../../verdict/index.js';
import { addressOf } from '../engines/engine-option.js';
import { exitCodes } from '../exit.js';
import { interruptible } from '../interrupt.js';
import { jsonOption } from '../options.js';
import { openTerminal } from '../terminal/terminal.js';

interface DiagnoseOptions {
  readonly engine?: string;
  readonly journal?: string;
  readonly json?: boolean;
}

const help = `
It only reads: services, tasks, ended containers and their last words, and what engine and kernel remember of the time before.
Exit codes: 0 nothing wrong was found · 1 something went wrong · 2 cannot tell · 64 no such stack · 69 the engine cannot be read

Examples:
  driftlab diagnose shop
  driftlab diagnose shop_app --engine ssh://root@node1
`;

export function addDiagnose(program: Command, onExit: (code: number) => void): void {
  program
    .command('diagnose')
    .description(
      'after the fact: what happened to the last update of a stack, what is proved, what is likely, ' +
        'what is gone',
    )
    .argument(
      '[stack]',
      'the stack, or one service of it by its full name (default: the only stack that is there)',
    )
    .option(
      '--engine <where>',
      'unix:///path/of/a.sock, ssh://user@host, or the name of a docker context (default: what ' +
        'docker would talk to)',
    )
    .option('--journal <file>', 'write what was read there, one fact a line')
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (name: string | undefined, options: DiagnoseOptions) => {
      onExit(await diagnoseNamed(name, options));
    });
}

async function diagnoseNamed(
  name: string | undefined,
  { engine, journal, json }: DiagnoseOptions,
): Promise<number> {
  const terminal = openTerminal();
  const signal = interruptible(() => {
    terminal.err('\nstopping\n');
  });
  const { diagnosis } = await diagnoseStack({
    ...(name === undefined ? {} : { name }),
    ...(journal === undefined ? {} : { journal }),
    ...(engine === undefined ? {} : { engine: addressOf(engine) }),
    signal,
  });
  if (json === true) terminal.json(diagnosis);
  else terminal.out(formatDiagnosis(diagnosis, terminal));
  return exitCodeOf(diagnosis);
}

function exitCodeOf({ services }: Diagnosis): number {
  if (services.some(({ wrong }) => wrong === true)) return exitCodes.expectationNotMet;
  return services.some(({ wrong }) => wrong === null) ? exitCodes.cannotTell : exitCodes.done;
}
