// What a check is given in tests: an engine that answers from lists, and folders of the test's own.
import type { CheckContext, Engine, ServiceJson } from '../../src/trial/ports.js';
import { settings } from '../statistics/made-campaign.js';

export const stack = 'disc-abc123';
export const stamp = '7ae7b0f7+U';

interface Made {
  readonly state?: string;
  readonly startedAt?: string;
  readonly label?: string | null;
  readonly running?: number;
  readonly name?: string;
}

export function service({
  state,
  startedAt = 'first',
  label = stamp,
  running = 1,
  name = 'app',
}: Made = {}): ServiceJson {
  return {
    ID: `id-${name}`,
    Spec: {
      Name: `${stack}_${name}`,
      Labels: label === null ? {} : { [`coop-cloud.${stack}.chaos-version`]: label },
    },
    ...(state === undefined
      ? {}
      : { UpdateStatus: { State: state, StartedAt: startedAt, Message: `is ${state}` } }),
    ServiceStatus: { RunningTasks: running, DesiredTasks: 1 },
  };
}

export interface Wishes {
  readonly dir?: string;
  readonly timeoutMs?: number;
  readonly before?: readonly ServiceJson[];
  /** What the engine lists, look by look; the last for ever. */
  readonly looks?: readonly (readonly ServiceJson[])[];
  readonly health?: string;
  readonly said?: string[];
  readonly env?: Readonly<Record<string, string>>;
}

export function contextOf(wishes: Wishes = {}): CheckContext {
  const { dir = '/nowhere', looks = [[service()]], health = 'Up 3 seconds (healthy)', said = [] } = wishes;
  let look = 0;
  const docker = {
    listServices: () => Promise.resolve(looks[Math.min(look++, looks.length - 1)]),
    listContainers: () => Promise.resolve([{ Status: health }]),
  };
  return {
    engine: {
      docker,
      nodes: [{ docker }],
      socketPath: '/nowhere/docker.sock',
      programs: null,
    } as unknown as Engine,
    run: { run: 'r1', stack, domain: `${stack}.test`, startAfterMs: 0 },
    settings: { ...settings, env: wishes.env ?? {} },
    intendedStamp: stamp,
    before: wishes.before ?? [],
    treeDir: dir,
    scenarioDir: dir,
    scratchDir: dir,
    timeoutMs: wishes.timeoutMs ?? 20_000,
    console: (text) => {
      said.push(text);
    },
  };
}
