// `npm run format`: lays code out by Prettier, and breaks lines of the docs that go past the margin.
import { join } from 'node:path';
import { argumentsOf } from './arguments.mjs';
import { laidOut } from './layout.mjs';
import { root, run } from './setup.mjs';

argumentsOf({
  usage: `Usage: npm run format

Lays code and style sheets out by Prettier, and breaks lines of the docs that go past the margin.
Exit codes: 0 all is laid out, 64 bad arguments, another where a file cannot be read as code.`,
  names: null,
});

run(join(root, 'node_modules', '.bin', 'prettier'), ['--write', ...laidOut]);
run(process.execPath, [join(root, 'scripts', 'wrap-docs.mjs')]);
