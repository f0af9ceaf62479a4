// What a sweep found, as every format gets it.
import { counted } from '../base/counted.js';
import type { Paint } from '../report/paint.js';
import type { Word } from '../scenario/definition.js';
import { severities, type Finding, type Severity } from './signature.js';

export interface SweptRecipe {
  readonly recipe: string;
  readonly dir: string;
  /** False when no compose file of it could be read. */
  readonly read: boolean;
  readonly services: number;
  readonly findings: readonly Finding[];
}

export interface FormatOptions {
  readonly width: number;
  readonly paint: Paint;
  /** Of driftlab. */
  readonly version: string;
  /** Less is not shown. */
  readonly least: Severity;
}

export interface SweepFormat extends Word {
  readonly render: (swept: readonly SweptRecipe[], options: FormatOptions) => string;
}

/** `3 findings in 2 of 5 recipes: 1 high, 2 low.` */
export function total(swept: readonly SweptRecipe[]): string {
  const all = swept.flatMap(({ findings }) => findings);
  const having = swept.filter(({ findings }) => findings.length > 0).length;
  const each = severities.flatMap((one) => {
    const count = all.filter(({ severity }) => severity === one).length;
    return count === 0 ? [] : [`${String(count)} ${one}`];
  });
  const recipes = counted(swept.length, 'recipe');
  if (all.length === 0) return `No findings in ${recipes}.`;
  return `${counted(all.length, 'finding')} in ${String(having)} of ${recipes}: ` + `${each.join(', ')}.`;
}

export function placeText({ places: [{ file, line, column }] }: Finding): string {
  return `${file}:${String(line)}:${String(column)}`;
}
