// The report for programs: the whole model, sentences and summary, in the order of its declaration.
import { jsonText } from '../../base/visible.js';
import type { Format } from './format.js';

export const json: Format = {
  name: 'json',
  summary: 'everything, for programs',
  render: (model) => `${jsonText(model, 2)}\n`,
};
