// Folders -> findings: the recipes in them, each read and looked at, with the version from which it is
// upgraded where one is given.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { LabError, messageOf } from '../../base/lab-error.js';
import type { Env } from '../../compose/interpolate.js';
import { readStack, type StackReading } from '../../compose/read-stack.js';
import type { Stack } from '../../compose/stack.js';
import {
  composeLike,
  contentsOf,
  findRecipes,
  readRecipe,
  type RecipeFolder,
} from '../../recipe/recipe-folder.js';
import {
  readingFindings,
  sweep,
  type Finding,
  type Swarm,
  type SweptRecipe,
  type Version,
} from '../../sweep/index.js';

export interface SweepRequest {
  readonly files: readonly string[];
  readonly env: Env;
  /** A folder, or a commit of each recipe's repository. */
  readonly base: string | null;
  readonly swarm: Swarm;
}

export interface SweptFolder {
  readonly shown: SweptRecipe;
  readonly stack: Stack | null;
}

export async function sweepFolders(
  dirs: readonly string[],
  request: SweepRequest,
): Promise<readonly SweptFolder[]> {
  const swept: SweptFolder[] = [];
  for (const dir of dirs) {
    const found = recipesIn(dir, request.files.length > 0);
    if (found.length === 0) swept.push(nothingAt(dir));
    for (const one of found) swept.push(await sweepFolder(one, request));
  }
  return swept;
}

function recipesIn(dir: string, named: boolean): readonly string[] {
  const stat = statSync(dir, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new LabError('bad-input', `there is no folder ${dir}`, {
      hint: 'name a recipe, or a folder of recipes',
    });
  if (!stat.isDirectory())
    throw new LabError('bad-input', `${dir} is no folder`, { hint: `name its folder, and the file with -c` });
  return named ? [dir] : findRecipes(dir);
}

function nothingAt(dir: string): SweptFolder {
  const like = composeLike(dir);
  const message =
    like.length === 0
      ? `there is no recipe in ${dir}`
      : `which files of ${dir} make up a stack does not show in their names: ${like.join(', ')}`;
  const fault = {
    kind: 'unreadable',
    place: { file: dir, line: 1, column: 1 },
    message,
    hint:
      like.length === 0
        ? 'a recipe is a folder with a compose.yml, a docker-compose.yml or a docker-stack.yml'
        : `name them, as in driftlab sweep ${dir} -c ${like[0] ?? ''}`,
  } as const;
  return {
    shown: {
      recipe: dir,
      dir,
      read: false,
      services: 0,
      findings: readingFindings({ faults: [fault], unset: [] }),
    },
    stack: null,
  };
}

async function sweepFolder(dir: string, { files, env, base, swarm }: SweepRequest): Promise<SweptFolder> {
  const folder = fromHere(readRecipe(dir, { files, env }));
  const reading = readStack(folder.files, folder.env);
  const before =
    base === null ? { version: null, findings: [] } : await versionBefore(dir, base, { files, env });
  const own = readingFindings({ faults: [...folder.faults, ...reading.faults], unset: reading.unset });
  const version = versionOf(folderOf(folder), reading);
  const looked = version === null ? [] : sweep({ ...version, before: before.version, swarm });
  const shown: SweptRecipe = {
    recipe: folder.name,
    dir,
    read: version !== null,
    services: version?.stack.services.size ?? 0,
    findings: [...own, ...before.findings, ...looked],
  };
  return { shown, stack: reading.stack };
}

/** Places are told as a person would type them. */
function fromHere(folder: RecipeFolder): RecipeFolder {
  const shown = (file: string): string => {
    const path = relative('', file);
    return path.startsWith('..') ? file : path;
  };
  return {
    ...folder,
    files: folder.files.map(({ file, text }) => ({ file: shown(file), text })),
    faults: folder.faults.map((fault) => ({
      ...fault,
      place: { ...fault.place, file: shown(fault.place.file) },
    })),
  };
}

function versionOf(dir: string, { stack }: StackReading): Version | null {
  if (stack === null) return null;
  const paths = [...stack.configs.values(), ...stack.secrets.values()].flatMap(({ file }) =>
    file === null ? [] : [file.value],
  );
  const envFiles = [...stack.services.values()].flatMap(({ envFiles: own }) => own.map(({ value }) => value));
  return { stack, contents: contentsOf(dir, [...paths, ...envFiles]) };
}

/** Docker resolves paths against the folder of the first compose file. */
function folderOf({ dir, files: [first] }: RecipeFolder): string {
  return first === undefined ? dir : dirname(first.file);
}

interface Before {
  readonly version: Version | null;
  /** That it could not be read. */
  readonly findings: readonly Finding[];
}

async function versionBefore(
  dir: string,
  base: string,
  options: Pick<SweepRequest, 'files' | 'env'>,
): Promise<Before> {
  if (existsSync(base)) return { version: versionIn(base, options), findings: [] };
  const into = mkdtempSync(join(tmpdir(), 'driftlab-sweep-'));
  try {
    const { writeTreeAt } = await import('../../recipe/tree-at.js');
    await writeTreeAt({ dir, ref: base, into }, AbortSignal.timeout(60_000));
    return { version: versionIn(into, options), findings: [] };
  } catch (error) {
    const fault = {
      kind: 'unreadable',
      place: { file: dir, line: 1, column: 1 },
      message: `its base ${base} cannot be read: ${messageOf(error)}`,
      hint: 'name a folder, or a commit of its repository',
    } as const;
    return { version: null, findings: readingFindings({ faults: [fault], unset: [] }) };
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

/** Its app keeps the name that it has in the head's folder, so that names made of it stay the same. */
function versionIn(dir: string, options: Pick<SweepRequest, 'files' | 'env'>): Version | null {
  const folder = readRecipe(dir, options);
  return versionOf(folderOf(folder), readStack(folder.files, folder.env));
}
