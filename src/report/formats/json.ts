// The report for programs: what was found and the sentences that people read, with the summary.
import { jsonText } from '../../base/visible.js';
import { told } from '../told.js';
import type { Format } from './format.js';

export const json: Format = {
  name: 'json',
  summary: 'everything, for programs',
  render: (model) => {
    const { title, question, arms, marginals, trials, levels, provenance, summary } = model;
    const { header, answer, notes, next } = told(model);
    const found = { arms, marginals, trials, levels, next, provenance, summary };
    return `${jsonText({ format: 1, title, question, header, answer, notes, ...found }, 2)}\n`;
  },
};
