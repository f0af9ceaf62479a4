// What a timeline is made of, as data: lanes with spans, marks and curves on one axis of time, each with
// the lines of evidence that it rests on.
import type { LoadUnit } from '../../base/units.js';
import type { Mark } from '../../statistics/trial-result.js';
import type { Moment, Quote } from '../story/moment.js';

export type { Quote } from '../story/moment.js';

/** Whose a thing is, or how it stands: `old` and `restored` are the base's, `new` the head's. */
export type Tone = 'old' | 'new' | 'restored' | 'other' | 'good' | 'bad' | 'busy' | 'faint';

/** What it shows and rests on; times are milliseconds since the trial began. */
interface Shown {
  readonly tone: Tone;
  /** Written on it or beside it; may be empty. */
  readonly label: string;
  /** A sentence for whoever points at it. */
  readonly text: string;
  /** `seq` of the evidence, rising. */
  readonly lines: readonly number[];
  readonly quotes: readonly Quote[];
}

export interface Span extends Shown {
  readonly fromMs: number;
  readonly toMs: number;
  /** `hollow`: on its way; `solid`: as it is meant to be; `hatched`: ill, or missing. */
  readonly fill: 'hollow' | 'solid' | 'hatched';
}

export interface PointMark extends Shown {
  readonly atMs: number;
  readonly sign: 'death' | 'stop' | 'pass' | 'fail' | 'fault';
}

export interface SpanLane {
  readonly kind: 'spans';
  readonly name: string;
  readonly spans: readonly Span[];
  readonly marks: readonly PointMark[];
}

export interface Curve {
  readonly name: string;
  readonly tone: Tone;
  /** Moment and amount, rising by moment. */
  readonly points: readonly (readonly [atMs: number, amount: number])[];
  /** The most that it may reach, where that is its own and not the lane's. */
  readonly ownLimit?: number | null;
}

export interface CurveLane {
  readonly kind: 'curves';
  readonly name: string;
  readonly unit: LoadUnit;
  /** A line that matters: the limit of the envelope, or what a load was to reach. */
  readonly limit: { readonly amount: number; readonly label: string } | null;
  readonly curves: readonly Curve[];
  readonly marks: readonly (PointMark & { readonly amount: number })[];
}

export type Lane = SpanLane | CurveLane;

/** A time that is shaded through all lanes. */
export interface Band extends Omit<Shown, 'tone'> {
  readonly kind: 'load' | 'blind';
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Timeline {
  readonly trial: string;
  readonly called: string;
  readonly arm: string;
  readonly mark: Mark;
  readonly heading: readonly string[];
  /** From which the story counts its seconds. */
  readonly zeroMs: number;
  /** When the head's deploy began, at which two trials are laid over each other; null when it never did. */
  readonly headMs: number | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly lanes: readonly Lane[];
  readonly bands: readonly Band[];
  readonly story: readonly Moment[];
  readonly ending: readonly string[];
  readonly footnotes: readonly string[];
  /** `seq` -> the line in short, for every line that is referred to. */
  readonly record: Readonly<Record<number, string>>;
}

/** What of a trial is shown, in milliseconds since it began. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}
