// What stands in a capture in place of secrets. A value that is secret in one place is replaced wherever it
// stands, by the same made value, so that an app still has the password that its database was given.
import { isAddress, isDoubtful, isHarmless, isPair, isPairName } from './harmless-value.js';
import { headerSpans } from './header-scheme.js';
import { madeUpValue } from './made-up-value.js';
import { namedSpans } from './named-values.js';
import { formSpans, isHash, isKey } from './secret-forms.js';
import { argumentSpans, commandSpans, optionPairSpans } from './shell-words.js';
import { exchanged, moved, plainSpan, type Span } from './span.js';
import { isAddressName, tellingOf } from './telling-name.js';
import { withoutKnown } from './without-known.js';
import { yamlSpans } from './yaml-values.js';

/** Something that may hold a secret, and where it stands in the capture; null where it is left out. */
export type Told =
  | {
      readonly kind: 'variable';
      readonly place: string | null;
      readonly name: string;
      readonly value: string;
    }
  | { readonly kind: 'words'; readonly place: string; readonly words: readonly string[] }
  | { readonly kind: 'text'; readonly place: string; readonly name: string; readonly text: string };

export interface Concealment {
  /** Of a variable, a label or an option of that name. */
  readonly valueOf: (name: string, value: string) => string;
  readonly wordsOf: (words: readonly string[]) => readonly string[];
  /** Of a file of that name, in which settings may stand a line each. */
  readonly textOf: (name: string, text: string) => string;
  /** Of a sentence: without what is known as a secret. */
  readonly said: (text: string) => string;
  /** Where a secret stood, each place once. */
  readonly places: readonly string[];
  /** Those of them where what is made up is nothing that a program could use. */
  readonly useless: readonly string[];
  /** Variables of which only who knows the app can say whether they are secret: they stand as they are. */
  readonly doubtful: readonly string[];
}

/** What a secret is told by, the same for the same one; nobody else can make it. */
export type Fingerprint = (secret: string) => string;

/** Where there are few values to choose from, as of three digits. */
const attemptsMax = 100;

export function concealmentOf(told: readonly Told[], fingerprint: Fingerprint): Concealment {
  const found = told.map((one) => ({ place: one.place, secrets: secretsIn(one) }));
  const made = madeValues([...new Set(found.flatMap(({ secrets }) => secrets))], fingerprint);
  const said = withoutKnown(made);
  const exchange = (text: string, spans: readonly Span[]): string =>
    exchanged(text, spans, {
      made: (value) => made.get(value) ?? madeUpValue(value, fingerprint(value), 0),
      between: said,
    });
  return {
    valueOf: (name, value) => exchange(value, variableSpans(name, value)),
    textOf: (name, text) => exchange(text, fileSpans(name, text)),
    wordsOf: (words) => {
      const spans = wordsSpans(words);
      return words.map((word, index) => exchange(word, spans[index] ?? []));
    },
    said,
    places: placesOf(found, () => true),
    doubtful: told.flatMap((one) =>
      one.kind === 'variable' && one.place !== null && isDoubtful(one.name, one.value) ? [one.place] : [],
    ),
    useless: placesOf(found, (secret) => isHash(secret) || isKey(secret)),
  };
}

interface Found {
  readonly place: string | null;
  readonly secrets: readonly string[];
}

function placesOf(found: readonly Found[], has: (secret: string) => boolean): readonly string[] {
  const places = found.flatMap(({ place, secrets }) => (place !== null && secrets.some(has) ? [place] : []));
  return [...new Set(places)].sort();
}

function secretsIn(told: Told): readonly string[] {
  const values = (spans: readonly Span[]): readonly string[] => spans.map(({ value }) => value);
  switch (told.kind) {
    case 'variable':
      return values(variableSpans(told.name, told.value));
    case 'words':
      return wordsSpans(told.words).flatMap(values);
    case 'text':
      return values(fileSpans(told.name, told.text));
  }
}

