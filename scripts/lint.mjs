// `npm run lint`: whether code is laid out as it should be, what ESLint says of it, and what nobody uses.
import { join } from 'node:path';
import { argumentsOf } from './arguments.mjs';
import { laidOut } from './layout.mjs';
import { root, run } from './setup.mjs';

argumentsOf({
  usage: `Usage: npm run lint

Looks whether Prettier would lay anything out otherwise, what ESLint says, and what nobody uses. \`npm run
format\` mends the first. Exit codes: 0 nothing is wrong, 64 bad arguments, another where something is.`,
  names: null,
});

const bin = (name) => join(root, 'node_modules', '.bin', name);
run(bin('prettier'), ['--check', '--log-level', 'warn', ...laidOut]);
run(bin('eslint'), ['.']);
run(bin('knip'), []);
