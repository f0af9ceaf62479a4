// A check whose word on the upgrade is held against the verdict.

export interface CheckSettings {
  /** As the scenario calls it. */
  readonly name: string;
  /** Name of the check that it is. */
  readonly check: string;
  /** Milliseconds that it has from the moment at which the head's deploy returned. */
  readonly timeoutMs: number;
  /** As they are written; the check's own schema reads them. */
  readonly options: unknown;
}

/** Those of an arm over those of the scenario: what has the same name is replaced. */
export function checksUnder(
  top: readonly CheckSettings[] = [],
  own: readonly CheckSettings[] = [],
): readonly CheckSettings[] {
  return [...top.filter(({ name }) => !own.some((other) => other.name === name)), ...own];
}
