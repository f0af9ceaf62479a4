// `npm run pictures`: the pictures of the documentation, taken of the example campaign's page in headless
// Chromium.
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { argumentsOf } from './arguments.mjs';
import { installBrowser, root, run, say, setUp } from './setup.mjs';

argumentsOf({
  usage: `Usage: npm run pictures

Takes the pictures of the documentation from the example campaign's page, in headless Chromium.
Exit codes: 0 they are taken, 64 bad arguments, 69 no Chromium here.`,
  names: null,
});
setUp({ engineRequired: false });
const { chromium } = await import('playwright-core');
const missing = installBrowser();
if (missing !== null) {
  say(`pictures: no Chromium: ${missing}`);
  process.exit(69);
}
const folder = mkdtempSync(join(tmpdir(), 'driftlab-pictures-'));
const to = join(root, 'docs', 'pictures');
mkdirSync(to, { recursive: true });
try {
  await takePictures(writePage());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function writePage() {
  const file = join(folder, 'report.html');
  const args = [
    'report',
    join(root, 'test', 'report', 'example-campaign'),
    '--format',
    'html',
    '--output',
    file,
  ];
  run(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...args]);
  return pathToFileURL(file).href;
}

async function takePictures(page) {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
  for (const scheme of ['light', 'dark']) {
    const tab = await browser.newPage({ colorScheme: scheme, viewport: { width: 1100, height: 610 } });
    await tab.goto(page);
    await tab.locator('.canvas .shown').first().waitFor();
    await save(`report-${scheme}.png`, (path) => tab.screenshot({ path }));
    await tab.setViewportSize({ width: 1100, height: 830 });
    await tab.locator('.strip button[aria-label*="oom-kill"]').first().click();
    await tab.locator('dialog[open] .shown[aria-label*="killed by the kernel"]').first().hover();
    await save(`trial-${scheme}.png`, (path) => tab.screenshot({ path }));
    await tab.close();
  }
  await browser.close();
}

async function save(name, take) {
  const path = join(to, name);
  await take(path);
  say(`pictures: ${name}, ${Math.round(statSync(path).size / 1024)} KiB`);
}

function findBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const paths = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((place) => names.map((name) => join(place, name)));
  return paths.find((path) => existsSync(path));
}
