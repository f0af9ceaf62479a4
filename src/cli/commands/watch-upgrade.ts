// driftlab watch-upgrade: runs a deploy command, or waits for somebody else's, and says whether the upgrade
// held and why not.
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { watchUpgrade, type WatchedUpgrade } from '../../doors/watch-upgrade.js';
import { ofKind } from '../../evidence/timeline.js';
import { addressOf } from '../engines/engine-option.js';
import { exitCodes } from '../exit.js';
import { interruptible } from '../interrupt.js';
import { durationOption, jsonOption } from '../options.js';
import { exitCodeOfOutcome, tellWatched } from '../watched/tell-watched.js';
import { openTerminal } from '../terminal/terminal.js';
import { runWatched } from '../watched/watched-command.js';

interface WatchOptions {
  readonly engine?: string;
  readonly stack?: string;
  readonly service?: string;
  readonly stamp?: string;
  readonly timeout: number;
  readonly settle: number;
  readonly deadline: number;
  readonly wait: number;
  readonly journal?: string;
  readonly json?: boolean;
}

const minute = 60_000;
const help = `
It only reads: nothing is created on the engine, and no root is needed. Without a command it watches the next update of the stack.
Exit codes: 0 the upgrade held · 1 it did not · 2 cannot tell · 64 no such stack or command · 69 the engine cannot be watched

Examples:
  driftlab watch-upgrade --stack shop -- docker stack deploy -c compose.yml shop
  driftlab watch-upgrade --stack shop --journal upgrade.jsonl -- ./deploy.sh --fast
  driftlab watch-upgrade --engine ssh://root@node1 --stack shop --wait 2h
`;

export function addWatchUpgrade(program: Command, onExit: (code: number) => void): void {
  program
    .command('watch-upgrade')
    .description(
      'run your deploy command on a swarm that is there, and learn whether the upgrade held, and why not',
    )
    .argument('[command...]', 'after --: the program that deploys, and its arguments')
    .option(
      '--engine <where>',
      'unix:///path/of/a.sock, ssh://user@host, or the name of a docker context (default: what ' +
        'docker would talk to)',
    )
    .option('--stack <name>', 'the stack that is upgraded (default: the only one that is there)')
    .option(
      '--service <name>',
      "the service whose version label is read, without the stack's name (default: app, else the first)",
    )
    .option('--stamp <version>', 'the version label that is meant to be there afterwards')
    .addOption(
      durationOption('--timeout <time>', 'end the command after this time, such as 90s or 5m', 10 * minute),
    )
    .addOption(
      durationOption('--settle <time>', 'how long to watch on once swarm has made up its mind', 5000),
    )
    .addOption(
      durationOption(
        '--deadline <time>',
        "when to give up on an upgrade that does not come to rest, after the command's end",
        10 * minute,
      ),
    )
    .addOption(
      durationOption('--wait <time>', 'without a command: how long to wait for the next update', 60 * minute),
    )
    .option(
      '--journal <file>',
      'write the evidence there; driftlab explain FILE and driftlab judge FILE read it',
    )
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (words: readonly string[], options: WatchOptions) => {
      onExit(await watch(words, options));
    });
}

async function watch(words: readonly string[], options: WatchOptions): Promise<number> {
  const terminal = openTerminal();
  const signal = interruptible(() => {
    terminal.err('\nstopping; what was seen so far is told\n');
  });
  const watched = await watchUpgrade({
    ...given('stack', options.stack),
    ...given('service', options.service),
    ...given('intendedStamp', options.stamp),
    ...given('journal', options.journal),
    ...(options.engine === undefined ? {} : { engine: addressOf(options.engine) }),
    ...(words.length === 0 ? {} : { deploy: deployBy(words, options) }),
    settleMs: options.settle,
    deadlineMs: options.deadline,
    waitMs: options.wait,
    signal,
    onWatching: ({ stack }) => {
      terminal.err(
        'watching the stack ' +
          `${stack}${words.length === 0 ? ' for its next update' : `; running ${words.join(' ')}`}\n`,
      );
    },
  });
  refuseUnrunnable(watched);
  tellWatched(watched, options);
  if (options.json !== true && options.journal !== undefined)
    terminal.out(`evidence: ${options.journal} (driftlab explain ${options.journal})\n`);
  if (watched.journalLost !== null) terminal.err(`the journal is not whole: ${watched.journalLost}\n`);
  return signal.aborted ? exitCodes.interrupted : exitCodeOfOutcome(watched.verdict.outcome);
}

function deployBy(words: readonly string[], options: WatchOptions) {
  return ({ socketPath }: { readonly socketPath: string }, signal: AbortSignal) =>
    runWatched(
      {
        words,
        timeoutMs: options.timeout,
        dockerSocket: options.engine === undefined ? null : socketPath,
        echo: openTerminal().err,
      },
      signal,
    );
}

/** A command that could not be run at all is the caller's mistake, and says nothing of the stack. */
function refuseUnrunnable({ evidence }: WatchedUpgrade): void {
  const [fault] = ofKind(evidence, 'fault');
  if (fault?.code !== 'bad-input') return;
  throw new LabError('bad-input', fault.message, {
    hint: 'name the command that deploys after --, as in: driftlab watch-upgrade --stack shop -- ./deploy.sh',
  });
}

function given<K extends string>(key: K, value: string | undefined): { readonly [Key in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [Key in K]: string });
}
