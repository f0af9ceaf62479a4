// Formats of findings. To add one: a file here that exports a `SweepFormat`, and a line in the list.
import type { SweepFormat } from '../swept.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { sarif } from './sarif.js';
import { table } from './table.js';

export const sweepFormats: readonly SweepFormat[] = [table, json, sarif, markdown];
