// driftlab init: a first scenario for a recipe, from what its folder says.
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { overlayOf } from '../../sweep/index.js';
import { exitCodes } from '../exit.js';
import { firstScenario } from '../init/first-scenario.js';
import { lookAtRecipe, type LookedAt } from '../init/look-at-recipe.js';
import { jsonOption } from '../options.js';
import { packageRoot } from '../package-root.js';
import { openTerminal } from '../terminal/terminal.js';
import { writeNew } from '../files/write-new.js';

interface InitOptions {
  readonly to?: string;
  readonly base?: string;
  readonly head?: string;
  readonly json?: boolean;
}

const help = `
It only reads the recipe. Of a repository the newest tag is the base and what is checked out is the head; a
folder with a base.yml and a head.yml needs no repository. An overlay of what sweep would mend goes into
overlays/ beside the scenario, under the same name. Nothing that is there is written over.

Examples:
  driftlab init ~/.abra/recipes/shop
  driftlab init ./shop --base 1.4.0 --head next --to scenarios/shop.yml
`;

export function addInit(program: Command, onExit: (code: number) => void): void {
  program
    .command('init')
    .description('a first scenario for a recipe or a stack folder, with comments, to go on from')
    .argument('[recipe]', 'its folder', '.')
    .option('--to <file>', 'where to write it (default: the name of the recipe, here)')
    .option('--base <ref>', 'the version that is deployed first: a tag, branch or commit')
    .option('--head <ref>', 'the version under test')
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (dir: string, options: InitOptions) => {
      onExit(await init(dir, options));
    });
}

async function init(dir: string, { to, base, head, json }: InitOptions): Promise<number> {
  const terminal = openTerminal();
  const looked = await lookAtRecipe({ dir, base, head }, AbortSignal.timeout(60_000));
  const file = to ?? `${looked.name}-upgrade.yml`;
  if (file === '')
    throw new LabError('bad-input', '--to names no file', { hint: 'leave it out, or name one' });
  const overlayText = overlayOf(looked.name, looked.stack, looked.findings);
  const overlay = overlayText === null ? null : join('overlays', basename(file));
  const text = firstScenario({
    ...looked,
    source: { ...looked.source, path: from(dirname(file), looked.source.path) },
    overlay,
    schema: from(dirname(file), join(packageRoot, 'schema', 'scenario.schema.json')),
  });
  const files = [
    { path: file, text },
    ...(overlay === null ? [] : [{ path: join(dirname(file), overlay), text: overlayText ?? '' }]),
  ];
  writeNew(files);
  const written = files.map(({ path }) => path);
  if (json === true) terminal.json({ written, base: baseOf(looked), changed: looked.changed });
  else terminal.out(said(looked, file, written));
  return exitCodes.done;
}

function said(looked: LookedAt, file: string, written: readonly string[]): string {
  const { changed, findings } = looked;
  return [
    ...written.map((path) => `written: ${path}`),
    `the upgrade is ${baseOf(looked)}`,
    ...(changed ? ['the worktree has changes that are not committed, and they are not part of it'] : []),
    ...(findings.length === 0 ? [] : [`what sweep says of it: driftlab sweep ${looked.source.path}`]),
    `next: driftlab check ${file}`,
    `      driftlab run ${file} --trials 1`,
    `      driftlab gate ${file} --rate-below 20%${written.length === 1 ? '' : ' --arm with-overlay'}`,
    '',
  ].join('\n');
}

function baseOf({ source }: LookedAt): string {
  return source.kind === 'folder' ? 'from base.yml to head.yml' : `from ${source.base} to ${source.head}`;
}

function from(folder: string, path: string): string {
  const way = relative(resolve(folder), resolve(path));
  return way === '' ? '.' : way;
}
