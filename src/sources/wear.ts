// What a trial finds as it begins. One look: an upgrade on an engine that wears may end another way, and this
// tells whether it did wear.
import { readFileSync, statfsSync } from 'node:fs';
import type { WearFact } from '../evidence/fact.js';
import { outageOf } from './outage.js';
import type { Source, Watch } from './source.js';

const name = 'wear';

interface NetworkJson {
  readonly Id: string;
  readonly Ingress: boolean;
  readonly Containers?: Readonly<Record<string, unknown>>;
}

export const wear: Source = {
  name,
  summary: 'what the engine has of earlier trials as a trial begins',
  watches: 'node',
  attach: async (watch, signal) => {
    try {
      watch.emit(await found(watch, signal));
    } catch (error) {
      outageOf(name, watch).lost(error);
    }
    return null;
  },
};

async function found(watch: Watch, signal: AbortSignal): Promise<WearFact> {
  const { engine, node } = watch;
  const inSwarm = { ...watch, api: watch.apiOf(engine.nodes[0].id) ?? watch.api };
  const [networks, tasks, containers] = await Promise.all([
    list<NetworkJson>(watch, '/networks', signal),
    list(inSwarm, '/tasks', signal),
    list(watch, '/containers/json?all=true', signal),
  ]);
  const ingress = networks.find(({ Ingress }) => Ingress);
  const inside =
    ingress === undefined ? null : await watch.api.getJson<NetworkJson>(`/networks/${ingress.Id}`, signal);
  const isHere = node.envelopeCgroup !== null;
  return {
    kind: 'wear',
    trialsBefore: engine.trialsBefore(),
    networks: networks.length,
    ingressAddresses: inside === null ? null : Object.keys(inside.Containers ?? {}).length,
    tasks: tasks.length,
    containers: containers.length,
    mounts: mountsOf(node.daemon()),
    diskFreeBytes: node.diskFolder === null ? null : freeIn(node.diskFolder),
    swapUsedBytes: isHere ? swapUsed() : null,
    cpuPressure: isHere ? cpuPressure() : null,
  };
}

async function list<T = unknown>({ api }: Watch, path: string, signal: AbortSignal): Promise<readonly T[]> {
  return (await api.getJson<readonly T[]>(path, signal)) ?? [];
}

function mountsOf(daemon: string | null): number | null {
  return daemon === null
    ? null
    : (textOf(`/proc/${daemon.split('@')[0] ?? ''}/mounts`)
        ?.trimEnd()
        .split('\n').length ?? null);
}

function freeIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function swapUsed(): number | null {
  const text = textOf('/proc/meminfo') ?? '';
  const [total, free] = ['SwapTotal', 'SwapFree'].map(
    (key) => new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1],
  );
  return total === undefined || free === undefined ? null : (Number(total) - Number(free)) * 1024;
}

function cpuPressure(): number | null {
  const share = /^some avg10=([\d.]+)/m.exec(textOf('/proc/pressure/cpu') ?? '')?.[1];
  return share === undefined ? null : Number(share);
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}
