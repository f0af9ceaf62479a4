// The store's door: results/ on disk.
export { createCampaign, findCampaign, findTrial, linkLatest } from './campaign-folder.js';
export { campaignFiles, type CampaignFiles, type TrialFiles } from './layout.js';
export { formatManifest, parseManifest, type AbraFacts, type HostFacts, type Manifest, type ToolFacts } from './manifest.js';
export { openJournal, type KeptJournal } from './journal.js';
export { openTrialLog, setAside } from './trial-log.js';
export { readWhole, writeWhole } from './whole-file.js';
