// The report as a page for people: one file without anything outside, that opens from a disk, a mail or a
// CI server.
import { present } from '../../base/assert.js';
import { pageOf } from '../page/page.js';
import type { Format } from './format.js';

export const html: Format = {
  name: 'html',
  summary: 'one self-contained page with the timelines of its trials',
  ownFile: 'report.html',
  render: (model, { page }) => pageOf(model, present(page, 'what a page has besides the model')()),
};
