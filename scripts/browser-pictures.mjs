// Pictures of pages in headless Chromium, each in a light and a dark form.
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installBrowser, root, say } from './setup.mjs';

const schemes = ['light', 'dark'];
const folder = join(root, 'docs', 'pictures');

/** Ends the process with 69 where there is no browser. */
export function needBrowser() {
  const missing = installBrowser();
  if (missing === null) return;
  say(`no pictures without Chromium: ${missing}`);
  process.exit(69);
}

/**
 * Opens the page at the address once light and once dark, and calls `take` with each tab and with a function
 * that says under which name a picture is saved.
 */
export async function pictured(address, size, take) {
  mkdirSync(folder, { recursive: true });
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
  try {
    for (const scheme of schemes) {
      const tab = await browser.newPage({ colorScheme: scheme, viewport: size });
      await tab.goto(address);
      await take(tab, (name) => pathOf(`${name}-${scheme}.png`));
      await tab.close();
    }
  } finally {
    await browser.close();
  }
}

/** Says how large the picture has become. */
export function saved(path) {
  say(`${path.slice(root.length)}, ${Math.round(statSync(path).size / 1024)} KiB`);
}

function pathOf(name) {
  return join(folder, name);
}

function findBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const paths = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((place) => names.map((name) => join(place, name)));
  return paths.find((path) => existsSync(path));
}
