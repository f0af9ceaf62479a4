#!/usr/bin/env node
// The command line: a table of contents. Each command is a file in commands/; exit codes stand in exit.ts.
import { CommanderError, program } from 'commander';
import { addCheck } from './commands/check.js';
import { addClean } from './commands/clean.js';
import { addDoctor } from './commands/doctor.js';
import { addEngine } from './commands/engine.js';
import { addExplain } from './commands/explain.js';
import { addGate } from './commands/gate.js';
import { addJudge } from './commands/judge.js';
import { addPlan } from './commands/plan.js';
import { addProbe } from './commands/probe.js';
import { addReplay } from './commands/replay.js';
import { addReport } from './commands/report.js';
import { addResume } from './commands/resume.js';
import { addRun } from './commands/run.js';
import { describeError, exitCodeOfError, exitCodes } from './exit.js';
import { packageVersion } from './package-root.js';

const commands = [addRun, addGate, addProbe, addPlan, addCheck, addResume, addReplay, addJudge, addReport, addExplain, addEngine, addClean, addDoctor];

async function main(): Promise<number> {
  let exitCode: number = exitCodes.done;
  program
    .name('driftlab')
    .description('Reproduces Docker Swarm upgrades that sometimes end on the old version: measures how often, and says why.')
    .version(packageVersion())
    .exitOverride()
    .showHelpAfterError('(driftlab --help lists the commands)')
    .addHelpText('after', '\nExit codes: 0 done · 1 expectation not met · 2 cannot tell · 64 bad arguments or scenario · 69 engine or tool missing · 70 a bug in driftlab · 130 interrupted\n\nStart with:\n  driftlab doctor\n  driftlab run discourse-upgrade\n');
  for (const add of commands) add(program, (code) => { exitCode = code; });
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badInput;
    process.stderr.write(describeError(error));
    return exitCodeOfError(error);
  }
  return exitCode;
}

process.exitCode = await main();
