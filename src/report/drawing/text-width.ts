// How wide a label will be, without a page to measure it in: by the widths of DejaVu Sans, the widest of the
// fonts that a page commonly has, so that labels found apart stay apart in the others.

export type Look = 'plain' | 'strong';

/** Of labels, in pixels. */
const fontSize = 11.5;
const halo = 4;
/** Parts of the font's size; what is not named is as wide as most small letters and digits. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[ijlI'|.,:;! ]/, 0.33],
  [/[ftr()[\]/"-]/, 0.41],
  [/[mwMW@%…—]/, 0.96],
  [/[A-Z+=<>~]/, 0.73],
  [/[\u0020-\u024f]/, 0.64],
];
/** Of scripts that are not listed, as wide as a letter gets. */
const widest = 1.05;
const strongBy = 1.12;

/** Pixels, at the size of labels. */
export function textWidth(text: string, look: Look = 'plain'): number {
  const ems = Array.from(text).reduce((sum, character) => sum + widthOf(character), 0);
  return ems * fontSize * (look === 'strong' ? strongBy : 1) + halo;
}

/** At most so many pixels wide. */
export function fitted(text: string, width: number, look: Look = 'plain'): string {
  if (textWidth(text, look) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && textWidth(`${characters.join('')}…`, look) > width) characters.pop();
  return characters.length < 3 ? '' : `${characters.join('')}…`;
}

function widthOf(character: string): number {
  return widths.find(([which]) => which.test(character))?.[1] ?? widest;
}
