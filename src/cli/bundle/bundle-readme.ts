// The first thing that a stranger reads in a bundle: what it is, and what to do with it.
import { counted } from '../../base/counted.js';
import type { BundleFacts } from '../../store/index.js';
import type { StoredCampaign } from '../campaigns/campaign-store.js';

export interface BundleRequest {
  /** Its plan cut down where the bundle is of one trial. */
  readonly campaign: StoredCampaign;
  readonly trial: string | null;
  /** How it is called below. */
  readonly name: string;
  readonly driftlab: BundleFacts['driftlab'];
}

/** Markdown. */
export function bundleReadme({ campaign: { plan, manifest }, trial, driftlab }: BundleRequest): string {
  const trials = counted(plan.trials.length, 'trial');
  return `# ${trial === null ? 'A campaign' : `Trial ${trial} of a campaign`} of driftlab

${manifest.campaign}: ${trials} of the scenario ${manifest.scenario.name}, begun ${manifest.startedAt}
by driftlab ${manifest.driftlab.version}, packed by driftlab ${driftlab.version}. driftlab upgrades an app
on throw-away Docker swarms again and again and says what became of each upgrade, from recorded evidence.

\`report.html\` opens in any browser and needs nothing else. To judge the evidence again, without an engine:

    driftlab judge FILE.tar        # the same verdicts, byte for byte, or which differ
    driftlab report FILE.tar
    driftlab explain FILE.tar/${plan.trials[0]?.id ?? '001'}

| file | |
| --- | --- |
| \`bundle.json\` | what is packed, with checksums; commits of the recipes; what was masked or is lacking |
| \`manifest.json\` | what it was run with: host, tools, driftlab, arguments, the scenario's text and hash |
| \`plan.json\`, \`scenario.yml\` | the trials with all that was drawn for them; the scenario as it was read |
| \`trials/ID/evidence.jsonl\` | what was recorded, a fact a line; \`console.log\` is what tools printed |
| \`trials/ID/verdict.json\`, \`summary.json\` | what the campaign's own driftlab made of it |

Values that are secret by their name are \`***\`. The checksums guard against damage, not against forgery.
`;
}
