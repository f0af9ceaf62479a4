// What docker itself makes of compose files: the reader is held against it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Env } from '../../src/compose/interpolate.js';
import type { Stack } from '../../src/compose/stack.js';

export interface DockerReading {
  readonly ok: boolean;
  /** The merged file, or what docker said. */
  readonly text: string;
}

export function dockerReads(files: readonly string[], env: Env): DockerReading {
  const dir = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
  try {
    const args = files.flatMap((text, index) => {
      writeFileSync(join(dir, `${String(index)}.yml`), text);
      return ['-c', `${String(index)}.yml`];
    });
    const { status, stdout, stderr } = spawnSync('docker', ['stack', 'config', ...args], {
      cwd: dir,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: dir, ...env },
    });
    return { ok: status === 0, text: status === 0 ? stdout : stderr };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A stack as plain data in which nothing says where it was written, so that two readings can be compared. */
export function bare(stack: Stack | null): unknown {
  return strip(stack);
}

function strip(value: unknown): unknown {
  if (value instanceof Map) {
    const entries = [...value].map(([key, inner]) => [String(key), strip(inner)] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  if (Array.isArray(value))
    return value.map(strip).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (value === null || typeof value !== 'object') return value;
  if ('value' in value && 'place' in value) return strip(value.value);
  if (isPlace(value)) return true;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'place' && key !== 'written' && key !== 'written')
      .map(([key, inner]) => [key, strip(inner)]),
  );
}

function isPlace(value: object): boolean {
  return 'line' in value && 'column' in value;
}
