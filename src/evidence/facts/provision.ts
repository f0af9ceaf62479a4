// What the lab did so that a recipe can be deployed and run where it has not all that it takes as given.

/**
 * A thing on the engine; `endpoint-mode` is a service that got `dnsrr` as virtual IPs do not work here, and
 * `volume-copy` a volume that begins as a copy of a folder of the author's.
 */
export const provisions = ['network', 'volume', 'config', 'secret', 'endpoint-mode', 'volume-copy'] as const;

/**
 * Something that the recipe takes as given was made by the lab, on an engine of the lab's own, with which it
 * goes. What a secret holds is made up, and on no record.
 */
export interface ProvisionFact {
  readonly kind: 'provision';
  readonly run: string;
  readonly what: (typeof provisions)[number];
  /** As the engine knows it; of a service its name without the stack's. */
  readonly name: string;
}
