// The door of the report room: what the command line uses.
export type { MovedRef } from './differs-notes.js';
export { formatFor, formats } from './formats/index.js';
export { plainPaint } from './paint.js';
export { comparisonSentences, type ComparedArm } from './comparison-text.js';
export { binaryDifferences, provenanceDifferences, type Binary } from './provenance-differences.js';
export type { AbraRecord } from './abra-notes.js';
export { heartbeat, progressEvent, progressLines, type ProgressState } from './progress.js';
export { reportModel, type ReportModel } from './report-model.js';
export { formatDiagnosis } from './diagnosis-text.js';
export { formatStory } from './story/story-terminal.js';
export { explainTrial } from './story/story.js';
export { describePlan } from './describe-plan.js';
export { mainOf, pageOf, type PageParts } from './page/page.js';
export { tellingTrials } from './page/telling-trials.js';
export type { Timeline } from './timeline/lanes.js';
export { runningTimelineOf, timelineOf } from './timeline/timeline.js';
export { tookMs, type TrialRow } from './trial-rows.js';
