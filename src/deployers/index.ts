// What puts the app on an engine. To add a deployer:
// 1. write a file beside this one with a `deployer`: its name, a summary of one line, an example, its options
// with messages of their own (or `nameAlone`), how long it may take, what is known of its stamp, what
// contradicts it, what it needs, and how it deploys;
// 2. deploy what stands in `tree.dir`, write only into `scratchDir`, and put every command and its output on
// the console;
// 3. give back the stamp that the deployer itself says it took; a deploy that fails is a result, not an
// error;
// 4. add it to the list below, of which the first deploys where a scenario does not say: the schema and the
// messages know it from there;
// 5. add its tests to test/deployers.
import { abra } from './abra.js';
import { command } from './command.js';
import type { DeployerKind } from './deployer.js';
import { stack } from './stack.js';

export { conformanceItems, conformanceRevision, type ConformanceItem } from './conformance/items.js';
export { observeAbra } from './conformance/observe.js';
export { runHarness } from './harness/run-harness.js';
export { abraOfGenerations } from './nix-generations.js';
export { requireStep, runOwnStep } from './own-step.js';

/** By name, as scenarios call them. */
export const deployers: Readonly<Record<string, DeployerKind>> = Object.fromEntries(
  [stack, abra, command].map((one) => [one.name, one]),
);
