#!/usr/bin/env node
// The `driftlab` command: the program, with trials on real engines.
import type { Laboratory } from './laboratory.js';
import { runProgram } from './program.js';

/** Loaded when a campaign needs it, as commands are. */
const laboratory: Laboratory = {
  requireTools: async (plan, scenarioDir) => (await import('./require-tools.js')).requireTools(plan, scenarioDir),
  open: async (options) => (await import('./laboratory.js')).openLaboratory(options),
};

/** A reader that went away, as in `driftlab plan … | head`, ends no campaign: what is said to nobody is lost, and nothing else. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
process.exitCode = await runProgram(process.argv.slice(2), laboratory);
