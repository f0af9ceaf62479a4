// Findings for a pull request or an issue.
import { literal } from '../../report/formats/literal.js';
import { placeText, total, type SweepFormat } from '../swept.js';

export const markdown: SweepFormat = {
  name: 'markdown',
  summary: 'a table to paste into an issue',
  render: (swept) => {
    const rows = swept.flatMap(({ recipe, findings }) =>
      findings.map((finding) => {
        const { severity, signature, says, mend } = finding;
        return (
          `| ${[recipe, severity, signature, placeText(finding), says, mend].map(literal).join(' | ')} ` + '|'
        );
      }),
    );
    const head = [
      '',
      '| recipe | severity | signature | where | what | what mends it |',
      '| --- | --- | --- | --- | --- | --- |',
    ];
    return [`**${total(swept)}**`, ...(rows.length === 0 ? [] : [...head, ...rows]), ''].join('\n');
  },
};
