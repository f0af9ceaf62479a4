import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { vocabulary } from '../../src/cli/vocabulary.js';
import { parseScenario } from '../../src/scenario/parse.js';

const root = fileURLToPath(new URL('../../scenarios', import.meta.url));
const folders = ['.', 'controls', 'deployers', 'harness'].map((name) => join(root, name));
const files = folders.flatMap((dir) =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.yml') && !name.endsWith('.playbook.yml'))
    .map((name) => join(dir, name)),
);

it.each(files.map((path) => [path.slice(root.length + 1), path]))(
  '%s, which comes with driftlab, is right',
  (_, path) => {
    expect(parseScenario(readFileSync(path, 'utf8'), vocabulary)).toMatchObject({ ok: true });
  },
);
