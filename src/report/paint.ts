// Colour is injected: the report says what a text means, the command line decides how that looks.

export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly unsure: (text: string) => string;
}

const same = (text: string): string => text;

/** No colour at all. */
export const plainPaint: Paint = { strong: same, faint: same, good: same, bad: same, unsure: same };
