// Every kind of fact that a trial can put on record. A new kind of fact is one more variant here; the
// compiler then shows every place that must know it. Facts say what was seen, never what it means: meaning is
// the verdict room's.
import type { PhaseFact, EngineFact, SourceFact, GapFact, FaultFact, TrialEndFact } from './facts/lab.js';
import type {
  WorktreeFact,
  CheckoutFact,
  MovedRefFact,
  DeployerBinaryFact,
  DeployFact,
  AdoptedFact,
  RunFact,
  LockFact,
  NaiveFact,
  ReadbackFact,
} from './facts/deploy.js';
import type { ActionFact } from './facts/action.js';
import type { CheckFact } from './facts/check.js';
import type { OwnStepFact } from './facts/own-step.js';
import type { PassageFact } from './facts/passage.js';
import type { ProvisionFact } from './facts/provision.js';
import type { SpecFact, ServiceEventFact, TaskFact } from './facts/swarm.js';
import type {
  ContainerFact,
  ContainerInspectFact,
  TaskLogFact,
  KernelOomFact,
  DaemonLogFact,
} from './facts/container.js';
import type { ContainerMemoryFact, DiskFact, EnvelopeFact } from './facts/memory.js';
import type { LoadFact, PressureFact, WindowFact } from './facts/load.js';
import type { ProcessorFact, WearFact } from './facts/machine.js';

export { phases } from './facts/lab.js';
export {
  restartConditions,
  serviceModes,
  stopGraceMsByDefault,
  updateConfigByDefault,
} from './facts/swarm.js';
export { ownMoments } from './facts/own-step.js';
export { provisions } from './facts/provision.js';
export type * from './facts/action.js';
export type * from './facts/check.js';
export type * from './facts/own-step.js';
export type * from './facts/passage.js';
export type * from './facts/provision.js';
export type * from './facts/lab.js';
export type * from './facts/deploy.js';
export type * from './facts/swarm.js';
export type * from './facts/container.js';
export type * from './facts/memory.js';
export type * from './facts/load.js';
export type * from './facts/machine.js';

export type Fact =
  | PhaseFact
  | EngineFact
  | SourceFact
  | GapFact
  | WorktreeFact
  | CheckoutFact
  | MovedRefFact
  | DeployerBinaryFact
  | ProvisionFact
  | OwnStepFact
  | PassageFact
  | DeployFact
  | AdoptedFact
  | SpecFact
  | ServiceEventFact
  | TaskFact
  | ContainerFact
  | ContainerInspectFact
  | TaskLogFact
  | KernelOomFact
  | DaemonLogFact
  | EnvelopeFact
  | ContainerMemoryFact
  | DiskFact
  | LoadFact
  | WindowFact
  | ActionFact
  | CheckFact
  | PressureFact
  | ProcessorFact
  | WearFact
  | NaiveFact
  | ReadbackFact
  | RunFact
  | LockFact
  | FaultFact
  | TrialEndFact;
