// Formats of findings. To add one: a file here that exports a `SweepFormat`, and a line in the list.
import type { SweepFormat } from '../swept.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { sarif } from './sarif.js';
import { table } from './table.js';

export const sweepFormats: readonly SweepFormat[] = [table, json, sarif, markdown];

/** Which one is meant where none is named: on a terminal, and for programs. */
export const sweepFormatFor = { terminal: table.name, programs: json.name } as const;
