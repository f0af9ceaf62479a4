// The page as a reader has it: the example campaign's, from the built command, in a real browser, from the
// disk.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { driftlab } from '../cli/driftlab.js';
import { nasty } from '../report/made-report.js';
import { launchChromium, withoutBrowser } from './chromium.js';
import { unreadableLabels } from './labels.js';
import { manyTrials } from './many-trials.js';

const folder = mkdtempSync(join(tmpdir(), 'driftlab-page-'));
const example = join(folder, 'example-campaign');
const file = join(folder, 'report.html');
let browser: Browser;

beforeAll(async () => {
  if (withoutBrowser) return;
  cpSync(fileURLToPath(new URL('../report/example-campaign', import.meta.url)), example, { recursive: true });
  const { code, stderr } = await driftlab(folder, ['report', example, '--format', 'html', '--output', file]);
  expect(code, stderr).toBe(0);
  browser = await launchChromium();
});

afterAll(async () => {
  if (!withoutBrowser) await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  /** What the browser complained of, and what it asked of the network. */
  readonly complaints: readonly string[];
}

async function openPage(path: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'log') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== pathToFileURL(path).href) complaints.push(request.url());
  });
  await page.goto(pathToFileURL(path).href);
  return { page, complaints };
}

/** Violations that keep somebody from reading it. */
async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run(document)');
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}

function sideways(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}

