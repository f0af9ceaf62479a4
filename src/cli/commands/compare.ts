// driftlab compare: two arms, of one campaign or of two, from their verdicts alone.
import { counted } from '../../base/counted.js';
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { comparisonSentences, provenanceDifferences, type ComparedArm } from '../../report/index.js';
import { armsMeant, armWords } from '../../scenario/arm-pattern.js';
import { comparisonOf } from '../../statistics/index.js';
import { campaignState } from '../campaigns/campaign-state.js';
import { openCampaign, summaryOf, type StoredCampaign } from '../campaigns/campaign-store.js';
import { exitCodes } from '../exit.js';
import { keptVerdicts } from '../campaigns/kept-verdicts.js';
import { namedCampaign } from '../campaigns/named-campaign.js';
import { jsonOption, outOption } from '../options.js';
import { openTerminal } from '../terminal/terminal.js';

interface CompareOptions {
  readonly out: string;
  readonly arm?: string;
  readonly json?: boolean;
}

export function addCompare(program: Command, onExit: (code: number) => void): void {
  program
    .command('compare')
    .description(
      'two arms of a campaign, or the same arm of two campaigns: does the upgrade fail more often in ' +
        'one? Never says that they are equal',
    )
    .argument('<a>', 'CAMPAIGN/ARM, or with --arm a campaign')
    .argument('<b>', 'CAMPAIGN/ARM, or with --arm a campaign')
    .option('--arm <name>', 'the arm to compare in both campaigns')
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab compare latest/start-first latest/stop-first\n')
    .action((a: string, b: string, options: CompareOptions) => {
      onExit(compare(a, b, options));
    });
}

function compare(nameA: string, nameB: string, options: CompareOptions): number {
  const [a, b] = [armOf(nameA, options), armOf(nameB, options)];
  refuseUnlike(a.arm, b.arm);
  const comparison = comparisonOf(a.arm, b.arm);
  const untested = a.arm.untested ?? b.arm.untested;
  const differences =
    a.campaign.files.folder === b.campaign.files.folder
      ? []
      : provenanceDifferences(a.campaign.manifest, b.campaign.manifest);
  const { out, json } = openTerminal();
  if (options.json === true)
    json({ a: a.arm, b: b.arm, comparison: untested === null ? comparison : null, untested, differences });
  else out(`${comparisonSentences({ a: a.arm, b: b.arm, comparison, differences }).join('\n')}\n`);
  return exitCodes.done;
}

/** Rates of two events say nothing of each other. */
function refuseUnlike(a: ComparedArm, b: ComparedArm): void {
  if (JSON.stringify(a.event.count) === JSON.stringify(b.event.count)) return;
  const [ofA, ofB] = [a, b].map(({ event: { count } }) =>
    typeof count === 'string' ? count : count.join(', '),
  );
  throw new LabError('bad-input', `${a.name} counts ${String(ofA)}, and ${b.name} counts ${String(ofB)}`, {
    hint: 'compare campaigns whose scenarios have the same `count`',
  });
}

function whyUntested(campaign: string, why: string | null): string | null {
  return why === null ? null : `of ${campaign}, ${why}`;
}

/**
 * @throws LabError `bad-input` for a campaign or arm that is not there, and for an arm without a valid trial.
 */
function armOf(
  name: string,
  { out, arm }: CompareOptions,
): { readonly campaign: StoredCampaign; readonly arm: ComparedArm } {
  const cut = arm === undefined ? name.lastIndexOf('/') : name.length;
  if (cut < 1)
    throw new LabError('bad-input', `${name} names no arm`, {
      hint: 'write CAMPAIGN/ARM, like latest/start-first, or name the arm of both campaigns by --arm',
    });
  const [campaignName, wanted] = [name.slice(0, cut), arm ?? name.slice(cut + 1)];
  const campaign = openCampaign(namedCampaign(out, campaignName).files.folder);
  const verdicts = keptVerdicts(campaign);
  const summary = summaryOf(campaign, verdicts, campaignState(campaign, verdicts).state);
  const [found, ...others] = armsMeant(wanted, summary.arms);
  if (found === undefined || others.length > 0)
    throw new LabError('bad-input', `"${wanted}" is not one arm of ${campaignName}`, {
      hint: `its arms are ${armWords(summary.arms).join(', ')}`,
    });
  if (found.event === null)
    throw new LabError(
      'bad-input',
      `the arm ${found.name} of ${campaignName} has no valid trial, so there is nothing to compare`,
      {
        hint:
          `of ${counted(found.trials.planned, 'trial')} ${String(found.trials.inconclusive)} inconclusive; ` +
          ` driftlab report ${campaignName} says why`,
      },
    );
  return {
    campaign,
    arm: {
      name: `${campaignName}/${found.name}`,
      event: found.event,
      drift: found.drift,
      untested: whyUntested(campaignName, summary.untested),
    },
  };
}
