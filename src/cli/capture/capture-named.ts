// What `driftlab capture` does, and `init --stack`: finds the stack on its engine, captures it, and says what
// was captured and what was not.
import { join } from 'node:path';
import { formatBytes } from '../../base/units.js';
import { leftOutText } from '../../capture/index.js';
import { chooseService } from '../../doors/choose-service.js';
import { currentAddress, defaultStateDir, lookOn } from '../../engine/index.js';
import { addressOf } from '../engines/engine-option.js';
import { exitCodes } from '../exit.js';
import { interruptible } from '../interrupt.js';
import { shellWord } from '../terminal/shell-word.js';
import { openTerminal, type Terminal } from '../terminal/terminal.js';
import { captureStack, type CapturedFolder } from './capture-stack.js';
import { earlierCapture } from './captured-record.js';
import { scenarioName } from './captured-scenario.js';
import { keptKey } from './made-up-key.js';
import { openPart } from './part-folder.js';
import { readLiveStack } from './read-live-stack.js';

export interface NamedCapture {
  /** Undefined for the only one that is there. */
  readonly stack: string | undefined;
  readonly to: string;
  /** Folder of an earlier capture. */
  readonly base?: string;
  /** Where the engine answers; left out, the one that docker would talk to. */
  readonly engine?: string;
  readonly standIns: boolean;
  readonly json?: boolean;
}

/** Captures it and says what was captured; the exit code. */
export async function captureNamed(named: NamedCapture): Promise<number> {
  const terminal = openTerminal();
  const signal = interruptible(() => {
    terminal.err('\nstopping\n');
  });
  const part = openPart(named.to);
  try {
    await captureInto(named, part.path, { terminal, signal });
    return exitCodes.done;
  } finally {
    part.remove();
  }
}

interface Around {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

async function captureInto(
  { stack: named, to, base, engine: where, standIns, json }: NamedCapture,
  part: string,
  { terminal, signal }: Around,
): Promise<void> {
  const { engine, close } = await lookOn(
    where === undefined ? await currentAddress() : addressOf(where),
    signal,
  );
  try {
    const { stack } = await chooseService(engine, named === undefined ? {} : { stack: named });
    const earlier = base === undefined ? null : earlierCapture(base, stack);
    const { live, unseen } = await readLiveStack(engine, stack, new Date().toISOString());
    const written = await captureStack(
      engine,
      live,
      {
        to,
        part,
        earlier,
        standIns,
        key: keptKey(defaultStateDir()),
        onImage: (tag, bytes) => {
          terminal.err(`copying ${tag} (${formatBytes(bytes)})\n`);
        },
      },
      signal,
    );
    if (json === true) terminal.json({ folder: to, ...written.record, changed: written.changed, unseen });
    else terminal.out(told(to, written, unseen));
  } finally {
    await close();
  }
}

function told(
  to: string,
  { record, changed, hasOverlay, memoryBecause }: CapturedFolder,
  unseen: readonly string[],
): string {
  const { stack, said, standIns, leftOut, madeUp } = record;
  const file = shellWord(join(to, scenarioName));
  const list = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
  return [
    `captured: ${stack} as ${to}, with what its upgrade was from and to`,
    changed.length === 0
      ? 'base and head are the same: swarm knows one version of it. Capture it again after the next deploy, with ' +
        `--base ${shellWord(to)}, or write the next version into ${shellWord(join(to, 'recipe', 'head.yml'))}`
      : `the upgrade changes ${changed.join(', ')}`,
    ...said,
    memoryBecause,
    ...unseen,
    ...list(
      'stand-ins, which are not the real app:',
      standIns.map(({ service, version, says }) => `${service} (${version}): ${says}`),
    ),
    ...list('made values take the place of secrets:', madeUp),
    ...list('not as it was:', ['what lies in volumes was not copied', ...leftOut.map(leftOutText)]),
    `next: driftlab check ${file}`,
    `      driftlab run ${file} --trials 1`,
    `      driftlab gate ${file} --rate-below 20%${hasOverlay ? ' --arm with-overlay' : ''}`,
    '',
  ].join('\n');
}
