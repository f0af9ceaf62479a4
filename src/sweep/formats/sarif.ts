// Findings as SARIF 2.1.0, which code hosts and editors show beside the lines.
import { jsonText } from '../../base/visible.js';
import type { Place } from '../../compose/place.js';
import { rules } from '../rules.js';
import type { Finding, Rule, Severity } from '../signature.js';
import type { SweepFormat } from '../swept.js';

/** SARIF has a level only for what is a failure. */
const levels: Readonly<Record<Severity, { readonly kind: string; readonly level: string }>> = {
  high: { kind: 'fail', level: 'error' },
  medium: { kind: 'fail', level: 'warning' },
  low: { kind: 'fail', level: 'note' },
  info: { kind: 'informational', level: 'none' },
};

export const sarif: SweepFormat = {
  name: 'sarif',
  summary: 'for editors and code scanners, which show a finding at its line',
  render: (swept, { version }) => {
    const tool = { driver: { name: 'driftlab', semanticVersion: version, rules: rules.map(ruleOf) } };
    const results = swept.flatMap(({ findings }) => findings.map(resultOf));
    return `${jsonText({ version: '2.1.0', runs: [{ tool, columnKind: 'utf16CodeUnits', results }] }, 2)}\n`;
  },
};

function ruleOf({ name, summary, why, source, mend }: Rule): unknown {
  const help = { text: `What mends it: ${mend}. Source: ${source}` };
  return { id: name, shortDescription: { text: summary }, fullDescription: { text: why }, help };
}

function resultOf({ signature, severity, says, places: [first, ...rest] }: Finding): unknown {
  return {
    ruleId: signature,
    ...levels[severity],
    message: { text: says },
    locations: [locationOf(first)],
    ...(rest.length === 0 ? {} : { relatedLocations: rest.map(locationOf) }),
  };
}

function locationOf({ file, line, column }: Place): unknown {
  const uri = file.split('/').map(encodeURIComponent).join('/');
  return {
    physicalLocation: { artifactLocation: { uri }, region: { startLine: line, startColumn: column } },
  };
}
