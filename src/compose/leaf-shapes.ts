// The small shapes that the tables of a compose file are made of. What docker casts once variables are put in
// stands in docker/cli, cli/compose/loader/interpolate.go.
import { parseRam } from './amounts.js';
import { isMountSpec } from './read-mounts.js';
import { isPortSpec } from './read-ports.js';
import type { Form, Leaf, Shape } from './shape.js';
import { areShellWords } from './shell-words.js';

export const text: Leaf = { is: 'text' };
export const integer: Leaf = { is: 'integer', cast: true };
/** A number that docker keeps without a sign. */
export const natural: Leaf = { is: 'integer', cast: true, least: 0 };
export const plainInteger: Leaf = { is: 'integer' };
export const number: Leaf = { is: 'number', cast: true };
export const truth: Leaf = { is: 'truth', cast: true };
export const plainTruth: Leaf = { is: 'truth' };
export const duration: Leaf = { is: 'duration' };
export const nothing: Leaf = { is: 'nothing' };
export const anything: Leaf = { is: 'anything' };
export const texts: Shape = { is: 'list', of: text };
export const distinctTexts: Shape = { is: 'list', of: text, distinct: true };
export const oneOrMore: Shape = { is: 'either', of: [text, texts] };
export const oneOrDistinct: Shape = { is: 'either', of: [text, distinctTexts] };
export const command: Shape = {
  is: 'either',
  of: [{ is: 'text', form: { words: 'a command with every quote closed', takes: areShellWords } }, texts],
};
const portForm: Form = { words: 'a port such as 8080:80 or 53:53/udp', takes: isPortSpec };
export const port: Shape = {
  is: 'either',
  of: [
    { is: 'text', form: portForm },
    { is: 'number', form: portForm },
    { is: 'keys', keys: { mode: text, target: natural, published: natural, protocol: text } },
  ],
};
export const mountText: Leaf = {
  is: 'text',
  form: { words: 'a volume such as data:/var/lib/app:ro', takes: isMountSpec },
};
export const size: Leaf = {
  is: 'text',
  form: { words: 'a size such as 512M', takes: (written) => parseRam(written) !== null },
};
export const cpus: Leaf = {
  is: 'text',
  form: { words: 'a number of processors such as "0.5"', takes: (written) => /^\d*\.?\d+$/.test(written) },
};
/** What services, networks and the like may be called. */
export const plainNames: Form = {
  words: 'made of letters, digits, dots, dashes and underscores',
  takes: (written) => /^[\w.-]+$/.test(written),
};
export const amount: Shape = { is: 'either', of: [text, { is: 'number' }] };
export const pairs: Shape = {
  is: 'either',
  of: [{ is: 'map', of: { is: 'either', of: [text, { is: 'number' }, nothing] } }, distinctTexts],
};
export const options: Shape = { is: 'map', of: amount };
