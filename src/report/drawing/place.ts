// Where a lane stands in the drawing, and what drawing it gives back.
import type { ScaleLinear } from 'd3-scale';
import type { Markup } from '../page/markup.js';

/** Where things of one lane go. */
export interface Place {
  readonly x: ScaleLinear<number, number>;
  /** Left and right edge of the lanes, in pixels. */
  readonly left: number;
  readonly right: number;
  /** Upper edge of the lane. */
  readonly y: number;
  /** Number of the lane, by which a mark is found again. */
  readonly lane: number;
  /** The names of lanes stand above them. */
  readonly narrow: boolean;
}

/** A part of the drawing and how much room it took. */
export interface Drawn {
  readonly markup: Markup;
  readonly height: number;
}
