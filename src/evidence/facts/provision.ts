// What the lab did so that a recipe can be deployed where nothing of what it takes as given is there.

/** What can be provided: a thing on the engine. */
export const provisions = ['network', 'volume', 'config', 'secret'] as const;

/**
 * Something that the recipe takes as given was made by the lab, on an engine of the lab's own, with which it
 * goes. What a secret holds is made up, and on no record.
 */
export interface ProvisionFact {
  readonly kind: 'provision';
  readonly run: string;
  readonly what: (typeof provisions)[number];
  /** As the engine knows it. */
  readonly name: string;
}
