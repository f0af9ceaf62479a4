// The compose files of a recipe as base and head have them, found by the same rules by which they are
// deployed: the environment is the base's, as an app keeps its own when its recipe moves on.
import { posix } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { composeFilesOf, usualComposeFile } from '../compose/compose-files.js';
import { exportedVersions, readEnv } from '../compose/env-file.js';
import type { Env } from '../compose/interpolate.js';
import { readStack, type ComposeText } from '../compose/read-stack.js';
import type { Git } from './git.js';

export interface CommitQuestion {
  /** As a message is to begin: `head main`. */
  readonly what: string;
  readonly commit: string;
  /** The app's environment, without what abra.sh of the commit exports. */
  readonly env: Env;
}

/** What an app made from this commit has in its environment, the scenario's settings on top. */
export async function envAt(git: Git, commit: string, given: Env): Promise<Env> {
  const sample = await textAt(git, await treeAt(git, commit), '.env.sample');
  return { ...readEnv(sample ?? '', {}), ...given };
}

/** A version of the recipe as it is deployed. */
export interface Side {
  /** As a message is to begin: `head main`. */
  readonly what: string;
  /** The compose files in their order. */
  readonly files: readonly ComposeText[];
  /** Variables for them, what abra.sh of the commit exports among them. */
  readonly env: Env;
  /** Every file of the commit, as git names it. */
  readonly paths: ReadonlySet<string>;
  /**
   * What the files of configs and secrets hold, by the path that the stack gives; null of one that is not
   * there.
   */
  readonly contents: ReadonlyMap<string, string | null>;
}

/** Throws `bad-input` for the first compose file that the commit has not. */
export async function sideAt(git: Git, { what, commit, env: given }: CommitQuestion): Promise<Side> {
  const tree = await treeAt(git, commit);
  const env = { ...given, ...exportedVersions((await textAt(git, tree, 'abra.sh')) ?? '') };
  const usual = usualComposeFile(tree.names);
  const files: ComposeText[] = [];
  for (const file of composeFilesOf(env, usual)) {
    const text = await textAt(git, tree, file);
    if (text === null) throw missing(`${what}: commit ${commit.slice(0, 8)} has no ${file}`, given);
    files.push({ file, text });
  }
  const { stack } = readStack(files, env);
  const named = [...(stack?.configs.values() ?? []), ...(stack?.secrets.values() ?? [])];
  const contents = new Map<string, string | null>();
  for (const { file } of named)
    if (file !== null && !contents.has(file.value))
      contents.set(file.value, await textAt(git, tree, inFolderOf(files[0]?.file ?? '', file.value)));
  return { what, files, env, paths: tree.names, contents };
}

/** Docker resolves paths against the folder of the first compose file. */
function inFolderOf(composeFile: string, path: string): string {
  return posix.normalize(posix.join(posix.dirname(composeFile), path));
}

function missing(message: string, env: Env): LabError {
  const hint =
    env['COMPOSE_FILE'] === undefined
      ? "is this the recipe's repository, and the version meant? a recipe has that file, " +
        'docker-compose.yml or docker-stack.yml at its top'
      : `COMPOSE_FILE is ${env['COMPOSE_FILE']}, by the scenario's env or the base's .env.sample`;
  return new LabError('bad-input', message, { hint });
}

interface Tree {
  readonly commit: string;
  readonly names: ReadonlySet<string>;
}

async function treeAt(git: Git, commit: string): Promise<Tree> {
  const listed = await git(['ls-tree', '-r', '-z', '--name-only', commit]);
  return { commit, names: new Set(listed.split('\0')) };
}

async function textAt(git: Git, { commit, names }: Tree, path: string): Promise<string | null> {
  const inside = normalize(path);
  return names.has(inside) ? git(['show', `${commit}:${inside}`]) : null;
}

/** Git knows no `./compose.yml`. */
function normalize(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}
