// The bridges of an engine's overlay networks on its node, each in a network namespace of its own: the ports
// of their containers, what the kernel's packet queues do there, and how long a packet takes.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { reasonOf } from '../base/deadline.js';
import { LabError } from '../base/lab-error.js';
import type { Engine } from '../trial/ports.js';

const run = promisify(execFile);
const prefix = '1-';
/** As many characters of a network's id as its namespace is called by. */
const idLength = 10;

/** Path of a network namespace with the bridge of one overlay network. */
export type Bridge = string;

export function bridgesOf({ networkNamespaces: folder }: Engine): readonly Bridge[] {
  if (folder === null || !existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(folder, name));
}

/** Whether this is the bridge of the overlay network with the id. */
export function isBridgeOf(bridge: Bridge, networkId: string): boolean {
  return basename(bridge) === `${prefix}${networkId.slice(0, idLength)}`;
}

/** `$1` is the kind of the rule, and all words together are what `tc qdisc add` takes. */
const eachPort = `ip -o link show type veth | while IFS=': @' read -r _ port _; do`;
const rulePort = `${eachPort}
  tc qdisc show dev "$port" | grep -q "^qdisc $1 .* root " && continue
  tc qdisc replace dev "$port" root "$@" && continue
  ! ip link show dev "$port" >/dev/null 2>&1 || exit 1
done`;
const freePort = `${eachPort}
  tc qdisc del dev "$port" root 2>/dev/null
done
true`;

/** Puts the rule on every port that has it not; throws a `dose` LabError in the words of whoever refused. */
export async function rulePorts(bridge: Bridge, rule: readonly string[], signal: AbortSignal): Promise<void> {
  await within(bridge, ['sh', '-c', rulePort, 'sh', ...rule], signal);
}

/** Takes every rule off. */
export async function freePorts(bridge: Bridge, signal: AbortSignal): Promise<void> {
  await within(bridge, ['sh', '-c', freePort], signal);
}

const queues = z.array(
  z.object({
    kind: z.string().optional(),
    packets: z.number().optional(),
    drops: z.number().optional(),
  }),
);

export interface Passed {
  readonly packets: number;
  readonly lost: number;
}

/** What went through the rule at the ports that are there now. */
export async function passedAt(bridge: Bridge, kind: string, signal: AbortSignal): Promise<Passed> {
  const said = await within(bridge, ['tc', '-s', '-j', 'qdisc', 'show'], signal);
  const own = queues.parse(JSON.parse(said ?? '[]')).filter((queue) => queue.kind === kind);
  const total = (of: 'packets' | 'drops'): number => own.reduce((sum, queue) => sum + (queue[of] ?? 0), 0);
  return { packets: total('packets') + total('drops'), lost: total('drops') };
}

/**
 * From the bridge to the container and back: nothing listens on the port, and its kernel says so. The first
 * time is to find out where the address is, and the second is measured.
 */
const trip = `port="/dev/tcp/$1/9"
{ : 3<>"$port"; } 2>/dev/null
from=$EPOCHREALTIME
{ : 3<>"$port"; } 2>/dev/null
to=$EPOCHREALTIME
echo $(( \${to/./} - \${from/./} ))`;

/** Milliseconds that a packet takes to the address and its answer back; null where the bridge is gone. */
export async function tripMs(bridge: Bridge, address: string, signal: AbortSignal): Promise<number | null> {
  const said = await within(bridge, ['bash', '-c', trip, 'bash', address], signal);
  return said === null ? null : Number(said) / 1000;
}

/** What a command says within the namespace; null where that is gone by now. */
async function within(bridge: Bridge, words: readonly string[], signal: AbortSignal): Promise<string | null> {
  try {
    const { stdout } = await run('nsenter', [`--net=${bridge}`, ...words], {
      signal,
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    });
    return stdout;
  } catch (error) {
    if (signal.aborted) throw reasonOf(signal);
    if (!existsSync(bridge)) return null;
    const { stderr = '', message } = error as Error & { readonly stderr?: string };
    throw new LabError('dose', stderr.trim().split('\n')[0] || message, { cause: error });
  }
}
