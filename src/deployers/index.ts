// What puts the app on an engine. To add a deployer:
// 1. write a file beside this one that exports a `Deployer` (trial/ports.ts) with its name and a summary of
// one line;
// 2. deploy what stands in `tree.dir`, write only into `scratchDir`, and put every command and its output on
// the console;
// 3. give back the stamp that the deployer itself says it took; a deploy that fails is a result, not an
// error;
// 4. add one line to `deployers`: scenario, schema and --help know it from there;
// 5. add its tests to test/deployers.
import type { Deployer } from '../trial/ports.js';
import { abra } from './abra.js';
import { command } from './command.js';
import { stack } from './stack.js';

export { abraOfGenerations } from './nix-generations.js';

export const deployers: Readonly<Record<string, Deployer>> = {
  stack,
  abra,
  command,
};
