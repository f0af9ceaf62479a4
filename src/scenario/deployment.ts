// How a trial deploys, as far as the scenario can say it.
import * as z from 'zod';
import { whole, writtenOptions, type Kept } from './kept.js';

/** How the deployer is run, and how what it deploys is known. */
export function keptDeployment() {
  return z.preprocess(
    withOptions,
    z.strictObject({
      /** Milliseconds that one deploy may take. */
      timeoutMs: whole().positive(),
      /** As they are written, the deployer's own schema reads them; null of one whose name says all. */
      options: writtenOptions(),
      /**
       * `chaos`: in the label that abra sets, as git says it. A label of its own, in whose name `{stack}`
       * stands for the stack, or none: what git says is then not asked of it, and specs alone are compared.
       */
      stamp: z.union([z.enum(['chaos', 'none']), z.strictObject({ label: z.string() })]),
      /** Programs on the PATH that it runs in turn -> how to get each; missing where none is named. */
      needs: z.record(z.string(), z.string()).exactOptional(),
    }),
  );
}

export type Deployment = Kept<typeof keptDeployment>;

/** In plans of older driftlabs a command of the author's was the one deployer with options. */
function withOptions(deployment: unknown): unknown {
  if (typeof deployment !== 'object' || deployment === null || !('command' in deployment)) return deployment;
  const { command, ...rest } = deployment;
  return { ...rest, options: Array.isArray(command) && command.length > 0 ? command : null };
}
