// Secrets never reach a log, a journal or a report: every text that goes to disk or screen from outside
// passes a mask. Long values are masked wherever they stand, short ones where a secret name says what they
// are. See docs/security.md for what is masked and what is not.
import { commonWords } from './common-words.js';
import { formsOf, shortestByText } from './forms.js';
import { isSecretName } from './secret-name.js';

/** The text without secrets. Masked text does not change again. */
export type Mask = (text: string) => string;

type Env = Readonly<Record<string, string | undefined>>;

export interface Known {
  readonly envs: readonly Env[];
  /** Names of variables that are secret although their names do not say so. */
  readonly names?: readonly string[];
  /**
   * Names that the lab goes by (stacks, services, refs): a value that is one of them is masked by its place
   * alone.
   */
  readonly kept?: readonly string[];
}

const masked = '***';
/**
 * Here and below a name is looked for only where one can begin: tried from each of its letters, a word of a
 * megabyte would take hours.
 */
const credentialsInUrl = /(?<![a-z0-9+.-])([a-z0-9+.-]+:\/\/)[^\s/@"']+(?:@(?=[^\s/@]*@)[^\s/@"']*){0,99}@/gi;
/** `NAME=value`, quoted or not. */
const assigned = /(?<![\w.-])([\w.-]+)(=)("[^"\\]*(?:\\[^][^"\\]*)*"|'[^']*'|[^\s,;&"'}\])]+)/g;
/** `"name": "value"` of JSON and its like, also within a string of JSON; and headers of HTTP. */
const field = /((?:\\?["'])([A-Za-z_][\w.-]*)\\?["']\s*:\s*\\?["'])((?:[^"'\\]|\\[^"'])+)/g;
const named = /(?<![\w-])([\w-]+):\s*/g;
const headerValue = /(?:(?:basic|bearer|token)\s+)?[^\s"',;]+/iy;

/**
 * Masks what can be told without knowing any value: credentials in URLs, and what stands where a name says
 * that it is secret.
 */
export const redact: Mask = createMask({ envs: [] });

/** A mask for the secrets in these environments, and for what {@link redact} masks. */
export function createMask({ envs, names = [], kept = [] }: Known): Mask {
  const secretNames = new Set(names);
  const isSecret = (name: string): boolean => secretNames.has(name) || isSecretName(name);
  const known = envs
    .flatMap((env) => Object.entries(env))
    .filter(([name, value]) => value !== undefined && value !== '' && isSecret(name)) as [string, string][];
  const byText = textPattern(known.map(([, value]) => value).filter((value) => !kept.includes(value)));
  const byName = namePattern([...new Set([...known.map(([name]) => name), ...names])]);
  return (text) => {
    const withoutValues = byText === null ? text : text.replace(byText, masked);
    const withoutNamed = byName === null ? withoutValues : withoutValues.replace(byName, `$1${masked}`);
    const withoutUrls = having('://', withoutNamed, (part) => part.replace(credentialsInUrl, `$1${masked}@`));
    const withoutAssigned = having('=', withoutUrls, (part) =>
      part.replace(assigned, (whole, name: string, sign: string) =>
        isSecret(name.replace(/^[^A-Za-z_]+/, '')) ? `${name}${sign}${masked}` : whole,
      ),
    );
    return having(':', withoutAssigned, (part) =>
      withoutHeaders(
        part.replace(field, (whole, before: string, name: string) =>
          isSecret(name) ? `${before}${masked}` : whole,
        ),
      ),
    );
  };
}

/** Nothing is looked for in a text without the mark that all of it has. */
function having(mark: string, text: string, change: (text: string) => string): string {
  return text.includes(mark) ? change(text) : text;
}

/** `Authorization: …` and its like, of HTTP. */
function withoutHeaders(text: string): string {
  let [out, from] = ['', 0];
  for (const { index, 0: whole, 1: name = '' } of text.matchAll(named)) {
    if (index < from || !isSecretHeader(name)) continue;
    headerValue.lastIndex = index + whole.length;
    const value = headerValue.exec(text)?.[0] ?? '';
    if (value === '') continue;
    out += `${text.slice(from, index + whole.length)}${masked}`;
    from = index + whole.length + value.length;
  }
  return out + text.slice(from);
}

/** The headers that carry a secret, also behind a prefix, as `my-authorization`. */
function isSecretHeader(name: string): boolean {
  if (/(?:^|-)(?:authorization|cookie)$/i.test(name)) return true;
  const own = name.search(/(?:^|-)x-/i);
  return own !== -1 && /key|token|auth/i.test(name.slice(own + 2));
}

/**
 * The value of a variable as it may be kept: whole secrets as `***`, others without the secrets within them.
 */
export function maskedEnv(
  env: Readonly<Record<string, string>>,
  mask: Mask,
  names: readonly string[] = [],
): Readonly<Record<string, string>> {
  const kept = (name: string, value: string): string =>
    value !== '' && (names.includes(name) || isSecretName(name)) ? masked : mask(value);
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, kept(name, value)]));
}

/** The longest first, so that no part of a longer one is left. */
function textPattern(values: readonly string[]): RegExp | null {
  const forms = values
    .filter((value) => value.trim().length >= shortestByText && !commonWords.has(value.trim().toLowerCase()))
    .flatMap(formsOf);
  const sorted = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return sorted.length === 0 ? null : new RegExp(sorted.map(literal).join('|'), 'g');
}

/** `NAME: value` as in YAML, of names that are known: elsewhere a colon is only a colon. */
function namePattern(names: readonly string[]): RegExp | null {
  return names.length === 0
    ? null
    : new RegExp(
        String.raw`(?<![\w.-])((?:${names.map(literal).join('|')})["']?\s*[:=][ \t]*)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,}{\]"'|>&*][^\n,}\]]*)`,
        'g',
      );
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
