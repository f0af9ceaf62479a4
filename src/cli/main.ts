#!/usr/bin/env node
// The `driftlab` command: the program, with trials on real engines.
import { endByError, endInOrder } from './endings.js';
import type { Laboratory } from './engines/laboratory.js';

endInOrder();

/** Loaded when a campaign needs it, as commands are. */
const laboratory: Laboratory = {
  requireTools: async (plan, scenarioDir) =>
    (await import('./preflight/require-tools.js')).requireTools(plan, scenarioDir),
  open: async (options) => (await import('./engines/laboratory.js')).openLaboratory(options),
};

try {
  const { runProgram } = await import('./program.js');
  const code = await runProgram(process.argv.slice(2), laboratory);
  process.exitCode ??= code;
} catch (error) {
  endByError(error);
}
