// The stacks of a live swarm -> findings: each is read as a capture reads it, and what a capture would write
// is looked at, so that places are those of its recipe/head.yml. Nothing is created there.
import { stackLabel } from '../../base/stack-label.js';
import { LabError } from '../../base/lab-error.js';
import { capture, roomOf, usedByServices, type LiveStack } from '../../capture/index.js';
import { readStack, type StackReading } from '../../compose/read-stack.js';
import { currentAddress, lookOn } from '../../engine/index.js';
import { readingFindings, sweep } from '../../sweep/index.js';
import { addressOf } from '../engines/engine-option.js';
import { passingKey } from '../capture/made-up-key.js';
import { readLiveStack } from '../capture/read-live-stack.js';
import type { SweptFolder } from './sweep-folders.js';

export interface LiveSweep {
  readonly nodes: number | null;
  /** Of a node, for all tasks; null for what can be seen. */
  readonly memoryBytes: number | null;
}

/**
 * `where` is null for the engine that docker would talk to. Throws `bad-input` or `engine-boot` with the
 * reason why the swarm cannot be read, or where no stack is there.
 */
export async function sweepLive(
  where: string | null,
  request: LiveSweep,
  signal: AbortSignal,
): Promise<readonly SweptFolder[]> {
  const { engine, close } = await lookOn(where === null ? await currentAddress() : addressOf(where), signal);
  try {
    const services = await engine.docker.listServices();
    const stacks = services.flatMap(({ Spec }) => Spec?.Labels?.[stackLabel] ?? []);
    const swept: SweptFolder[] = [];
    for (const stack of [...new Set(stacks)].sort()) {
      const { live } = await readLiveStack(engine, stack, new Date().toISOString());
      swept.push(sweepStack(live, request));
    }
    if (swept.length > 0) return swept;
    throw new LabError('bad-input', 'no stack is there', { hint: 'name another engine: --engine WHERE' });
  } finally {
    await close();
  }
}

function sweepStack(live: LiveStack, { nodes, memoryBytes }: LiveSweep): SweptFolder {
  const captured = capture(live, {
    standIns: false,
    taken: new Map(),
    unmet: () => null,
    fingerprint: passingKey().fingerprint,
  });
  const [base, head] = [readingOf(live, captured.base, 'base'), readingOf(live, captured.head, 'head')];
  const contents = new Map([...captured.files].map(([path, text]) => [`./${path}`, text] as const));
  const looked =
    head.stack === null
      ? []
      : sweep({
          stack: head.stack,
          contents,
          before: base.stack === null ? null : { stack: base.stack, contents },
          swarm: {
            nodes: nodes ?? live.engine.nodes,
            memoryBytes: memoryBytes ?? roomOf(live),
            usedBytes: usedByServices(live),
          },
        });
  return {
    shown: {
      recipe: live.name,
      dir: `the stack ${live.name}`,
      read: head.stack !== null,
      services: head.stack?.services.size ?? 0,
      findings: [...readingFindings({ faults: head.faults, unset: [] }), ...looked],
    },
    stack: head.stack,
  };
}

function readingOf({ name }: LiveStack, text: string, version: string): StackReading {
  return readStack([{ file: `${name}/recipe/${version}.yml`, text }], { STACK_NAME: name });
}
