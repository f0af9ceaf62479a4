// The verdict library: what a CI harness needs to tell a rollback from a wrong checkout.
export { judge } from './judge.js';
export { judgeUpgrade, upgradeTrial } from './judge-upgrade.js';
export { diagnose } from './diagnosis/diagnose.js';
export type { Diagnosis, ServiceDiagnosis, Statement } from './diagnosis/diagnosis.js';
export { isWell } from './standing.js';
export { renderVerdict } from './render.js';
export { causeWords, outcomeWords } from './words.js';
export * from './verdict.js';
