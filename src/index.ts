// driftlab as a library: what a harness needs to judge an upgrade by evidence, and to run trials of its own.
export { parseScenario } from './scenario/parse.js';
export type { Scenario } from './scenario/scenario.js';
export type { Vocabulary } from './scenario/vocabulary.js';
export { planTrials } from './plan/plan-trials.js';
export type { Plan, TrialSpec } from './plan/plan.js';
export { decodeJournal, encodeLine } from './evidence/codec.js';
export type { Evidence } from './evidence/evidence.js';
export type { Fact } from './evidence/fact.js';
export { judge, renderVerdict, type Verdict } from './verdict/index.js';
export { boschloo, fisher, type TwoArmTest } from './statistics/index.js';
export {
  compileOneArm,
  decideOneArm,
  operatingCharacteristic,
  stagewiseInterval,
  trialsStillNeeded,
  type OneArmDesign,
  type OneArmPlan,
} from './statistics/index.js';
export {
  compilePairs,
  decidePairs,
  pairCharacteristic,
  type PairDesign,
  type PairPlan,
} from './statistics/index.js';
export { confidenceSequence, eValueBelow, summarise, type CampaignSummary } from './statistics/index.js';
export { runTrial } from './trial/run-trial.js';
export type { Deployer, Engine, Injector, TrialPorts } from './trial/ports.js';
export { bootEngine } from './engine/index.js';
export { diagnoseStack, type DiagnoseOptions } from './doors/diagnose-stack.js';
export { watchUpgrade, type WatchedUpgrade, type WatchUpgradeOptions } from './doors/watch-upgrade.js';
