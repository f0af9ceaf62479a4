// Every setting of a text whose name tells that it is secret, whatever the language of the text: what follows
// the name decides. `name: x`, `name = x`, `name => 'x'`, `--name x`, `<name>x</name>`,
// `key="name" value="x"`, `('name', 'x')`, and a name with its value behind a blank, where that is no
// sentence.
import { isAsked, isHarmless, isNoWord } from './harmless-value.js';
import { schemeLength } from './header-scheme.js';
import { isPlainWord, tellingOf } from './telling-name.js';
import { placeOf, type Place, type Reading } from './place.js';
import { plainSpan, xmlSpan, type Span } from './span.js';
import { nextOf, withoutTrailing } from './trailing.js';
import { secretIn } from './secret-in.js';
import { after, quotedSpans, valueSpans } from './value-after.js';

/** Of a property of Java, as `-Dpassword`, without its `D`. */
const names =
  /(?<=(?:^|[\s"'=])-D)[a-z][\w.-]*|(?<![A-Za-z0-9_])(?!(?<=(?:^|[\s"'=])-)D[a-z])[A-Za-z_][\w.-]*/g;

const keyWord = /^keys?$/i;
/** Sections of which every setting is a secret one, as the admins of CouchDB. */
const secretSection = /^(?:admins|.*(?:passwords|secrets|credentials|tokens))$/i;

/** `known` are secrets by their form: what stands in one is no name. */
export function namedSpans(text: string, reading: Reading, known: readonly Span[]): readonly Span[] {
  const spans: Span[] = [];
  const isWithin = covers(known);
  const isSecretSection = sectionsOf(text);
  const lineEnd = nextOf(text, /\n/);
  let until = 0;
  for (const { 0: found, index: start } of text.matchAll(names)) {
    if (start < until || isWithin(start)) continue;
    const name = withoutTrailing(found, /[.-]/);
    const telling = tellingOf(name);
    // a name of two words, as `secret key = x`
    const [, first = ''] = keyWord.test(name)
      ? (/(\w+) $/.exec(text.slice(Math.max(0, start - 20), start)) ?? [])
      : [];
    const isSure = first !== '' && tellingOf(`${first}_key`) === 'sure';
    const own =
      telling !== null || isSure
        ? spansOf(
            placeOf(
              text,
              {
                name: isSure ? `${first}_${name}` : name,
                start,
                length: name.length,
                telling: isSure ? 'sure' : (telling ?? 'sure'),
                lineEnd: lineEnd(start),
              },
              reading,
            ),
          )
        : reading.isAllSecret || isSecretSection(start)
          ? settingOf(placeOf(text, { name, start, telling: 'sure', lineEnd: lineEnd(start) }, reading))
          : [];
    spans.push(...own);
    until = own.reduce((most, { end }) => Math.max(most, end), until);
  }
  return spans;
}

/** Whether a place lies in one of the spans; places are asked in their order. */
function covers(spans: readonly Span[]): (at: number) => boolean {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  let [next, until] = [0, 0];
  return (at) => {
    for (let one = sorted[next]; one !== undefined && one.start <= at; one = sorted[++next])
      until = Math.max(until, one.end);
    return at < until;
  };
}

/** Whether a place lies in a section of secrets; places are asked in their order. */
function sectionsOf(text: string): (at: number) => boolean {
  const heads = [...text.matchAll(/^\[([\w .-]+)\][ \t]*\r?$/gm)];
  let [next, isSecret] = [0, false];
  return (at) => {
    for (let one = heads[next]; one !== undefined && one.index <= at; one = heads[++next])
      isSecret = secretSection.test(one[1] ?? '');
    return isSecret;
  };
}

/** Of a file of passwords each setting that has its line. */
function settingOf(place: Place): readonly Span[] {
  const isSetting = /^\s*["']?$/.test(place.before) && /^["']?\s*(?:=|:\s)/.test(place.text.slice(place.end));
  return isSetting ? (assigned(place) ?? []) : [];
}

/** The first way of writing in which the name is found with a value. */
function spansOf(place: Place): readonly Span[] {
  for (const form of [inserted, element, attribute, pair, tuple, assigned, behindBlank]) {
    const found = form(place);
    if (found !== null) return found;
  }
  return [];
}

type Form = (place: Place) => readonly Span[] | null;

const insertedMax = 2000;

/** `${NAME:-x}` and `{{ … NAME … default "x" }}`: only what stands in for it is written here. */
const inserted: Form = (place) => {
  const { text, before, start, end } = place;
  const rest = text.slice(end, Math.min(place.limit, end + insertedMax));
  if (before.endsWith('${')) {
    const other = /^:?[-=+]([^}]*)\}/.exec(rest)?.[1] ?? '';
    return secretIn(place, plainSpan(end + rest.indexOf(other), other));
  }
  const open = before.lastIndexOf('{{');
  if (open < 0 || before.indexOf('}}', open) >= 0) return null;
  const own = /^[^}]*?\bdefault\s*(?:\(\s*)?(["'])(.*?)\1/.exec(
    text.slice(start, Math.min(place.limit + 200, end + insertedMax)),
  );
  if (own === null) return [];
  const [whole, , value = ''] = own;
  return secretIn(place, plainSpan(start + whole.length - 1 - value.length, value));
};

const element: Form = (place) => {
  const { text, before, end } = place;
  if (!/<(?:[\w-]+:)?$/.test(before)) return null;
  const opened = after(/(?:\s[^<>]*)?>/y, text, end);
  return opened === null || text[opened - 2] === '/' ? [] : elementText(place, opened);
};

function elementText(place: Place, at: number): readonly Span[] {
  const rest = place.text.slice(at, at + partMax);
  const [opened] = /^\s*<!\[CDATA\[/.exec(rest) ?? [];
  const closed = opened === undefined ? -1 : rest.indexOf(']]>', opened.length);
  if (opened !== undefined && closed >= 0)
    return secretIn(place, plainSpan(at + opened.length, rest.slice(opened.length, closed)));
  const [, raw = ''] = /^([^<]*)<\//.exec(rest) ?? [];
  return secretIn(place, xmlSpan(at + raw.length - raw.trimStart().length, raw.trim()));
}

/** Of the text of an element, of a tag, and of what stands in a tag before a name. */
const partMax = 65_536;
const tagMax = 16_384;
const tagBefore = 4096;

const namesAnother = /\b(?:name|key|id|property|param)\s*=\s*["']$/i;
const holdsText =
  /^<(?:[\w-]+:)?(?:entry|property|string|param|prop|setting|value|constant|item|var|parameter)\b/i;

/** `<property name="password" value="x"/>`, in either order, and `<entry key="password">x</entry>`. */
const attribute: Form = (place) => {
  const { text, before, start, end } = place;
  if (!namesAnother.test(before)) return null;
  const near = text.slice(Math.max(0, start - tagBefore), start);
  const open = start - near.length + near.lastIndexOf('<');
  if (!/<[^>]*$/.test(near.slice(Math.max(0, near.lastIndexOf('<'))))) return null;
  const rest = text.slice(end, end + tagMax);
  const close = rest.includes('>') ? end + rest.indexOf('>') : -1;
  const inTag = text.slice(open, close < 0 ? end + tagMax : close);
  const value = /\b(?:value|content|default)\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(inTag);
  if (value !== null) {
    const raw = value[1] ?? value[2] ?? '';
    return secretIn(place, xmlSpan(open + value.index + value[0].length - 1 - raw.length, raw));
  }
  return close >= 0 && holdsText.test(inTag) && text[close - 1] !== '/' ? elementText(place, close + 1) : [];
};

/** `- name: PASSWORD`, and on the next line its `value: x`; the same as JSON. */
const pair: Form = (place) => {
  const { text, before, end } = place;
  if (!/(?:^|[\s{,"'-])["']?(?:name|key|field)["']?\s*(?::|=>?)\s*["']?$/i.test(before)) return null;
  const at = after(/["']?\s*(?:,\s*)?["']?(?:value|val|content)["']?\s*(?::|=>?)[ \t]*/iy, text, end);
  if (at === null) return null;
  const line = text.indexOf('\n', at);
  return valueSpans({ ...place, limit: line < 0 ? text.length : line, lead: 'list' }, { at, sign: ':' });
};

/** `('PASSWORD', 'x')`, `{password, "x"}`, `["--password", "x"]`, `password("x")`. */
const tuple: Form = (place) => {
  const { text, before, end, lead, name } = place;
  const isCall =
    place.telling === 'sure' && !isAsked(`${name}(`) && after(/\(\s*(?=["'])/y, text, end) !== null;
  const isPaired = /[({]\s*:?["']?$/.test(before) || (lead === 'option' && /["'`]-{1,2}$/.test(before));
  const next = isCall
    ? after(/\(\s*(?=["'])/y, text, end)
    : isPaired
      ? after(/["']?\s*,\s*(?=(?:<<)?["'])/y, text, end)
      : null;
  return next === null ? null : quotedSpans(place, next);
};

const sign = /(\\?["'])?\]*[ \t]*(=>|:=|[?+|]{0,2}=(?![=~>])|:(?!:|\/\/|=))[ \t]*/y;

const assigned: Form = (place) => {
  const { text, end, lead } = place;
  sign.lastIndex = end;
  const found = sign.exec(text);
  if (found === null) return null;
  const at = end + found[0].length;
  const written = found[2] ?? '';
  if (written === ':' && after(/[ \t]*\r?\n/y, text, at) !== null) return nextLines(place, at);
  if (lead === 'option' && place.reading.isShell) return valueSpans(place, { at, sign: written });
  return valueSpans(place, { at, sign: written });
};

/** A list, a line each. */
function nextLines(place: Place, at: number): readonly Span[] {
  const depth = /^[ \t]*/.exec(place.before)?.[0].length ?? 0;
  const spans: Span[] = [];
  for (let from = place.text.indexOf('\n', at) + 1; from > 0;) {
    const next = place.text.indexOf('\n', from);
    const line = place.text.slice(from, next < 0 ? undefined : next);
    const [whole, indent = '', value = ''] =
      /^([ \t]*)- +(?![\w.-]+:(?:\s|$))(.*)$/.exec(line.trimEnd()) ?? [];
    // what ends in a colon is the name of something else
    if (whole === undefined || indent.length < depth || value.endsWith(':')) return spans;
    const bare = value.replace(/^(["'])(.*)\1$/, '$2');
    spans.push(...secretIn(place, plainSpan(from + line.indexOf(bare, indent.length + 1), bare)));
    from = next + 1;
  }
  return spans;
}

/** An option of a command, a setting that has its line for itself, or a word that no sentence has. */
const behindBlank: Form = (place) => {
  const { text, start, end, lead, limit, telling, isComment, name, reading } = place;
  // what follows a variable that is read is not its value
  if (text[start - 1] === '$' && !/^\s*set\s+\$$/.test(place.before)) return null;
  const at = after(/[ \t]+(?=\S)/y, text, end);
  if (at === null || at >= limit) return null;
  const rest = text.slice(at, limit);
  if (/^["']/.test(rest)) return telling === 'sure' || lead === 'option' ? quotedSpans(place, at) : null;
  if (lead === 'option') {
    const isOption = /^-/.test(rest) || (isComment && !isNoWord(/^\S*/.exec(rest)?.[0] ?? ''));
    return isOption ? null : valueSpans(place, { at, sign: ' ' });
  }
  const isAlone = lead === 'line' && /^\S+[ \t]*(?:[#;].*)?$/.test(rest);
  const isSentence = isPlainWord(name) && (isComment || /^[A-Z]/.test(name) || reading.isShell);
  const own = rest.slice(schemeLength(rest));
  const word = /^\S+/.exec(own)?.[0].replace(/;$/, '') ?? '';
  // as a header of a proxy
  const isHeader = lead === 'sentence' && /header(?:_\w+)?\s+$/i.test(place.before) && !isComment;
  const isTold =
    isHeader || (isAlone && !isSentence) || (word.length > 3 && isNoWord(word) && !/^[!=<>]/.test(word));
  if (!isTold && !/\blogin\s+\S+\s+$|\buser\s+\S+\s+(?:insecure-)?$/.test(place.before)) return null;
  return isHarmless(name, word) ? [] : secretIn(place, plainSpan(at + rest.indexOf(own), word));
};
