// The door `driftlab/verdict`: what became of an upgrade, from evidence alone. Loads no client of an engine,
// and touches nothing.
export { decodeJournal, encodeLine, type Journal, type JournalProblem } from '../evidence/codec.js';
export type { LoadUnit } from '../base/units.js';
export type { Evidence, EvidenceOf, Stamped } from '../evidence/evidence.js';
export type * from '../evidence/fact.js';
export { judgeUpgrade, type Upgrade } from '../verdict/judge-upgrade.js';
export { renderVerdict } from '../verdict/render.js';
export type { LoadWindow } from '../scenario/load-settings.js';
export { causeWords, outcomeWords, type VerdictWord } from '../verdict/words.js';
export type { CheckJudgement, CheckVerdict } from '../verdict/check-verdict.js';
export * from '../verdict/verdict.js';
