// The small shapes that the tables of a compose file are made of. What docker casts once variables are put in
// stands in docker/cli, cli/compose/loader/interpolate.go.
import type { Leaf, Shape } from './shape.js';

export const text: Leaf = { is: 'text' };
export const integer: Leaf = { is: 'integer', cast: true };
export const plainInteger: Leaf = { is: 'integer' };
export const number: Leaf = { is: 'number', cast: true };
export const truth: Leaf = { is: 'truth', cast: true };
export const plainTruth: Leaf = { is: 'truth' };
export const duration: Leaf = { is: 'duration' };
export const nothing: Leaf = { is: 'nothing' };
export const anything: Leaf = { is: 'anything' };
export const texts: Shape = { is: 'list', of: text };
export const oneOrMore: Shape = { is: 'either', of: [text, texts] };
export const amount: Shape = { is: 'either', of: [text, { is: 'number' }] };
export const pairs: Shape = {
  is: 'either',
  of: [{ is: 'map', of: { is: 'either', of: [text, { is: 'number' }, nothing] } }, texts],
};
export const options: Shape = { is: 'map', of: amount };
