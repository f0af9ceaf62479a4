// The door `driftlab/evidence`: puts an upgrade on record on an engine that you have. It only reads;
// `driftlab/verdict` judges.
export { decodeJournal, encodeLine, type Journal, type JournalProblem } from '../evidence/codec.js';
export type { Evidence, EvidenceOf } from '../evidence/evidence.js';
export type * from '../evidence/fact.js';
export { currentAddress, lookOn, type Address, type OnLooker } from '../engine/index.js';
export { attachSources } from '../sources/index.js';
export { openJournal, type KeptJournal } from '../store/index.js';
export type {
  AttachSources,
  AttachedSources,
  DeployResult,
  Emit,
  Engine,
  SourceContext,
  TrialLog,
} from '../trial/ports.js';
export {
  recordUpgrade,
  type RunDeploy,
  type UpgradeWatched,
  type WatchPorts,
} from '../watch/record-upgrade.js';
