// A folder with compose files, read as its owner deploys it: which files, in which order, with which
// variables. Co-op Cloud's conventions where they are there (COMPOSE_FILE, .env.sample, abra.sh), else
// docker's usual names. Nothing is written.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { composeFilesOf, usualComposeFile } from '../compose/compose-files.js';
import { madeFrom, ownFile, sampleFiles } from '../compose/app-variables.js';
import { exportedVersions } from '../compose/env-file.js';
import type { Env } from '../compose/interpolate.js';
import type { Fault } from '../compose/place.js';
import type { ComposeText } from '../compose/read-stack.js';

export interface RecipeFolder {
  /** The folder's own name. */
  readonly name: string;
  readonly dir: string;
  readonly files: readonly ComposeText[];
  readonly env: Env;
  /** What could not be read of it. */
  readonly faults: readonly Fault[];
}

export interface RecipeOptions {
  /** Compose files in place of those that the folder names, relative to it. */
  readonly files: readonly string[];
  /** What counts before anything that the folder says. */
  readonly env: Env;
}

/** More is not a compose file, and is not read into memory. */
const bytesMax = 4 * 1024 * 1024;

export function readRecipe(dir: string, options: RecipeOptions): RecipeFolder {
  const name = basename(resolve(dir));
  const env = envOf(dir, name, options.env);
  const named = options.files.length > 0 ? options.files : composeFilesOf(env, usualName(dir));
  const read = named.map((file) => readText(dir, file));
  const files = read.flatMap(({ text }) => (text === null ? [] : [text]));
  return { name, dir, files, env, faults: read.flatMap(({ fault }) => (fault === null ? [] : [fault])) };
}

/** What these files hold, paths as a stack gives them; null of one that is not there or cannot be read. */
export function contentsOf(dir: string, paths: readonly string[]): ReadonlyMap<string, string | null> {
  return new Map(paths.map((path) => [path, textOf(resolve(dir, path))]));
}

/** The folder itself where it is a recipe, else those of its folders, two deep, that are, by name. */
export function findRecipes(dir: string): readonly string[] {
  if (usualName(dir) !== null) return [dir];
  const below = foldersIn(dir);
  const found = below.filter((one) => usualName(one) !== null);
  const deeper = below
    .filter((one) => !found.includes(one))
    .flatMap((one) => foldersIn(one).filter((inner) => usualName(inner) !== null));
  return [...found, ...deeper].sort();
}

/** Files at its top that look like compose files, whatever they are called. */
export function composeLike(dir: string): readonly string[] {
  const names = readdirSync(dir).filter((name) => /\.ya?ml$/i.test(name));
  return names
    .filter((name) => statSync(join(dir, name), { throwIfNoEntry: false })?.isFile() === true)
    .filter((name) => /^services\s*:/m.test(textOf(join(dir, name)) ?? ''))
    .sort();
}

function usualName(dir: string): string | null {
  return statSync(dir, { throwIfNoEntry: false })?.isDirectory() === true
    ? usualComposeFile(readdirSync(dir))
    : null;
}

function foldersIn(dir: string): readonly string[] {
  return readdirSync(dir)
    .filter((name) => !name.startsWith('.') && name !== 'node_modules')
    .map((name) => join(dir, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true);
}

/**
 * As an app of the recipe would have it: what is given, then abra.sh's versions, then .env, then the sample.
 * Stack and domain have names such as abra would give.
 */
function envOf(dir: string, name: string, given: Env): Env {
  const domain = `${name}.example.com`;
  const [sample = null] = sampleFiles.map((file) => textOf(join(dir, file))).filter((text) => text !== null);
  const own = madeFrom({ sample, own: textOf(join(dir, ownFile)) });
  const made = { STACK_NAME: domain.replaceAll(/[^A-Za-z0-9_-]/g, '_'), DOMAIN: domain };
  return { ...made, ...own, ...exportedVersions(textOf(join(dir, 'abra.sh')) ?? ''), ...given };
}

function readText(
  dir: string,
  name: string,
): { readonly text: ComposeText | null; readonly fault: Fault | null } {
  const path = join(dir, name);
  const fault = (message: string, hint: string | null): { text: null; fault: Fault } => ({
    text: null,
    fault: { kind: 'unreadable', place: { file: path, line: 1, column: 1 }, message, hint },
  });
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined)
    return fault(`there is no file ${name}`, 'name the compose files with -c, or in COMPOSE_FILE');
  if (!stat.isFile()) return fault(`${name} is no file`, null);
  if (stat.size > bytesMax)
    return fault(
      `the file has ${String(Math.round(stat.size / 1024 ** 2))} MiB: no compose file is as long`,
      null,
    );
  const text = textOf(path);
  return text === null
    ? fault(`${name} cannot be read`, 'look at its permissions')
    : { text: { file: path, text }, fault: null };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
