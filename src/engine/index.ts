// The door of this room: private engines and existing ones, their images, what this machine needs for them,
// what was left.
export { bootEngine, type PrivateEngine } from './private-engine.js';
export { checkMachine, type MachineCheck } from './check-machine.js';
export { lackOf } from './kernel-features.js';
export { createEngines } from './engines.js';
export { checkExisting, type ExistingCheck } from './existing/check-existing.js';
export { currentAddress, type Address } from './existing/address.js';
export { lookOn, type OnLooker } from './existing/look-on.js';
export { defaultStateDir } from './state-dir.js';
export {
  downEngine,
  findLeftovers,
  listEngines,
  removeLeftovers,
  type Cleaning,
  type Leftover,
  type ListedEngine,
} from './leftovers.js';
export { freeBeside } from './existing/free-beside.js';
export { saveImage } from './existing/save-image.js';
export { keptImages, removableImages } from './images/kept-images.js';
export { loadImages } from './images/load-images.js';
export { buildAhead, imageProblems } from './images/ways.js';
export { requirePrivateEngines } from './requirements.js';
