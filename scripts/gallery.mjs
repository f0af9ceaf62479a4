// `npm run gallery`: runs the campaigns of docs/gallery.md on private engines, takes the pictures of their
// pages, and writes the page with what their reports say. `-- --campaigns FOLDER` keeps the campaigns there and
// takes those that are there already; names make only those entries' pictures and leave the page alone.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { argumentsOf } from './arguments.mjs';
import { needBrowser, pictured, saved } from './browser-pictures.mjs';
import { entries } from './gallery-entries.mjs';
import { root, say, setUp } from './setup.mjs';
import { wrapped } from './wrap-docs.mjs';

const { values: options, names } = argumentsOf({
  usage: `Usage: npm run gallery -- [NAME…] [--campaigns FOLDER]

Runs the campaigns of docs/gallery.md on private engines, takes the pictures of their pages, and writes the
page. Names: ${entries.map(({ name }) => name).join(', ')}; with any, only their pictures are made.
  --campaigns FOLDER  keep the campaigns there, and take those that are there already
Exit codes: 0 it is done, 64 bad arguments, 69 no engine or Chromium here.`,
  texts: ['campaigns'],
  names: entries.map(({ name }) => name),
});
setUp({ engineRequired: true });
needBrowser();
/** Pixels. */
const width = 1100;
const margin = 12;
const main = join(root, 'dist', 'cli', 'main.js');
const campaigns = resolve(options.campaigns ?? join(root, 'results', 'gallery'));
const chosen = entries.filter(({ name }) => names.length === 0 || names.includes(name));
const sections = [];
for (const entry of chosen) sections.push(await shown(entry));
if (names.length === 0) writeFileSync(join(root, 'docs', 'gallery.md'), wrapped(pageOf(sections)));

async function shown(entry) {
  const out = join(campaigns, entry.name);
  const campaign = join(out, 'latest');
  if (!existsSync(campaign)) driftlab([...entry.run, '--out', out], 'inherit');
  await takePictures(entry, campaign);
  return sectionOf(entry, JSON.parse(driftlab(['report', campaign, '--json'])), manifestOf(campaign));
}

async function takePictures({ name, pictures }, campaign) {
  const folder = mkdtempSync(join(tmpdir(), 'driftlab-gallery-'));
  try {
    const file = join(folder, 'report.html');
    driftlab(['report', campaign, '--format', 'html', '--output', file]);
    await pictured(pathToFileURL(file).href, { width, height: 900 }, async (tab, called) => {
      await tab.locator('.canvas .shown').first().waitFor();
      for (const { part, atMost } of pictures) await take(tab, { part, atMost }, called(fileOf(name, part)));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first screen ends where the arms do; every other part is a section with a heading of that id. */
async function take(tab, { part, atMost = Infinity }, path) {
  const clip = part === 'first' ? await firstScreen(tab) : await around(tab, part);
  await tab.screenshot({ path, fullPage: true, clip: { ...clip, height: Math.min(clip.height, atMost) } });
  saved(path);
}

async function firstScreen(tab) {
  const { y, height } = await tab.locator('section.first').boundingBox();
  return { x: 0, y: 0, width, height: y + height + margin };
}

async function around(tab, part) {
  const { y, height } = await tab.locator(`section[aria-labelledby="${part}"]`).boundingBox();
  return { x: 0, y: Math.max(0, y - margin), width, height: height + 2 * margin };
}

function sectionOf({ name, title, run, why, pictures }, { answer, header }, { startedAt, driftlab: by }) {
  const command = ['driftlab', ...run].join(' ');
  return `## ${title}
${why}

\`${command}\`: ${header.join(', ')}; run on ${startedAt.slice(0, 10)} by ${by.commit.slice(0, 7)}. The report says:

${answer.map((sentence) => `- ${sentence}`).join('\n')}

${pictures.map(({ part, alt }) => pictureOf(fileOf(name, part), alt)).join('\n\n')}`;
}

function pictureOf(file, alt) {
  return `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="pictures/${file}-dark.png">
  <img alt="${alt}" src="pictures/${file}-light.png">
</picture>`;
}

function pageOf(parts) {
  return `# Gallery

Pages of campaigns that were really run, each on private engines of one machine. \`npm run gallery\` runs them
again, takes the pictures and writes this page; the numbers are those of one run on one machine, and the next
run's will be others.

${parts.join('\n\n')}
`;
}

function fileOf(name, part) {
  return `gallery-${name}${part === 'first' ? '' : `-${part}`}`;
}

function manifestOf(campaign) {
  return JSON.parse(readFileSync(join(campaign, 'manifest.json'), 'utf8'));
}

/** A campaign that does not meet its scenario's expectation, or that cannot tell, is shown as it is. */
function driftlab(args, stdout = 'pipe') {
  const { status, stdout: text } = spawnSync(process.execPath, [main, ...args], {
    stdio: ['ignore', stdout, 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status === 0 || status === 1 || status === 2) return text;
  say(`driftlab ${args.join(' ')} ended with ${status}`);
  process.exit(status ?? 70);
}
