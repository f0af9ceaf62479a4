// How a trial deploys, as far as the scenario can say it.

/** How the deployer is run, and how what it deploys is known. */
export interface Deployment {
  /** Milliseconds that one deploy may take. */
  readonly timeoutMs: number;
  /** Program and arguments of a command of the author's; empty where the lab's own deployer deploys. */
  readonly command: readonly string[];
  /**
   * `chaos`: in the label that abra sets, as git says it. A label of its own, in whose name `{stack}` stands
   * for the stack, or none: what git says is then not asked of it, and specs alone are compared.
   */
  readonly stamp: 'chaos' | 'none' | { readonly label: string };
}
