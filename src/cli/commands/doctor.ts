// driftlab doctor: is this machine fit, and what to do about what it lacks.
import type { Command } from 'commander';
import { checkMachine, type MachineCheck } from '../../engine/index.js';
import { abraHere, checkAbra } from '../provenance/abra-provenance.js';
import { isConformant, metAnew, metInWords } from '../conformance/doctor-abra.js';
import { checkSameness } from '../campaigns/ever-same.js';
import { exitCodes } from '../exit.js';
import { jsonOption, outOption } from '../options.js';
import { openTerminal } from '../terminal/terminal.js';

export function addDoctor(program: Command, onExit: (code: number) => void): void {
  program
    .command('doctor')
    .description('is this machine fit? engine, cgroups, git, abra, memory, and what to do about each')
    .option(
      '--abra',
      'meet the abra that would deploy, on an engine of its own: is it what driftlab takes it for?',
    )
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  driftlab doctor\n  ABRA=/path/to/abra driftlab doctor --abra\n')
    .action(async (options: DoctorOptions) => {
      if (options.abra === true) {
        onExit(await meet(options));
        return;
      }
      const checks = [...(await checkMachine()), await checkAbra(options.out), checkSameness(options.out)];
      const { out, json } = openTerminal();
      if (options.json === true) json(checks);
      else out(describe(checks));
      onExit(checks.every(({ ok, needed }) => ok || !needed) ? exitCodes.done : exitCodes.missingTool);
    });
}

interface DoctorOptions {
  readonly out: string;
  readonly abra?: boolean;
  readonly json?: boolean;
}

/** Returns the exit code. */
async function meet(options: DoctorOptions): Promise<number> {
  const met = await metAnew(await abraHere());
  const { out, json } = openTerminal();
  if (options.json === true) json(met);
  else out(metInWords(met));
  return isConformant(met) ? exitCodes.done : exitCodes.missingTool;
}

function describe(checks: readonly MachineCheck[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const rows = checks.map(({ name, ok, needed, found, hint }) => {
    const mark = ok ? '✓' : needed ? '✗' : '–';
    return (
      `${mark} ${name.padEnd(width)}  ` +
      `${found}${ok || hint === null ? '' : `\n  ${' '.repeat(width)}  ${hint}`}`
    );
  });
  const lacking = checks.filter(({ ok, needed }) => needed && !ok).map(({ name }) => name);
  const answer =
    lacking.length === 0
      ? 'This machine can run trials.'
      : `This machine cannot run trials yet: ${lacking.join(', ')}.`;
  return `${rows.join('\n')}\n\n${answer}\n`;
}
