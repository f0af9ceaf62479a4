// What a report format is.
import type { PageParts } from '../page/page.js';
import type { Paint } from '../paint.js';
import type { ReportModel } from '../report-model.js';

export interface FormatOptions {
  /** Columns; formats that are not laid out in columns do not look at it. */
  readonly width: number;
  readonly paint: Paint;
}

export interface RenderOptions extends FormatOptions {
  /**
   * What only the page has, asked for by no other format, since it takes reading the evidence of many trials.
   */
  readonly page?: () => PageParts;
}

export interface Format {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** The file of the campaign's folder that it goes to where there is a terminal; left out: the terminal. */
  readonly ownFile?: string;
  /** The whole report, with a newline at the end. */
  readonly render: (model: ReportModel, options: RenderOptions) => string;
}
