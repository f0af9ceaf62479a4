// Report formats. To add one:
//   1. make a file here that exports a `Format`: a name, one line of help, and `render` from model to text;
//   2. take every word and number from the model: a format lays out, it does not judge;
//   3. add it to the list below; `--format` and its help read this list;
//   4. test it in test/report with the campaigns that are there.
import type { Format } from './format.js';
import { csv } from './csv.js';
import { html } from './html.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import { openmetrics } from './openmetrics.js';
import { levels } from './levels.js';
import { terminal } from './terminal.js';

export type { Format, FormatOptions } from './format.js';

export const formats: readonly Format[] = [terminal, json, html, markdown, junit, csv, levels, openmetrics];

/** Which format is meant where none is named: on a terminal, for programs, and as a page for people. */
export const formatFor = { terminal: terminal.name, programs: json.name, page: html.name } as const;
