// The store's door: results/ on disk.
export {
  looksLikeBundle,
  openBundle,
  refuseBundleName,
  writeBundle,
  type BundledText,
  type BundleFacts,
  type OpenedBundle,
} from './bundle/index.js';
export {
  campaignsIn,
  createCampaign,
  findCampaign,
  type FoundCampaign,
  findTrial,
  trialNamed,
  linkFirst,
  linkLatest,
} from './campaign-folder.js';
export { holdCampaign, holderInWords, holderOf, isClaimed, refuseRunning } from './campaign-hold.js';
export { isDamaged, readDerived, refuseUnknown } from './derived-file.js';
export { onDisk, refusedOnDisk } from './on-disk.js';
export { campaignFiles, type CampaignFiles, type TrialFiles } from './layout.js';
export {
  formatManifest,
  parseManifest,
  type AbraConformance,
  type AbraFacts,
  type HostFacts,
  type Manifest,
  type ToolFacts,
} from './manifest.js';
export { readJudged, sha256Of, writeJudged, type Judged, type JudgedTrial } from './judged-file.js';
export { followJournal, type JournalTail } from './journal-tail.js';
export { openJournal, type KeptJournal } from './journal.js';
export { openTrialLog, setAside } from './trial-log.js';
export { readRegular, readWhole, writeWhole } from './whole-file.js';
