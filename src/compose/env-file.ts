// Files of `NAME=value` lines: .env, .env.sample, and the versions that an abra.sh exports. The library reads
// values; what it leaves out is done here: a value may name variables that were given before it, its own name
// too.
import { parse } from 'dotenv';
import { interpolate, type Env } from './interpolate.js';

const assignment = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=(.*)$/;

/** `known`: what a value may name besides what stands above it; it comes back with the file's own on top. */
export function readEnv(text: string, known: Env): Env {
  const env: Record<string, string> = { ...known };
  for (const entry of assignmentsIn(text)) {
    const [pair] = Object.entries(parse(entry));
    if (pair === undefined) continue;
    const [name, read] = pair;
    const value = unquoted(entry) ?? read;
    const isLiteral = /=\s*'/.test(entry);
    env[name] = isLiteral ? value : interpolate(value, env).text;
  }
  return env;
}

/** Of an abra.sh only what it exports as a plain value, as abra itself reads it. */
export function exportedVersions(text: string): Env {
  const lines = text.split('\n').filter((line) => /^\s*export\s+\w+=/.test(line));
  return readEnv(lines.join('\n'), {});
}

/** As abra and the shell read it: a comment begins after white space, not within a word. */
function unquoted(entry: string): string | null {
  const value = assignment.exec(entry)?.[1]?.trim() ?? '';
  return /^["'`]/.test(value) || entry.includes('\n') ? null : value.replace(/(^|\s+)#.*$/, '').trimEnd();
}

/** One text an assignment; a quote that is not closed on its line goes on over the next ones. */
function assignmentsIn(text: string): readonly string[] {
  const entries: string[] = [];
  let open: { readonly quote: string; readonly lines: string[] } | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (open !== null) {
      open.lines.push(line);
      if (!line.includes(open.quote)) continue;
      entries.push(open.lines.join('\n'));
      open = null;
      continue;
    }
    const value = assignment.exec(line)?.[1]?.trim();
    if (value === undefined) continue;
    const quote = /^["'`]/.exec(value)?.[0];
    if (quote !== undefined && !value.slice(1).includes(quote)) open = { quote, lines: [line] };
    else entries.push(line);
  }
  return [...entries, ...(open?.lines ?? [])];
}
