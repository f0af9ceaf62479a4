// The compose files of a recipe as base and head have them, found by the same rules by which they are
// deployed: an app keeps what the base's .env.sample said when its recipe moves on, and gets what only the
// head's names.
import { posix } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { composeFilesOf, usualComposeFile } from '../compose/compose-files.js';
import { ownFile, sampleFiles, type EnvTexts } from '../compose/app-variables.js';
import { exportedVersions } from '../compose/env-file.js';
import type { Env } from '../compose/interpolate.js';
import { readStack, type ComposeText } from '../compose/read-stack.js';
import { textIn, type CommitFiles } from './commit-files.js';

export interface CommitQuestion {
  /** As a message is to begin: `head main`. */
  readonly what: string;
  readonly files: CommitFiles;
  /** The app's environment, without what abra.sh of the commit exports. */
  readonly env: Env;
}

/** Read at once: most recipes have no more than these. */
const usualFiles: readonly string[] = ['abra.sh', ...sampleFiles, ownFile];

/** The files of the commit that give its app variables. */
export async function envTextsAt(files: CommitFiles): Promise<EnvTexts> {
  const atTop = [...files.names].filter((name) => /^[^/]+\.ya?ml$/.test(name));
  await files.texts([...usualFiles, ...atTop]);
  const [sample = null] = (await files.texts(sampleFiles)).filter((text) => text !== null);
  return { sample, own: await textIn(files, ownFile) };
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
export async function sideAt({ what, files: commit, env: given }: CommitQuestion): Promise<Side> {
  const env = { ...given, ...exportedVersions((await textIn(commit, 'abra.sh')) ?? '') };
  const named = composeFilesOf(env, usualComposeFile(commit.names));
  const texts = await commit.texts(named);
  const files = named.map((file, index): ComposeText => {
    const text = texts[index] ?? null;
    if (text === null)
      throw missing(`${what}: commit ${commit.commit.slice(0, 8)} has no ${file}`, given, commit);
    return { file, text };
  });
  const { stack } = readStack(files, env);
  const objects = [...(stack?.configs.values() ?? []), ...(stack?.secrets.values() ?? [])];
  const paths = [...new Set(objects.flatMap(({ file }) => (file === null ? [] : [file.value])))];
  const held = await commit.texts(paths.map((path) => inFolderOf(files[0]?.file ?? '', path)));
  const contents = new Map(paths.map((path, index) => [path, held[index] ?? null]));
  return { what, files, env, paths: commit.names, contents };
}

/** Docker resolves paths against the folder of the first compose file. */
function inFolderOf(composeFile: string, path: string): string {
  return posix.normalize(posix.join(posix.dirname(composeFile), path));
}

const namedMax = 8;

function missing(message: string, env: Env, { names }: CommitFiles): LabError {
  const like = [...names].filter((name) => /(?:compose|stack)[^/]*\.ya?ml$/i.test(name)).slice(0, namedMax);
  const hint =
    env['COMPOSE_FILE'] === undefined && like.length > 0
      ? `recipe: { files: [...] } names those that make up the stack; there are ${like.join(', ')}`
      : env['COMPOSE_FILE'] === undefined
        ? "is this the recipe's repository, and the version meant? a recipe has that file, " +
          'docker-compose.yml or docker-stack.yml at its top'
        : `COMPOSE_FILE is ${env['COMPOSE_FILE']}, by the scenario (recipe: { files } or env) or the base's .env.sample`;
  return new LabError('bad-input', message, { hint });
}