function variableSpans(name: string, value: string): readonly Span[] {
  const inside = [
    ...textSpans(value, { isShell: false, isFile: false, isAllSecret: false }),
    ...optionPairSpans(value),
    ...headerSpans(name, value),
    ...(/^\s*[{[]/.test(value) ? yamlSpans(value) : []),
  ];
  if (tellingOf(name) === null || isHarmless(name, value)) return inside;
  const isWithin = isAddress(value) || hasSettings(value) || /PRIVATE KEY/.test(value);
  if (isWithin && inside.length > 0) return inside;
  if (isAddress(value) && isAddressName(name)) return [];
  const pair = isPairName(name) && isPair(value) ? value.indexOf(':') + 1 : 0;
  return [plainSpan(pair, value.slice(pair))];
}

/** `Server=db;Password=x`, as the address of a database may be written. */
function hasSettings(value: string): boolean {
  return /^\s*\w[\w ]*=[^;\s]*(?:;|\s+(?=\w+=))/.test(value) || /^[\w.-]+:[^@\s]*@(?:tcp|unix)\(/.test(value);
}

/** Of each word its own. */
function wordsSpans(words: readonly string[]): readonly (readonly Span[])[] {
  const inCommand = argumentSpans(words);
  return words.map((word, index) => [
    ...optionSpans(word, words[index - 1] ?? ''),
    ...(inCommand[index] ?? []),
    ...textSpans(word, { isShell: /\s/.test(word), isFile: false, isAllSecret: false }),
  ]);
}

/** `--password=X`, `PASSWORD=X`, or `X` after `--password`: each as a whole. */
function optionSpans(word: string, before: string): readonly Span[] {
  const [, name = ''] = /^-{1,2}([\w.-]+)$/.exec(before) ?? [];
  if (name !== '' && !word.startsWith('-') && tellingOf(name) !== null) return variableSpans(name, word);
  const found = /^(-{0,2})([\w.-]+)=([^]+)$/.exec(word);
  const [, dashes = '', written = '', value = ''] = found ?? [];
  // a property of Java, as `-Dpassword=X`
  const own = dashes === '-' ? written.replace(/^D(?=[a-z])/, '') : written;
  if (own === '' || tellingOf(own) === null || (dashes === '' && /\s/.test(value))) return [];
  return variableSpans(own, value).map((span) => moved(span, word.length - value.length));
}

function fileSpans(name: string, text: string): readonly Span[] {
  const stem = name.replace(/^.*\//, '').replace(/\.(?:txt|conf|cfg|ini|ya?ml|json|env|list)$/i, '');
  const isAllSecret = tellingOf(stem) === 'sure' || /(?:passwd|pgpass)(?:[._-]v?\d+)?$/i.test(stem);
  const isLine = !/\n./.test(text.trimEnd());
  if (isAllSecret && isLine && !/[:=\s]\S/.test(text.trim()) && !isHarmless('password', text.trim()))
    return [plainSpan(text.indexOf(text.trim()), text.trim())];
  return [
    ...textSpans(text, { isShell: text.startsWith('#!'), isFile: true, isAllSecret }),
    ...yamlSpans(text),
    ...(isAllSecret ? lastFields(text) : []),
  ];
}

/** `user:x`, as in files of passwords. */
function lastFields(text: string): readonly Span[] {
  return [...text.matchAll(/^(?![ \t]*#)([^\n{}<>"']*?[^\s:]:)([^\s:"']+)[ \t]*\r?$/gm)].flatMap(
    ({ 1: before = '', 2: value = '', index }) =>
      isHarmless('password', value) ? [] : [plainSpan(index + before.length, value)],
  );
}

function textSpans(text: string, reading: Parameters<typeof namedSpans>[1]): readonly Span[] {
  const known = [...formSpans(text), ...commandSpans(text)];
  return [...namedSpans(text, reading, known), ...known];
}

/** Each secret has one, and no two the same. */
function madeValues(secrets: readonly string[], fingerprint: Fingerprint): ReadonlyMap<string, string> {
  const made = new Map<string, string>();
  const taken = new Set(secrets);
  for (const secret of secrets) {
    const own = fingerprint(secret);
    let value = madeUpValue(secret, own, 0);
    for (let attempt = 1; taken.has(value) && attempt < attemptsMax; attempt++)
      value = madeUpValue(secret, own, attempt);
    taken.add(value);
    made.set(secret, value);
  }
  return made;
}
