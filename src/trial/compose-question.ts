// What a deployer is asked before there is an engine: whether a step can be deployed at all.
import type { Step } from '../evidence/fact.js';
import type { Settings } from '../scenario/scenario.js';

/** What is to be deployed in a step, as text. */
export interface ComposeQuestion {
  readonly step: Step;
  /** The recipe's compose files, then the overlays. */
  readonly compose: readonly { readonly file: string; readonly text: string }[];
  /** Variables for the compose files. */
  readonly env: Readonly<Record<string, string>>;
  readonly settings: Settings;
}

/** Each in a sentence, with its place in the files and the way out. */
export interface Objections {
  /** With these no trial could tell anything. */
  readonly problems: readonly string[];
  /** These every trial will end by, which may be what is to be shown. */
  readonly notes: readonly string[];
}
