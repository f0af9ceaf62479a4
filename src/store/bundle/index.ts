// A campaign as one file, to be judged elsewhere.
export type { BundledText } from './bundle.js';
export { looksLikeBundle, openBundle, type OpenedBundle } from './read-bundle.js';
export { refuseBundleName, writeBundle, type BundleFacts } from './write-bundle.js';