describe.skipIf(withoutBrowser)('the page of the example campaign', () => {
  it('opens from the disk without a complaint or a request, and shows answer, strips and rates at once', async () => {
    const { page, complaints } = await openPage(file, { viewport: { width: 1280, height: 900 } });
    await page.waitForSelector('.canvas .shown');
    expect(complaints).toEqual([]);
    for (const place of [
      '.answer',
      '.arm:nth-child(1) .strip',
      '.arm:nth-child(2) .strip',
      '.arm:nth-child(2) .interval',
    ]) {
      const box = present(await page.locator(place).boundingBox(), place);
      expect(box.y + box.height, place).toBeLessThanOrEqual(900);
    }
    await page.close();
  });

  it.each(['light', 'dark'] as const)(
    'keeps nobody out in %s, with and without a trial opened',
    async (colorScheme) => {
      const { page } = await openPage(file, { colorScheme });
      await page.waitForSelector('.canvas .shown');
      expect(await barriers(page)).toEqual([]);
      await page.locator('.strip button').first().click();
      await page.waitForSelector('dialog[open] .canvas .shown');
      expect(await barriers(page)).toEqual([]);
      await page.close();
    },
  );

  it(
    'opens a drifted trial by click and shows who killed what, with the lines, at the mark that is ' +
      'pointed at',
    async () => {
      const { page, complaints } = await openPage(file);
      await page.locator('.strip button[aria-label*="oom-kill"]').first().click();
      const dialog = page.locator('dialog[open]');
      expect(await dialog.locator('h2').textContent()).toMatch(
        /start-first · rolled-back · oom-kill of the new task/,
      );
      await dialog.locator('.shown[aria-label*="killed by the kernel"]').first().hover();
      const detail = await dialog.locator('.detail').textContent();
      expect(detail).toMatch(/killed by the kernel at \d+/);
      expect(detail).toMatch(/kernel-oom.*process=node/);
      expect(await dialog.locator('.story').textContent()).toMatch(/swarm rolls back.*readback/s);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it('can be worked without a pointer: strip, arrows, trial, marks and back', async () => {
    const { page } = await openPage(file);
    await page.locator('.strip button').first().focus();
    await page.keyboard.press('ArrowRight');
    const called = present(await page.locator(':focus').getAttribute('data-open'), 'trial');
    await page.keyboard.press('Enter');
    const dialog = page.locator('dialog[open]');
    expect(await dialog.locator('h2').textContent()).toContain(`trial ${called}`);
    await dialog.locator('.shown').first().waitFor();
    await dialog.locator('.close').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate("document.activeElement.closest('.shown') !== null")).toBe(true);
    expect(await dialog.locator('.detail').textContent()).not.toBe('');
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog[open]').count()).toBe(0);
    expect(await page.locator(':focus').getAttribute('data-open')).toBe(called);
    await page.close();
  });

  it('lays two trials over each other so that their head deploys stand below each other', async () => {
    const { page } = await openPage(file);
    await page.locator('.strip button').first().click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('select').selectOption({ index: 1 });
    await dialog.locator('.canvas .head-line').nth(1).waitFor();
    const lines = await dialog.locator('.head-line line').all();
    const places = await Promise.all(lines.map((line) => line.getAttribute('x1')));
    expect(places).toHaveLength(2);
    expect(places[0]).toBe(places[1]);
    await page.close();
  });

  it('filters its trials by arm and outcome, and says how many are left', async () => {
    const { page } = await openPage(file);
    await page.locator('[data-filter="arm"]').selectOption('start-first');
    await page.locator('[data-filter="outcome"]').selectOption('rolled-back');
    const shown = page.locator('.trials tbody tr:visible');
    expect(await shown.count()).toBeGreaterThan(0);
    for (const text of await shown.allTextContents()) expect(text).toMatch(/start-first.*rolled-back/s);
    expect(await page.locator('[data-count]').textContent()).toBe(
      `${String(await shown.count())} of ${String(await page.locator('.trials tbody tr').count())} trials`,
    );
    await page.close();
  });

  it('does not scroll sideways on a phone, nor does a trial that is opened there', async () => {
    const { page } = await openPage(file, { viewport: { width: 375, height: 780 } });
    await page.waitForSelector('.canvas .shown');
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await page.locator('.strip button').first().click();
    await page.waitForSelector('dialog[open] .canvas .shown');
    const inside =
      "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('dialog'))";
    expect(await page.evaluate(inside)).toBeLessThanOrEqual(0);
    await page.close();
  });

  it.each([1100, 420])('writes no label over another, and cuts none off, at %i pixels', async (width) => {
    const { page } = await openPage(file, { viewport: { width, height: 900 } });
    await page.waitForSelector('.canvas .shown');
    const unreadable = [...(await unreadableLabels(page))];
    for (const button of await page.locator('.strip button').all()) {
      await button.click();
      await page.waitForSelector('dialog[open] .canvas .shown');
      unreadable.push(...(await unreadableLabels(page)));
      await page.keyboard.press('Escape');
    }
    expect(unreadable).toEqual([]);
    await page.close();
  });

  it('has every column of its trials on a phone, within reach inside of the table', async () => {
    const { page } = await openPage(file, { viewport: { width: 390, height: 780 } });
    const heads = page.locator('.trials thead th');
    expect(await heads.allTextContents()).toEqual(['Trial', 'Arm', 'Outcome', 'Load', 'Price', 'Why']);
    for (const head of await heads.all()) expect(await head.isVisible()).toBe(true);
    await heads.last().scrollIntoViewIfNeeded();
    const box = present(await heads.last().boundingBox(), 'last column');
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(await barriers(page)).toEqual([]);
    await page.close();
  });

  it('is past a drawing with one key, and goes through its marks with the arrows', async () => {
    const { page } = await openPage(file);
    await page.locator('.strip button').first().click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('.shown').nth(3).waitFor();
    const focused = (): Promise<string | null> => page.locator(':focus').getAttribute('data-ref');
    await dialog.locator('.close').focus();
    await page.keyboard.press('Tab');
    const first = await focused();
    await page.keyboard.press('ArrowRight');
    const second = await focused();
    expect(new Set([null, first, second]).size).toBe(3);
    await page.keyboard.press('Tab');
    expect(await page.evaluate("document.activeElement.closest('.canvas') === null")).toBe(true);
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe(second);
    await page.close();
  });

  it('prints the trial that is open, whole and nothing else, and itself when none is', async () => {
    const { page } = await openPage(file, { viewport: { width: 1280, height: 700 } });
    const pagesOf = async (): Promise<number> => {
      const printed = await page.pdf({ format: 'A4', printBackground: true });
      return printed.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    };
    const whole = await pagesOf();
    await page.locator('.strip button').first().click();
    await page.waitForSelector('dialog[open] .canvas .shown');
    expect(await pagesOf()).toBeLessThan(whole);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('main').isVisible()).toBe(false);
    const dialog = page.locator('dialog[open]');
    const hidden =
      '(({ scrollHeight, clientHeight, scrollWidth, clientWidth }) => [scrollHeight - clientHeight, ' +
      "scrollWidth - clientWidth])(document.querySelector('dialog'))";
    expect(await page.evaluate(hidden)).toEqual([0, 0]);
    expect(await dialog.locator('.story li').last().isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    await page.keyboard.press('Escape');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('main').isVisible()).toBe(true);
    await page.close();
  });

  it('prints on A4 with its timelines, and reads without its script', async () => {
    const { page } = await openPage(file, {
      javaScriptEnabled: false,
      viewport: { width: 1000, height: 800 },
    });
    expect(await page.locator('.featured svg .mark').count()).toBeGreaterThan(0);
    await page.emulateMedia({ media: 'print' });
    const printed = await page.pdf({ format: 'A4', printBackground: true });
    expect(printed.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await page.close();
  });
});

describe.skipIf(withoutBrowser)('a page of texts that mean harm', () => {
  it('shows them as texts: nothing of theirs runs, loads or turns the writing', async () => {
    const path = join(folder, 'hostile.html');
    const text = readFileSync(file, 'utf8').replaceAll(
      'version heavyweb:2 boots',
      JSON.stringify(nasty).slice(1, -1).replaceAll('<', '\\u003c'),
    );
    writeFileSync(path, text);
    const { page, complaints } = await openPage(path);
    await page.locator('.strip button[aria-label*="oom-kill"]').first().click();
    const story = page.locator('dialog[open] .story');
    expect(await story.textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await story.textContent()).toContain('\u2039U+202E\u203A');
    expect(await page.locator('dialog img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe.skipIf(withoutBrowser)('a page of two thousand trials', () => {
  it('stays below 15 MiB, says of which ones it has the timelines, and filters them', async () => {
    const path = join(folder, 'many.html');
    const text = manyTrials(2000);
    writeFileSync(path, text);
    expect(Buffer.byteLength(text)).toBeLessThan(15 * 1024 ** 2);
    const { page, complaints } = await openPage(path);
    expect(await page.locator('#trials + .lead').textContent()).toContain(
      'the timelines of 150 of 2000 trials',
    );
    await page.locator('[data-filter="outcome"]').selectOption('rolled-back');
    expect(await page.locator('[data-count]').textContent()).toBe('400 of 2000 trials');
    expect(complaints).toEqual([]);
    await page.close();
  });
});
