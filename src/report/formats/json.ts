// The report for programs: the whole model, sentences and summary, in the order of its declaration.
import type { Format } from './format.js';

export const json: Format = {
  name: 'json',
  summary: 'everything, for programs',
  render: (model) => `${JSON.stringify(model, null, 2)}\n`,
};
