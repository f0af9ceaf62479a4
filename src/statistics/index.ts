// The door of the statistics room: what conductors and the command line use.
export { confidenceSequence } from './anytime/confidence-sequence.js';
export { eValueBelow } from './anytime/e-value.js';
export {
  compileOneArm,
  decideOneArm,
  operatingCharacteristic,
  stagewiseInterval,
  trialsStillNeeded,
  type OneArmDesign,
  type OneArmPlan,
} from './one-arm/one-arm-plan.js';
export { exitCodeOf, renderSummary, stateOf } from './render-summary.js';
export { compileRule } from './stop/compile-rule.js';
export { decisionOf } from './stop/decision.js';
export { summarise } from './summarise.js';
export type { CampaignSummary, PairCounts } from './summary.js';
export { resultOf, type LostAttempts, type TrialResult } from './trial-result.js';
export { boschloo } from './two-arms/boschloo.js';
export { comparisonOf } from './two-arms/comparisons.js';
export { fisher, type TwoArmTest } from './two-arms/fisher.js';
export {
  compilePairs,
  decidePairs,
  pairCharacteristic,
  type PairDesign,
  type PairPlan,
} from './two-arms/paired-walk.js';
export { everSame, summedPairs, type EverSame } from './trust/sameness.js';
