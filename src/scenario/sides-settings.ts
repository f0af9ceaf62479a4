// What base and head have each for itself.
import type { ImageSource } from './image-source.js';

/** What one side has besides, or in place of, what both have. */
export interface SideSettings {
  /** Laid over the variables of both. */
  readonly env: Readonly<Record<string, string>>;
  /** They come after those of both. */
  readonly overlays: readonly string[];
  /** A tag that both have too is this side's own image. */
  readonly images: readonly ImageSource[];
}

export interface HeadSettings extends SideSettings {
  /** Variables that only the head's .env.sample names are set as it says, as by an owner who reads it. */
  readonly sample: boolean;
}

export interface Sides {
  readonly base: SideSettings;
  readonly head: HeadSettings;
}
