// Compiles src/ to dist/, puts the command together in a few files, makes one file each of the scripts of the
// report's page and of the live one, and writes the published JSON schema from the code that checks scenarios.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { argumentsOf } from './arguments.mjs';

argumentsOf({
  usage: `Usage: npm run build

Compiles src/ to dist/, puts the command together, makes the scripts of the report's pages, and writes
schema/scenario.schema.json.
Exit codes: 0 it is built, 64 bad arguments, another where the compiler refuses.`,
  names: null,
});

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
  { cwd: root, stdio: 'inherit' },
);
if (status !== 0) process.exit(status ?? 70);

// The command in a few files instead of hundreds, each of which node would have to find and read: that was a
// third of the time of a check. Parts that are loaded when they are asked for stay apart.
await bundle({
  entryPoints: { main: join(dist, 'cli', 'main.js') },
  outdir: join(dist, 'cli'),
  chunkNames: 'part-[name]-[hash]',
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  target: 'node20',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
});
chmodSync(join(dist, 'cli', 'main.js'), 0o755);

await bundle({
  entryPoints: {
    page: join(root, 'src', 'page', 'main.ts'),
    live: join(root, 'src', 'page', 'live.ts'),
  },
  outdir: join(dist, 'page'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
});

const { publishedSchema } = await import(pathToFileURL(join(dist, 'cli', 'vocabulary.js')).href);
mkdirSync(join(root, 'schema'), { recursive: true });
writeFileSync(join(root, 'schema', 'scenario.schema.json'), publishedSchema());
