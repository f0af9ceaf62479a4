// What goes into a bundle of a campaign: all that judging it again needs, what its own driftlab said of it,
// and a page for whoever has no driftlab at hand.
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { messageOf } from '../../base/lab-error.js';
import type { Mask } from '../../base/secrets/index.js';
import { formatFor } from '../../report/index.js';
import { plainPaint } from '../../report/paint.js';
import { attemptName } from '../../plan/attempt.js';
import { formatPlan } from '../../plan/plan-file.js';
import type { Arm } from '../../scenario/scenario.js';
import {
  formatManifest,
  readRegular,
  type BundledText,
  type BundleFacts,
  type Manifest,
} from '../../store/index.js';
import { bundleReadme, type BundleRequest } from './bundle-readme.js';
import { campaignState } from '../campaigns/campaign-state.js';
import { lostAttempts, readVerdicts, summaryOf, type StoredCampaign } from '../campaigns/campaign-store.js';
import { maskedJournal, maskedValue } from './masked-file.js';
import { renderReport } from '../campaigns/print-report.js';
import { maskedPlan, maskOf } from '../start/secret-env.js';

/** Throws `bad-input` where a secret cannot be taken out. */
export function* bundleTexts(request: BundleRequest): Generator<BundledText, BundleFacts> {
  const { campaign, trial, driftlab } = request;
  const { files, plan, manifest } = campaign;
  const mask = maskOf(plan);
  const scenario = { ...manifest.scenario, text: mask(manifest.scenario.text) };
  const found: Found = { masked: [], lacks: [] };
  yield { path: 'README.md', text: bundleReadme(request) };
  yield {
    path: 'manifest.json',
    text: formatManifest({ ...(maskedValue(manifest, mask) as Manifest), scenario }),
  };
  yield { path: 'plan.json', text: formatPlan(maskedPlan(plan, mask)) };
  yield { path: 'scenario.yml', text: scenario.text };
  for (const id of trialFolders(campaign)) yield* trialTexts({ campaign, found, mask }, id);
  yield* pageText(request, found);
  const summary = trial === null && found.masked.length === 0 ? textOf(files.summary) : null;
  if (summary !== null) yield { path: 'summary.json', text: summary };
  return { trial, driftlab, recipes: plan.arms.map(recipeOf), ...found };
}

/** What a bundle says of itself, found out file by file. */
interface Found {
  readonly masked: string[];
  readonly lacks: string[];
}

/** In launch order, each with the attempts at it that were lost. */
function trialFolders(campaign: StoredCampaign): readonly string[] {
  const lost = lostAttempts(campaign);
  return campaign.plan.trials.flatMap(({ id }) => [
    ...lost.filter((one) => one.id === id).map(({ attempt }) => attemptName(id, attempt)),
    id,
  ]);
}

interface Packing {
  readonly campaign: StoredCampaign;
  readonly found: Found;
  readonly mask: Mask;
}

/** None of a trial that did not run. */
function* trialTexts({ campaign: { files }, found, mask }: Packing, id: string): Generator<BundledText> {
  const { folder, evidence, console, verdict } = files.trial(id);
  if (!existsSync(folder)) return;
  const inBundle = (path: string): string => relative(files.folder, path);
  const journal = textOf(evidence);
  if (journal === null) found.lacks.push(`${inBundle(evidence)}, which is not there or cannot be read`);
  const { text, changed } = maskedJournal(evidence, journal ?? '', mask);
  if (journal !== null) yield { path: inBundle(evidence), text };
  if (changed) found.masked.push(inBundle(evidence));
  const [said, judged] = [textOf(console), changed ? null : textOf(verdict)];
  if (said !== null) yield { path: inBundle(console), text: mask(said) };
  if (judged !== null) yield { path: inBundle(verdict), text: judged };
}

/** An error of the report is no reason to send nothing: the bundle may be what shows the bug. */
function* pageText(request: BundleRequest, { masked, lacks }: Found): Generator<BundledText> {
  if (masked.length > 0) {
    lacks.push(lacksPage('secrets were masked in the evidence only as it was packed'));
    return;
  }
  try {
    yield { path: 'report.html', text: pageOf(request) };
  } catch (error) {
    lacks.push(lacksPage(messageOf(error)));
  }
}

function lacksPage(why: string): string {
  return `report.html, since ${why}; \`driftlab report FILE --format html\` writes it from what is here`;
}

function pageOf({ campaign, name }: BundleRequest): string {
  const verdicts = readVerdicts(campaign);
  const { state, words } = campaignState(campaign, verdicts);
  return renderReport({
    campaign,
    summary: summaryOf(campaign, verdicts, state),
    state: words,
    verdicts,
    format: formatFor.page,
    name,
    terminal: { width: 100, paint: plainPaint },
  });
}

function recipeOf({ name, settings: { recipe, pinned } }: Arm): BundleFacts['recipes'][number] {
  return {
    arm: name,
    recipe: recipe.name,
    base: { ref: recipe.base, commit: pinned?.base ?? null },
    head: { ref: recipe.head, commit: pinned?.head ?? null },
  };
}

/** Null where there is no such file, or none that can be read. */
function textOf(path: string): string | null {
  try {
    return existsSync(path) ? readRegular(path) : null;
  } catch {
    return null;
  }
}
