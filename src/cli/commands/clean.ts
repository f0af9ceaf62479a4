// driftlab clean: removes what an earlier run left on disk and on engines, and says what, and what it could
// not; and that the cache of images stays, unless that is to go too.
import { counted } from '../../base/counted.js';
import type { Command } from 'commander';
import { messageOf } from '../../base/lab-error.js';
import { formatBytes } from '../../base/units.js';
import {
  defaultStateDir,
  findLeftovers,
  keptImages,
  removableImages,
  removeLeftovers,
  type Cleaning,
  type Leftover,
} from '../../engine/index.js';
import { cacheDir } from '../engines/cache-dir.js';
import { describeError, exitCodeOfError, exitCodes } from '../exit.js';
import { jsonOption } from '../options.js';
import { openTerminal, type Terminal } from '../terminal/terminal.js';

interface CleanOptions {
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly images?: boolean;
  readonly json?: boolean;
}

export function addClean(program: Command, onExit: (code: number) => void): void {
  program
    .command('clean')
    .description('remove whatever an earlier run left; what is in use is not touched')
    .option('--dry-run', 'say what would be removed, and remove nothing')
    .option('--force', 'remove also what may still be in use, where that cannot be seen from here')
    .option('--images', 'also empty the cache of images; what needs one builds or copies it again')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExit code 2: something may still be in use and was left alone. 69: something could not be ' +
        'removed; a later clean does it.\n\nExample:\n  driftlab clean --dry-run\n  driftlab clean --images\n',
    )
    .action(async (options: CleanOptions) => {
      onExit(await clean(options, openTerminal()));
    });
}

async function clean(
  { dryRun = false, force = false, images = false, json = false }: CleanOptions,
  terminal: Terminal,
): Promise<number> {
  const found = [...findLeftovers(defaultStateDir()), ...(images ? removableImages(cacheDir()) : [])];
  const doubtful = force ? [] : found.filter(({ doubt }) => doubt !== null);
  const clear = found.filter((leftover) => !doubtful.includes(leftover));
  const cleanings = dryRun
    ? clear.map((leftover): Cleaning => ({ leftover, failure: null }))
    : await removeLeftovers(clear);
  if (json)
    terminal.json([...cleanings.map((cleaning) => inJson(cleaning, dryRun)), ...doubtful.map(doubtInJson)]);
  else {
    tell({ found, doubtful, cleanings, dryRun }, terminal);
    tellKept(terminal, dryRun && images);
  }
  const failed = cleanings.find(({ failure }) => failure !== null);
  if (failed !== undefined) return exitCodeOfError(failed.failure);
  return doubtful.length === 0 ? exitCodes.done : exitCodes.cannotTell;
}

interface Told {
  readonly found: readonly Leftover[];
  readonly doubtful: readonly Leftover[];
  readonly cleanings: readonly Cleaning[];
  readonly dryRun: boolean;
}

function tell({ found, doubtful, cleanings, dryRun }: Told, { out, err }: Terminal): void {
  if (found.length === 0) out('nothing was left behind\n');
  for (const {
    leftover: { what },
    failure,
  } of cleanings) {
    if (failure === null) out(`${dryRun ? 'would remove' : 'removed'} ${what}\n`);
    else
      err(`driftlab: not removed, and kept on record for a later clean: ${what}\n${describeError(failure)}`);
  }
  for (const { what, doubt } of doubtful)
    err(
      `driftlab: left alone: ${what}\n  ${doubt ?? ''}; when you know that it does not, say ` +
        `\`driftlab clean --force\`\n`,
    );
}

/** The cache is no leftover, but who cleans up wants to know what stays. */
function tellKept({ out }: Terminal, wouldGo: boolean): void {
  const kept = keptImages(cacheDir());
  if (kept === null || wouldGo) return;
  const { count, bytes, folder } = kept;
  const what = `${counted(count, 'image')}, ${formatBytes(bytes)}`;
  out(`the cache of images stays (${what} in ${folder}); \`driftlab clean --images\` empties it\n`);
}

function inJson({ leftover: { path, what }, failure }: Cleaning, dryRun: boolean): object {
  return {
    path,
    what,
    removed: !dryRun && failure === null,
    reason: failure === null ? null : messageOf(failure),
  };
}

function doubtInJson({ path, what, doubt }: Leftover): object {
  return { path, what, removed: false, reason: doubt };
}
