// What stands in a capture in place of secrets. A value that is secret in one place is replaced wherever it
// stands, by the same made value, so that an app still has the password that its database was given.
import { isSecretName } from '../base/secrets/index.js';
import { madeUpValue } from './made-up-value.js';
import { secretsByForm, withoutCredentials } from './secret-forms.js';

/** Something that may hold a secret, and where it is from. */
export type Told =
  | { readonly kind: 'variable'; readonly place: string; readonly name: string; readonly value: string }
  | { readonly kind: 'words'; readonly place: string; readonly words: readonly string[] }
  | { readonly kind: 'text'; readonly place: string; readonly text: string };

export interface Concealment {
  /** Of a variable, a label or an option of that name. */
  readonly valueOf: (name: string, value: string) => string;
  readonly wordsOf: (words: readonly string[]) => readonly string[];
  /** Of a file, in which settings may stand a line each. */
  readonly textOf: (text: string) => string;
  /** Where a secret stood, each place once. */
  readonly places: readonly string[];
}

interface Secret {
  readonly place: string;
  readonly name: string;
  readonly value: string;
}

/** Replaced by its place alone: elsewhere it may be any word, as the `postgres` of a database. */
const maybeWord = /^(?:.{1,7}|[a-z]{1,15})$/is;
/** No secret whatever it is called: a switch, a path, the way in which something is done. */
const harmless = /^(?:true|false|yes|no|on|off|none|null|enabled?|disabled?|plain|login|0|1|\/\S*)$/i;
/** `NAME=value` anywhere, as in the address of a database; `"name": "value"` as in JSON. */
const inside: readonly RegExp[] = [
  /(?<![\w.-])([A-Za-z_][\w.-]*)=["']?([^\s,;&"']+)/g,
  /["']([A-Za-z_][\w.-]*)["']\s*:\s*["']([^"'\n]+)/g,
];
/** `NAME: value`, `NAME=value`, `NAME value`, each on a line of its own, quoted or not. */
const onLines: readonly RegExp[] = [
  ...inside,
  /^[ \t]*["']?([A-Za-z_][\w.-]*)["']?[ \t]*(?:[:=][ \t]*|[ \t]+)["']?([^\s"',;]+)/gm,
];

export function concealmentOf(told: readonly Told[]): Concealment {
  const secrets = told.flatMap(secretsIn).filter(({ value }) => value !== '' && !harmless.test(value));
  const made = madeValues(secrets);
  const wide = [...made].filter(([value]) => !maybeWord.test(value));
  const byLength = wide.sort(([a], [b]) => b.length - a.length);
  const madeFor = (value: string): string => made.get(value) ?? value;
  const withoutWide = (text: string): string =>
    byLength.reduce(
      (rest, [value, instead]) => rest.replaceAll(value, () => instead),
      withoutCredentials(text, madeFor),
    );
  const textOf = (text: string): string => withoutNamed(withoutWide(text), inside, made);
  const valueOf = (name: string, value: string): string =>
    (isTelling(name) ? made.get(value) : undefined) ?? textOf(value);
  return {
    valueOf,
    textOf: (text) => withoutNamed(withoutWide(text), onLines, made),
    wordsOf: (words) => words.map((word, index) => wordOf(word, words[index - 1] ?? '', valueOf)),
    places: [...new Set(secrets.map(({ place }) => place))].sort(),
  };
}

function secretsIn(told: Told): readonly Secret[] {
  const { place } = told;
  switch (told.kind) {
    case 'variable': {
      const { name, value } = told;
      return isTelling(name) ? [{ place, name, value }] : within(place, value, inside);
    }
    case 'words':
      return told.words.flatMap((word, index) => {
        const own = optionIn(word, told.words[index - 1] ?? '');
        return own === null ? within(place, word, inside) : [{ place, ...own }];
      });
    case 'text':
      return within(place, told.text, onLines);
  }
}

function within(place: string, text: string, settings: readonly RegExp[]): readonly Secret[] {
  return [
    ...secretsByForm(text).map((value) => ({ place, name: place, value })),
    ...settings.flatMap((form) =>
      [...text.matchAll(form)].flatMap(([, name = '', value = '']) =>
        isTelling(name) ? [{ place, name, value }] : [],
      ),
    ),
  ];
}

/** `--password=X`, or `X` after `--password` or `-requirepass`. */
function optionIn(word: string, before: string): Omit<Secret, 'place'> | null {
  const [, own = '', value = ''] = /^-{1,2}([\w.-]+)=([^]+)$/.exec(word) ?? [];
  if (own !== '') return isTelling(own) ? { name: own, value } : null;
  const [, other = ''] = /^-{1,2}([\w.-]+)$/.exec(before) ?? [];
  return other !== '' && !word.startsWith('-') && isTelling(other) ? { name: other, value: word } : null;
}

function wordOf(word: string, before: string, valueOf: Concealment['valueOf']): string {
  const option = optionIn(word, before);
  if (option === null) return valueOf('', word);
  const instead = valueOf(option.name, option.value);
  return word === option.value ? instead : `${word.slice(0, word.indexOf('=') + 1)}${instead}`;
}

/** Settings of which the value is not looked for anywhere else. */
function withoutNamed(text: string, settings: readonly RegExp[], made: ReadonlyMap<string, string>): string {
  return settings.reduce(
    (rest, form) =>
      rest.replace(form, (whole, name: string, value: string) => {
        const instead = maybeWord.test(value) && isTelling(name) ? made.get(value) : undefined;
        return instead === undefined ? whole : `${whole.slice(0, whole.length - value.length)}${instead}`;
      }),
    text,
  );
}

/** Options too, as `requirepass` of redis. */
function isTelling(name: string): boolean {
  return isSecretName(name) || /^(?!bypass|compass)[a-z]+pass$/i.test(name);
}

/** Each value has one; values of one name are told apart. */
function madeValues(secrets: readonly Secret[]): ReadonlyMap<string, string> {
  const made = new Map<string, string>();
  const seen = new Map<string, number>();
  for (const { name, value } of secrets) {
    if (made.has(value)) continue;
    const which = seen.get(name) ?? 0;
    seen.set(name, which + 1);
    made.set(value, madeUpValue(value, name, which));
  }
  return made;
}
