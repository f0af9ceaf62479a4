// driftlab doctor: is this machine fit, and what to do about what it lacks.
import type { Command } from 'commander';
import { checkMachine, type MachineCheck } from '../../engine/index.js';
import { checkAbra } from '../provenance/abra-provenance.js';
import { checkSameness } from '../campaigns/ever-same.js';
import { exitCodes } from '../exit.js';
import { jsonOption, outOption } from '../options.js';
import { openTerminal } from '../terminal/terminal.js';

export function addDoctor(program: Command, onExit: (code: number) => void): void {
  program
    .command('doctor')
    .description('is this machine fit? engine, cgroups, git, abra, memory, and what to do about each')
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab doctor\n')
    .action(async (options: { readonly out: string; readonly json?: boolean }) => {
      const checks = [...(await checkMachine()), await checkAbra(options.out), checkSameness(options.out)];
      const { out, json } = openTerminal();
      if (options.json === true) json(checks);
      else out(describe(checks));
      onExit(checks.every(({ ok, needed }) => ok || !needed) ? exitCodes.done : exitCodes.missingTool);
    });
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
