// Processes of the engine that are killed, or stopped without a word.
import type { Fault, PlantedIn } from '../fault.js';
import { processesOf, type EngineProcess } from '../place.js';

const phrases: Readonly<Record<EngineProcess, string>> = {
  dockerd: "the engine's dockerd",
  containerd: "the engine's containerd",
  'containerd-shim': "the shims of the app's containers",
};

/** Observation is over: of the engine it only matters then that nothing is left. */
const over: readonly PlantedIn[] = ['collect', 'destroy'];

interface Signalled {
  readonly says: RegExp;
  readonly withinSeconds?: number;
  readonly absentIn?: readonly PlantedIn[];
}

function signalled(
  process: EngineProcess,
  kind: 'kill' | 'freeze',
  { says, withinSeconds = 10, absentIn = [] }: Signalled,
): Fault {
  const signal = kind === 'kill' ? 'SIGKILL' : 'SIGSTOP';
  return {
    name: `${kind} ${process}`,
    how: `${signal} to ${phrases[process]}`,
    says,
    withinSeconds,
    absentIn,
    harmlessIn: over,
    prepare: (place) => ({
      plant: () => {
        for (const pid of processesOf(place, process)) global.process.kill(pid, signal);
      },
    }),
  };
}

const lost: Signalled = {
  says: /engine \S+ is lost|the process of engine \S+ ended|daemon had ended|did not come up/,
};
const absentIn: readonly PlantedIn[] = ['engine', 'tree', 'load'];

export const processFaults: readonly Fault[] = [
  signalled('dockerd', 'kill', lost),
  signalled('dockerd', 'freeze', lost),
  signalled('containerd', 'kill', lost),
  signalled('containerd', 'freeze', lost),
  // The trial goes on to its end: what becomes of the head is swarm's to decide.
  signalled('containerd-shim', 'kill', {
    says: /shim|the end of that task is not on record/,
    withinSeconds: 60,
    absentIn,
  }),
  signalled('containerd-shim', 'freeze', { says: /shim.* was stopped/, absentIn }),
];
