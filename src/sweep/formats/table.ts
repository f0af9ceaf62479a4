// Findings for a terminal: recipe by recipe, and below why each kind of them is one.
import { wrapped } from '../../report/layout.js';
import type { Paint } from '../../report/paint.js';
import type { Finding, Severity } from '../signature.js';
import { placeText, total, type FormatOptions, type SweepFormat, type SweptRecipe } from '../swept.js';

const indent = 10;

export const table: SweepFormat = {
  name: 'table',
  summary: 'recipe by recipe for a terminal, and below why each kind of finding is one',
  render: (swept, options) => {
    const found = swept.filter(({ findings }) => findings.length > 0);
    const several = mendedDifferently(found);
    return [
      ...found.map((one) => recipeText(one, several, options)),
      ...whys(found, several, options),
      `${total(swept)}\n`,
    ].join('\n');
  },
};

/** Kinds of findings of which each place has a way out of its own, which is then told there. */
function mendedDifferently(swept: readonly SweptRecipe[]): ReadonlySet<string> {
  const all = swept.flatMap(({ findings }) => findings);
  const first = new Map(all.toReversed().map(({ signature, mend }) => [signature, mend]));
  return new Set(all.flatMap(({ signature, mend }) => (first.get(signature) === mend ? [] : [signature])));
}

function recipeText(
  { recipe, findings }: SweptRecipe,
  several: ReadonlySet<string>,
  options: FormatOptions,
): string {
  const texts = findings.map((finding) => findingText(finding, several.has(finding.signature), options));
  return `${options.paint.strong(recipe)}\n${texts.join('')}`;
}

function findingText(finding: Finding, withMend: boolean, { paint, width }: FormatOptions): string {
  const { severity, signature, says } = finding;
  const [first, ...rest] = finding.places;
  const others = rest.filter(({ line, file }) => line !== first.line || file !== first.file);
  const also = others.map(({ file, line }) =>
    file === first.file ? String(line) : `${file}:${String(line)}`,
  );
  const where = `${placeText(finding)}${also.length === 0 ? '' : ` (and ${also.join(', ')})`}`;
  const mend = withMend ? wrapped(`-> ${finding.mend}`, width - indent) : [];
  const lines = [where, ...wrapped(says, width - indent), ...mend];
  const head =
    '  ' +
    `${painted(severity, paint)(severity)}${' '.repeat(indent - 2 - severity.length)}${paint.strong(signature)}\n`;
  return `${head}${lines.map((line) => `${' '.repeat(indent)}${line}\n`).join('')}`;
}

function painted(severity: Severity, paint: Paint): (text: string) => string {
  switch (severity) {
    case 'high':
      return paint.bad;
    case 'medium':
      return paint.unsure;
    case 'low':
    case 'info':
      return paint.faint;
  }
}

function whys(
  swept: readonly SweptRecipe[],
  several: ReadonlySet<string>,
  { paint, width }: FormatOptions,
): readonly string[] {
  const kinds = new Map(
    swept.flatMap(({ findings }) => findings.map((finding) => [finding.signature, finding] as const)),
  );
  return [...kinds].map(([name, { why, source, mend }]) => {
    const faint = wrapped(`Source: ${source}`, width - 2).map(paint.faint);
    const way = several.has(name) ? [] : wrapped(`What mends it: ${mend}.`, width - 2);
    const lines = [...wrapped(why, width - 2), ...way, ...faint];
    return `${paint.strong(name)}\n${lines.map((line) => `  ${line}\n`).join('')}`;
  });
}
