// The compose files of a recipe as base and head have them, found by the same rules by which they are
// deployed: the environment is the base's, as an app keeps its own when its recipe moves on.
import { LabError } from '../base/lab-error.js';
import { composeFilesOf, usualComposeFile } from '../compose/compose-files.js';
import { exportedVersions, readEnv } from '../compose/env-file.js';
import type { Env } from '../compose/interpolate.js';
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

/** Texts of the compose files in their order. Throws `bad-input` for the first that the commit has not. */
export async function composeAt(git: Git, { what, commit, env }: CommitQuestion): Promise<readonly string[]> {
  const tree = await treeAt(git, commit);
  const versions = exportedVersions((await textAt(git, tree, 'abra.sh')) ?? '');
  const usual = usualComposeFile(tree.names);
  const texts: string[] = [];
  for (const file of composeFilesOf({ ...env, ...versions }, usual)) {
    const text = await textAt(git, tree, file);
    if (text === null) throw missing(`${what}: commit ${commit.slice(0, 8)} has no ${file}`, env);
    texts.push(text);
  }
  return texts;
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
