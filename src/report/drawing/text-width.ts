// How wide a label will be, without a page to measure it in: an average that errs on the wide side.

const perCharacter = 6.2;

/** Pixels, at the size of labels. */
export function textWidth(text: string): number {
  return text.length * perCharacter + 4;
}

/** At most so many pixels wide. */
export function fitted(text: string, width: number): string {
  const most = Math.floor((width - 4) / perCharacter);
  return text.length <= most ? text : most < 4 ? '' : `${text.slice(0, most - 1)}…`;
}
