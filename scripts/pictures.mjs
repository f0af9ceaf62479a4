// `npm run pictures`: the pictures of the README, taken of the example campaign's page.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { argumentsOf } from './arguments.mjs';
import { needBrowser, pictured, saved } from './browser-pictures.mjs';
import { root, run, setUp } from './setup.mjs';

argumentsOf({
  usage: `Usage: npm run pictures

Takes the pictures of the README from the example campaign's page, in headless Chromium.
Exit codes: 0 they are taken, 64 bad arguments, 69 no Chromium here.`,
  names: null,
});
setUp({ engineRequired: false });
needBrowser();
const folder = mkdtempSync(join(tmpdir(), 'driftlab-pictures-'));
try {
  await pictured(writePage(), { width: 1100, height: 610 }, takePictures);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function writePage() {
  const file = join(folder, 'report.html');
  const campaign = join(root, 'test', 'report', 'example-campaign');
  const args = ['report', campaign, '--format', 'html', '--output', file];
  run(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...args]);
  return pathToFileURL(file).href;
}

async function takePictures(tab, called) {
  await tab.locator('.canvas .shown').first().waitFor();
  await take(tab, called('report'));
  await tab.setViewportSize({ width: 1100, height: 830 });
  await tab.locator('.strip button[aria-label*="oom-kill"]').first().click();
  await tab.locator('dialog[open] .shown[aria-label*="killed by the kernel"]').first().hover();
  await take(tab, called('trial'));
}

async function take(tab, path) {
  await tab.screenshot({ path });
  saved(path);
}
