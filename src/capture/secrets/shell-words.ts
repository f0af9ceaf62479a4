// Secrets that programs take as options of one letter, or as the words of a command, which no name tells.
import { isHarmless } from './harmless-value.js';
import { plainSpan, type Span } from './span.js';

const word = String.raw`(?:"([^"]*)"|'([^']*)'|((?:[^\s;&|()<>"'\x60\\]|\\.)+))`;
const reach = String.raw`(?:[^\n;&|]{0,400}?\s)`;
/** The last word of each is the secret; of some it is `user:secret`. */
const forms: readonly RegExp[] = [
  String.raw`\bredis-cli\b${reach}-a\s+${word}`,
  // flags that take no value may stand before it in the same word
  String.raw`\b(?:mysql|mariadb)(?:-?(?:admin|dump|check|show|import|slap|pump|backup))?\b${reach}-[sNBtvEfqrnACX]{0,8}p${word}`,
  String.raw`\b(?:mongo|mongosh|mongodump|mongorestore|sshpass|docker login|sqlplus|cqlsh)\b${reach}-p\s*${word}`,
  String.raw`\bldap(?:search|modify|add|whoami|passwd)\b${reach}-w\s*${word}`,
  String.raw`\b(?:sqlcmd|osql|bcp)\b${reach}-P\s*${word}`,
  String.raw`\brabbitmqctl\s+(?:add_user|change_password|authenticate_user)\s+\S+\s+${word}`,
  String.raw`\bhtpasswd\s+-(?=\w*b)\w+\s+(?:-\w+\s+)*\S+\s+\S+\s+${word}`,
  String.raw`\bmc\s+(?:alias\s+set|config\s+host\s+add)\s+\S+\s+\S+\s+\S+\s+${word}`,
].map((form) => new RegExp(form, 'g'));
const userAndSecret: readonly RegExp[] = [
  String.raw`\b(?:curl|https?|wget)\b${reach}(?:-[A-Za-z#]{0,12}[uU]|--user|--proxy-user|-a|--auth)\s*(?:=\s*)?${word}`,
  String.raw`\bstats\s+auth\s+${word}`,
  String.raw`\bsmbclient\b${reach}-U\s*${word}`,
].map((form) => new RegExp(form, 'g'));
const openssl = /(?<!\S)(?:-passin|-passout|-pass|-k)\s+pass:([^\s"']+)/g;

/** What takes a user and a group by the same option. */
const takesGroup = /\b(?:docker|podman|nerdctl|runc|kubectl|su|sudo|gosu|setpriv|chown|install|useradd)\b/;
const optionPair = new RegExp(
  String.raw`(?<!\S)(?:-[A-Za-z#]{0,12}u\s*|--(?:proxy-)?user[\s=]\s*)${word}`,
  'g',
);

/** Also where the command stands in a file, as in a script. */
export function commandSpans(text: string): readonly Span[] {
  return [
    ...forms.flatMap((form) => found(text, form, (value) => value)),
    ...userAndSecret.flatMap((form) => found(text, form, secretOf)),
    ...found(text, openssl, (value) => value),
  ];
}

/** `-u user:secret` among options whose program is named elsewhere. */
export function optionPairSpans(text: string): readonly Span[] {
  return takesGroup.test(text) ? [] : found(text, optionPair, secretOfPair);
}

/** What of each word of a command is secret; a word is one whatever stands in it. */
export function argumentSpans(words: readonly string[]): readonly (readonly Span[])[] {
  // as long as it was, and without what ends a word in a shell
  const text = words.map((one) => one.replace(/[\s;&|()<>"'\x60\\]/g, '\ue000')).join(' ');
  const spans = [...commandSpans(text)].sort((a, b) => a.start - b.start);
  let [from, next] = [0, 0];
  return words.map((one) => {
    const [start, end, own] = [from, from + one.length, [] as Span[]];
    for (let span = spans[next]; span !== undefined && span.start < end; span = spans[++next])
      if (span.end <= end)
        own.push(plainSpan(span.start - start, one.slice(span.start - start, span.end - start)));
    from = end + 1;
    return own.filter(({ value }) => !isHarmless('password', value));
  });
}

function secretOf(value: string): string {
  return value.slice(value.search(/[:%]|$/) + 1);
}

/** Neither numbers, nor one name twice, nor a part of an address. */
function secretOfPair(value: string): string {
  const [, user = '', secret = ''] = /^([^\s:/]+):([^\s:]+)$/.exec(value) ?? [];
  return /^\d+$/.test(user) || user === secret ? '' : secret;
}

function found(text: string, form: RegExp, own: (value: string) => string): readonly Span[] {
  return [...text.matchAll(form)].flatMap(({ 0: whole, 1: one, 2: two, 3: three, index }) => {
    const value = own(one ?? two ?? three ?? '');
    if (value === '' || isHarmless('password', value)) return [];
    return [plainSpan(index + whole.lastIndexOf(value), value)];
  });
}
