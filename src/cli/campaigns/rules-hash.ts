// Which rules judge: a hash of the program's own files from which a verdict comes, so that one that was kept
// is never taken for what today's rules would say.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { codeRoot } from '../package-root.js';

/** What judging sees, by docs/house.md. */
const rooms = ['base', 'scenario', 'compose', 'plan', 'evidence', 'verdict'] as const;

/** SHA-256, in hexadecimal; of the rooms' files, of what reads evidence for them, and of what runs them. */
export function rulesHash(): string {
  const hash = createHash('sha256').update(process.version);
  hash.update(readFileSync(createRequire(import.meta.url).resolve('zod/package.json')));
  for (const room of rooms) {
    const folder = join(codeRoot, room);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.d.ts'))
      .map(({ parentPath, name }) => join(parentPath, name));
    for (const file of files.sort())
      hash.update(`\n${file.slice(folder.length)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}
