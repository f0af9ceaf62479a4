// The room's door: what is read of a live stack, what becomes of it, and how much memory it wants.
export { capture, type Captured } from './capture.js';
export { changedServices } from './changed-services.js';
export type { LiveServiceJson, LiveTaskJson, HealthJson } from './engine-json.js';
export { leftOutText } from './left-out.js';
export type {
  LiveConfig,
  LiveContainer,
  LiveImage,
  LiveNetwork,
  LiveService,
  LiveStack,
} from './live-stack.js';
export { memoryFor, roomOf, usedByServices } from './memory-for.js';
