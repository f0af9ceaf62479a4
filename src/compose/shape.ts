// What a part of a compose file may look like. Docker validates after variables are put in, and makes numbers
// and truth values out of texts only where it is told to, which `cast` says.
import type { Place } from './place.js';

export type Shape = Leaf | ListShape | MapShape | KeysShape | Either;

export interface Leaf {
  readonly is: 'text' | 'integer' | 'number' | 'truth' | 'duration' | 'nothing' | 'anything';
  readonly cast?: boolean;
  /** Words that a text may be. */
  readonly words?: readonly string[];
  /** What docker reads out of the text, or number, where it does not take every one. */
  readonly form?: Form;
  /** The least that a number may be. */
  readonly least?: number;
}
export interface Form {
  /** As a message is to say it: `a size such as 512M`. */
  readonly words: string;
  readonly takes: (written: string) => boolean;
}
export interface ListShape {
  readonly is: 'list';
  readonly of: Shape;
  /** Whether docker refuses an item that is there twice. */
  readonly distinct?: boolean;
}
export interface MapShape {
  readonly is: 'map';
  readonly of: Shape;
  /** What its keys may be made of, where docker does not take every one. */
  readonly named?: Form;
}
export interface KeysShape {
  readonly is: 'keys';
  readonly keys: Readonly<Record<string, Shape>>;
  /** Key -> the 3.x version of the file format that brought it. */
  readonly since?: Readonly<Record<string, number>>;
  /** Whether other keys are taken, as docker does in a few places. */
  readonly open?: boolean;
  readonly extensions?: boolean;
  /** Keys that have to be there. */
  readonly required?: readonly string[];
}
/** The first that has the kind of what stands there is the one that counts. */
export interface Either {
  readonly is: 'either';
  readonly of: readonly Shape[];
}

export interface Checking {
  /** Of 3.x; 13 where a file says none. */
  readonly minor: number;
  /** As docker names places: `services.app.deploy`. */
  readonly path: string;
  /** Where the thing is named that is looked at. */
  readonly at: Place;
}
