// Text laid out in columns of a given width. Lengths are of the plain text: paint after laying out.

const narrowest = 40;

/** A number and its unit, or a text and its count, stay together. */
const breakable = / (?![%(]|[KMG]iB|ms\b|s\b|min\b)/;

/** Breaks a text at spaces into lines of at most `width` columns; a longer word keeps a line of its own. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(breakable)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** A label, then the text wrapped in a column beside it; the label is painted after padding. */
export function labelled(
  label: string,
  text: string,
  options: { readonly labelWidth: number; readonly width: number; readonly paint: (text: string) => string },
): readonly string[] {
  const { labelWidth, width, paint } = options;
  const lines = wrapped(text, Math.max(narrowest, width) - labelWidth);
  return lines.map((line, index) =>
    index === 0
      ? `${paint(label)}${' '.repeat(Math.max(1, labelWidth - label.length))}${line}`
      : `${' '.repeat(labelWidth)}${line}`,
  );
}
