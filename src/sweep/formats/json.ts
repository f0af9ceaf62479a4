// Findings for programs.
import { jsonText } from '../../base/visible.js';
import type { SweepFormat } from '../swept.js';

export const json: SweepFormat = {
  name: 'json',
  summary: 'one document for programs',
  render: (swept, { least }) => `${jsonText({ severity: least, recipes: swept }, 2)}\n`,
};
