// The door of what knows secrets.
export { createMask, maskedEnv, redact, type Mask } from './mask.js';
