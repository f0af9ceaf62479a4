// Names of arms as people write them: the name itself, or levels that it must have, like
// `order=stop-first,load=short`.

/** The arm of a scenario that names none. */
export const onlyArm = 'only';

export interface NamedArm {
  readonly name: string;
  readonly factors: Readonly<Record<string, string>>;
}

/** The arms that the pattern means, in their order; none when it fits no arm. */
export function armsMeant<A extends NamedArm>(pattern: string, arms: readonly A[]): readonly A[] {
  const named = arms.filter(({ name }) => name === pattern);
  if (named.length > 0 || !pattern.includes('=')) return named;
  const pairs = pattern.split(',').map((pair) => pair.split('='));
  return arms.filter(({ factors }) =>
    pairs.every(([factor = '', level]) => factors[factor.trim()] === level?.trim()),
  );
}

/**
 * What may stand where an arm is named: the names, or for cells of factors the levels, since there may be
 * hundreds of names.
 */
export function armWords(arms: readonly NamedArm[]): readonly string[] {
  const levels = [
    ...new Set(arms.flatMap(({ factors }) => Object.entries(factors).map((pair) => pair.join('=')))),
  ];
  return arms.some(({ factors }) => Object.keys(factors).length > 1) ? levels : arms.map(({ name }) => name);
}
