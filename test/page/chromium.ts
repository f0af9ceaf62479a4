// Headless Chromium for the tests of the page: the machine's own, which set-up installs where it can.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Set by `npm test` on a machine on which there is no browser and none could be installed. */
export const withoutBrowser = process.env['DRIFTLAB_WITHOUT_BROWSER'] === '1';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Without its sandbox, which root may not have; it opens nothing but the tests' own files. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
}

function findChromium(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const found = paths.find(isProgram);
  if (found === undefined)
    throw new Error(`no ${names.join(', ')} on PATH; on Debian: apt-get install chromium`);
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
