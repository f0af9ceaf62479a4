// The command line: a table of contents. Each command is a file in commands/; exit codes stand in exit.ts.
import { Command, CommanderError } from 'commander';
import { describeError, exitCodeOfError, exitCodes } from './exit.js';
import type { Laboratory } from './engines/laboratory.js';
import { packageVersion } from './package-root.js';
import { openTerminal } from './terminal/terminal.js';

/**
 * A command is loaded when it is asked for: all of them, with the engine's client and the statistics, take
 * longer than many a command runs.
 */
const commands = new Map<string, () => Promise<AddCommand>>([
  ['run', async () => (await import('./commands/run.js')).addRun],
  ['gate', async () => (await import('./commands/gate.js')).addGate],
  ['aa', async () => (await import('./commands/aa.js')).addAa],
  ['probe', async () => (await import('./commands/probe.js')).addProbe],
  ['plan', async () => (await import('./commands/plan.js')).addPlan],
  ['check', async () => (await import('./commands/check.js')).addCheck],
  ['init', async () => (await import('./commands/init.js')).addInit],
  ['vocabulary', async () => (await import('./commands/vocabulary.js')).addVocabulary],
  ['scenarios', async () => (await import('./commands/scenarios.js')).addScenarios],
  ['sweep', async () => (await import('./commands/sweep.js')).addSweep],
  ['resume', async () => (await import('./commands/resume.js')).addResume],
  ['replay', async () => (await import('./commands/replay.js')).addReplay],
  ['judge', async () => (await import('./commands/judge.js')).addJudge],
  ['ls', async () => (await import('./commands/ls.js')).addLs],
  ['report', async () => (await import('./commands/report.js')).addReport],
  ['compare', async () => (await import('./commands/compare.js')).addCompare],
  ['explain', async () => (await import('./commands/explain.js')).addExplain],
  ['watch', async () => (await import('./commands/watch.js')).addWatch],
  ['watch-upgrade', async () => (await import('./commands/watch-upgrade.js')).addWatchUpgrade],
  ['diagnose', async () => (await import('./commands/diagnose.js')).addDiagnose],
  ['capture', async () => (await import('./commands/capture.js')).addCapture],
  ['engine', async () => (await import('./commands/engine.js')).addEngine],
  ['clean', async () => (await import('./commands/clean.js')).addClean],
  ['doctor', async () => (await import('./commands/doctor.js')).addDoctor],
]);

type AddCommand = (program: Command, end: (code: number) => void, laboratory: Laboratory) => void;

/** Does what the words of the command line say with trials from this laboratory; returns the exit code. */
export async function runProgram(words: readonly string[], laboratory: Laboratory): Promise<number> {
  let exitCode: number = exitCodes.done;
  const terminal = openTerminal();
  const program = new Command()
    .name('driftlab')
    .description(
      'Reproduces Docker Swarm upgrades that sometimes end on the old version: measures how often, ' +
        'and says why.',
    )
    .version(packageVersion())
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError('(driftlab --help lists the commands)')
    .addHelpText(
      'after',
      '\nExit codes: 0 done · 1 expectation not met · 2 cannot tell · 64 bad arguments or scenario · ' +
        '69 engine or tool missing · 70 a bug in driftlab · 130 interrupted\n\nStart with:\n  driftlab ' +
        'doctor\n  driftlab run discourse-upgrade\n',
    );
  for (const load of askedFor(words[0] ?? ''))
    (await load())(
      program,
      (code) => {
        exitCode = code;
      },
      laboratory,
    );
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badInput;
    terminal.err(describeError(error));
    return exitCodeOfError(error);
  }
  return exitCode;
}

/** All of them, where the help of each may be shown. */
function askedFor(word: string): Iterable<() => Promise<AddCommand>> {
  if (word === '--version' || word === '-V') return [];
  const asked = commands.get(word);
  return asked === undefined ? commands.values() : [asked];
}
