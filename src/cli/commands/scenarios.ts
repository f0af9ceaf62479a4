// driftlab scenarios: those that come with it, each with the question that it asks.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../exit.js';
import { jsonOption } from '../options.js';
import { packageRoot } from '../package-root.js';
import { readScenario } from '../files/scenario-file.js';
import { openTerminal } from '../terminal/terminal.js';

export function addScenarios(program: Command, onExit: (code: number) => void): void {
  program
    .command('scenarios')
    .description('the scenarios that come with driftlab, each with the question that it asks')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab scenarios\n  driftlab run discourse-upgrade\n')
    .action((options: { readonly json?: boolean }) => {
      const { out, json } = openTerminal();
      const shipped = shippedScenarios();
      if (options.json === true) json(shipped);
      else out(listed(shipped));
      onExit(exitCodes.done);
    });
}

interface ShippedScenario {
  /** As `driftlab run` takes it. */
  readonly name: string;
  readonly question: string;
}

function shippedScenarios(): readonly ShippedScenario[] {
  const folder = join(packageRoot, 'scenarios');
  const files = [folder, join(folder, 'controls')].flatMap((dir) =>
    readdirSync(dir)
      .filter((file) => file.endsWith('.yml'))
      .sort()
      .map((file) => join(dir, file)),
  );
  return files.map((path) => ({
    name: relative(folder, path).replace(/\.yml$/, ''),
    question: readScenario(path).scenario?.question ?? '',
  }));
}

function listed(shipped: readonly ShippedScenario[]): string {
  const width = Math.max(...shipped.map(({ name }) => name.length));
  return shipped.map(({ name, question }) => `${name.padEnd(width)}  ${question}\n`).join('');
}
