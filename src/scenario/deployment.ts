// How a trial deploys, as far as the scenario can say it.

/** How the deployer is run, and how what it deploys is known. */
export interface Deployment {
  /** Milliseconds that one deploy may take. */
  readonly timeoutMs: number;
  /** As they are written, the deployer's own schema reads them; null of one whose name says all. */
  readonly options: unknown;
  /**
   * `chaos`: in the label that abra sets, as git says it. A label of its own, in whose name `{stack}` stands
   * for the stack, or none: what git says is then not asked of it, and specs alone are compared.
   */
  readonly stamp: 'chaos' | 'none' | { readonly label: string };
  /** Programs on the PATH that it runs in turn -> how to get each; missing where none is named. */
  readonly needs?: Readonly<Record<string, string>>;
}
