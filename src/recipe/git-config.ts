// The git configuration of a trial: the same on every machine, so that line endings, hooks or ignored files
// of the user change nothing; taken over is only what gives access to private repositories.
import { isAbsolute, join } from 'node:path';
import type { FixtureRepositories } from './fixture/fixture.js';
import { gitIn } from './git.js';

const access = /^(credential|http|url|core\.sshcommand)/i;

/**
 * The text of the configuration file for these repositories. The user's settings are looked at only when one
 * of them is remote.
 */
export async function gitConfigFor(
  { mirror, upstream }: FixtureRepositories,
  signal: AbortSignal,
): Promise<string> {
  const places = [mirror, upstream];
  const remote = places.some((place) => !isAbsolute(place));
  // A repository that another user owns is read only when it is named as safe.
  const safe = places.filter((place) => isAbsolute(place)).flatMap((path) => [path, join(path, '.git')]);
  return [
    section('core', [
      ['hooksPath', '/dev/null'],
      ['excludesFile', '/dev/null'],
      ['attributesFile', '/dev/null'],
    ]),
    section(
      'safe',
      safe.map((path) => ['directory', path]),
    ),
    section('advice', [['detachedHead', 'false']]),
    section('gc', [['auto', '0']]),
    section('maintenance', [['auto', 'false']]),
    // An empty template: no sample hooks to make, copy and remove for every trial.
    section('init', [
      ['defaultRefFormat', 'files'],
      ['templateDir', ''],
    ]),
    ...(remote ? await usersAccess(signal) : []),
  ].join('');
}

async function usersAccess(signal: AbortSignal): Promise<readonly string[]> {
  const git = gitIn({ dir: '/', configFile: null, console: () => undefined, signal });
  const entries = (await git(['config', '--list', '-z'])).split('\0').filter((entry) => access.test(entry));
  return entries.map((entry) => {
    const [key = '', ...value] = entry.split('\n');
    const [, name = '', subsection, variable = ''] = /^([^.]+)(?:\.(.+))?\.([^.]+)$/.exec(key) ?? [];
    return section(subsection === undefined ? name : `${name} ${quoted(subsection)}`, [
      [variable, value.join('\n')],
    ]);
  });
}

function section(header: string, settings: readonly (readonly [string, string])[]): string {
  return `[${header}]\n${settings.map(([name, value]) => `\t${name} = ${quoted(value)}\n`).join('')}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
