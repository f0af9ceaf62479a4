// The room's door: findings, what of them counts, their formats, and the overlay that mends them.
export { sweepFormatFor, sweepFormats } from './formats/index.js';
export { overlayOf } from './overlay.js';
export { readingFindings } from './reading-rules.js';
export { severities, type Finding, type Severity, type Swarm, type Version } from './signature.js';
export { rules as sweepRules } from './rules.js';
export { sweep, worstFirst, worthBeforeTrials } from './sweep.js';
export { taskText } from './task-text.js';
export type { SweptRecipe } from './swept.js';
